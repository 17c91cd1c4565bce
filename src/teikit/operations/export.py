"""TEI files to another format: one document as bytes, or files to their targets, whole or not at all."""

import os
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.document.root import is_tei_file
from teikit.errors import OutputError, UnreadableInputError, UnsupportedError
from teikit.executors.protocols import Executor
from teikit.exports.format import Format
from teikit.exports.profiles.deposit_check import profile_for
from teikit.exports.profiles.deposit_profiles import DepositProfile
from teikit.exports.record.source import ExportedFile, TeiFile
from teikit.exports.verification.replaceable import check_package, check_replaceable
from teikit.inputs.item import Item
from teikit.inputs.paths import NOT_TEI
from teikit.messages import escape_control
from teikit.operations.delivery import Delivered, Destination, deliver
from teikit.operations.export_checks import check_keeps_sources, letter_refusals, package_refusals
from teikit.operations.export_letters import (
    DEFAULT_OPTIONS,
    SERIAL,
    Exported,
    ExportOperation,
    ExportOptions,
    ExportResult,
    FilePath,
    failed_export,
    find_format,
    format_names,
    is_corpus_item,
    load_all,
    load_letters,
    make_items,
    read_export,
    references_of,
    write_letter,
)
from teikit.operations.run import RunInputs
from teikit.runs.checkpoint import digest
from teikit.runs.shard import WHOLE_RUN
from teikit.runs.targets import is_result_folder
from teikit.storage.files import check_name, check_writable, write_file
from teikit.storage.outputs import Outputs
from teikit.storage.packages import write_package

if TYPE_CHECKING:
    from teikit.operations.export_index import PageIndex

__all__ = [
    "ExportOptions",
    "Exported",
    "discover_letters",
    "export",
    "export_all",
    "export_each",
    "find_format",
    "format_names",
    "is_canonical",
    "load_letters",
    "make",
    "make_items",
]
# The format that writes TEI in canonical form.
CANONICAL = "tei"


def make(data: bytes, name: str, to: str, options: ExportOptions = DEFAULT_OPTIONS) -> ExportedFile:
    """Return the export of one TEI document as bytes.

    Raises:
        UnsupportedError: the format makes a package, which is a folder, or a file of each document of a corpus.
        NotWellFormedError, NotTeiError, MissingMetadataError: as for files.
    """
    form = find_format(to)
    letters = load_letters(data, name, form, options)
    if form.write_all:
        return form.write_all(letters, options.settings)
    if form.write_each and len(letters) > 1:
        several = f"is a corpus of {len(letters):,} TEI documents"
        raise UnsupportedError(f"{escape_control(name)}: {several}, which go to a folder: give -o OUT")
    if form.write_each:
        return write_letter(letters[0], form, options.settings)
    if form.is_site:
        raise UnsupportedError(f"'{to}' makes a site, which goes to a folder: give -o OUT")
    raise UnsupportedError(f"'{to}' makes a package, which goes to a folder or an archive: give -o OUT")


def is_canonical(data: bytes, name: str) -> bool:
    """Whether a TEI document is in canonical form; errors are those of `make`."""
    return make(data, name, CANONICAL).data == data


def export(
    paths: Sequence[FilePath] | FilePath, to: str, out: FilePath, options: ExportOptions = DEFAULT_OPTIONS
) -> list[Exported]:
    """Write TEI files in another format; the same files and options give the same bytes.

    Args:
        paths: the TEI files, in their order.
        to: the name of a format (`FORMATS`).
        out: a file, or for several files in a format for single letters, a folder.
        options: metadata, day, and whether what is there may be replaced.

    Raises:
        UnsupportedError: there is no such format.
        OutputError: `out` cannot be written.
        MissingMetadataError: the format requires what is in neither letters nor metadata.
    """
    form = find_format(to)
    if options.bag_profile and form.name != "bag":
        raise UnsupportedError(f"a BagIt profile is for bags, not for '{to}'")
    several = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not several:
        raise UnreadableInputError("there is nothing to export")
    write = export_each if form.write_each else export_all
    return list(write(make_items(several), form, Path(out), options))


def discover_letters(inputs: RunInputs) -> tuple[list[Item], str]:
    """Return the files of a run's shard, of those in folders the TEI alone, and in words what was skipped."""
    discovery = inputs.discovery
    letters = [item for item in inputs.named.items(discovery) if _is_exportable(item)]
    discovery.skipped[NOT_TEI] += discovery.file_count - len(letters)
    discovery.file_count = len(letters)
    items = list(inputs.shard.items(item._replace(number=number) for number, item in enumerate(letters)))
    return items, inputs.describe_skipped() if items else ""


def _is_exportable(item: Item) -> bool:
    try:
        return not item.is_discovered or bool(item.fault) or is_tei_file(item.name, allows_old=True)
    except UnreadableInputError:
        # It is reported when the file is exported.
        return True


def export_each(
    items: Sequence[Item], form: Format, out: Path, options: ExportOptions, executor: Executor = SERIAL
) -> Generator[Exported, None, None]:
    """Write a file for each letter; a letter that cannot be exported does not stop the others.

    Into a folder, a run that was stopped continues.

    Raises:
        OutputError: before anything is written, because a target cannot be written.
        UnsupportedError: there is no such profile, or it is not for the format.
    """
    if options.profile and (wrong := letter_refusals(items, form, out, options)):
        yield from wrong
        return
    run = ("export", form.name, repr(replace(options, force=False)))
    destination = Destination(
        out, form.suffix, run, options.force, options.extra_inputs, has_many_results=_has_corpus_alone(items, form, out)
    )
    index = _make_index(items, form, out, options)
    work = ExportOperation(options, form.name, index.pages if index else None)
    with deliver(work, lambda item: digest(read_export(item)), items, destination, executor) as delivery:
        for item, target in delivery.finished:
            yield Exported(item.name, target, was_there=True)
            if index:
                index.add_finished(item, target)
        for delivered in delivery.results:
            yield from _make_exported(delivered)
            if index and delivered.target:
                index.add(delivered.result, delivered.target, is_written=not delivered.failure)
        if index:
            # Before the run is complete, so that one that is stopped here continues.
            yield from index.write(delivery.output)


def _make_index(items: Sequence[Item], form: Format, out: Path, options: ExportOptions) -> "PageIndex | None":
    """Return what makes the index of a folder of pages; parts of a run that is divided have none."""
    if not form.has_index or options.part not in {"", str(WHOLE_RUN)} or not is_result_folder(items, out):
        return None
    # Other formats need not load its modules.
    from teikit.operations.export_index import PageIndex  # noqa: PLC0415

    return PageIndex(items, form, out, options)


def _has_corpus_alone(items: Sequence[Item], form: Format, out: Path) -> bool:
    """Return whether the only item is a corpus, whose documents go to a folder.

    Raises:
        OutputError: `out` has the name of a file for one of them.
    """
    if len(items) != 1 or not form.splits_corpora or is_result_folder(items, out) or not is_corpus_item(items[0]):
        return False
    if out.suffix == form.suffix:
        name = escape_control(items[0].name)
        raise OutputError(f"{escape_control(out)}: {name} is a corpus, whose documents go to a folder")
    return True


def _make_exported(delivered: Delivered[ExportResult]) -> Iterator[Exported]:
    item, result = delivered.item, delivered.result
    yield from result.faults
    if delivered.failure:
        yield failed_export(item, delivered.failure)
    elif delivered.target:
        targets = result.targets(delivered.target)
        for target, (_, made) in zip(targets, result.outputs, strict=True):
            yield Exported(item.name, target, made.dropped, made.notes, references=(made.references,))


def export_all(
    items: Sequence[Item], form: Format, out: Path, options: ExportOptions, executor: Executor = SERIAL
) -> Generator[Exported, None, None]:
    """Write one file or package of all letters; nothing, if one of them cannot be exported, unless it keeps going.

    Raises:
        OutputError: it cannot be written.
        MissingMetadataError: the format requires what is in neither letters nor metadata.
        UnsupportedError: there is no such profile, or it is not for the format.
    """
    if form.is_site:
        # Other formats need not load its modules.
        from teikit.operations.export_site import export_site  # noqa: PLC0415

        yield from export_site(items, out, options, executor)
        return
    profile, names = profile_for(options.profile, form, out) if options.profile else None, [each.name for each in items]
    check_name(out)
    check_keeps_sources((*names, *options.inputs, *_inputs(form, options)), out)
    (check_package if form.pack else check_writable)(out, force=options.force)
    Outputs([out]).check(*names, *options.extra_inputs)
    letters, failed = load_all(items, form, options, executor)
    yield from failed
    if failed and not (letters and options.keeps_going):
        return
    name = letters[0].name if len(letters) == 1 else f"{len(letters)} letters"
    if form.pack:
        yield from _export_package(name, letters, form, out, options, profile)
    elif form.write_all:
        one = form.write_all(letters, options.settings)
        write_file(out, one.data, force=options.force)
        yield Exported(name, out, one.dropped, one.notes, references=references_of(letters, form))


def _inputs(form: Format, options: ExportOptions) -> Iterator[FilePath]:
    """Yield the files beside the letters that an export reads."""
    yield from options.originals
    if options.bag_profile:
        yield options.bag_profile
    if form.pack and options.schema:
        # Only packages are validated.
        from teikit.validation.loading import find_schema  # noqa: PLC0415

        yield find_schema(options.schema)[0]


def _export_package(  # noqa: PLR0913, PLR0917  the parts of an export
    name: str,
    letters: Sequence[TeiFile],
    form: Format,
    out: Path,
    options: ExportOptions,
    profile: DepositProfile | None,
) -> Iterator[Exported]:
    # Validation is costly to import, and packages alone report it.
    from teikit.operations.export_contents import package_contents  # noqa: PLC0415

    assert form.pack and form.kind  # noqa: S101, PT018  the format makes packages
    contents, settings = package_contents(letters, options), replace(options.settings, out=out.name)
    if profile and (wrong := package_refusals(profile, contents, settings)):
        yield from wrong
        return
    made = form.pack(contents, settings)
    write_package(out, made.files, force=options.force, at_root=form.kind.at_root, check=check_replaceable)
    yield Exported(name, out, remarks=made.notes)
