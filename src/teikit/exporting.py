"""The verb export: TEI files to a format, written whole or not at all."""

import contextlib
import io
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from lxml import etree

from teikit.diagnostics import Diagnostic
from teikit.document.prolog import is_made_by_teikit
from teikit.document.tree import NotWellFormedError
from teikit.errors import OutputError, TeikitError, UnreadableInputError, UnsupportedError
from teikit.executors.protocols import Executor, Operation
from teikit.executors.serial import SerialExecutor
from teikit.exports.extensions import extension_names, find_extension
from teikit.exports.format import Format
from teikit.exports.formats import FORMATS
from teikit.exports.packages.contents import Contents, content_files
from teikit.exports.profiles.bagit_profile import read_bag_profile
from teikit.exports.profiles.deposit_check import (
    DepositError,
    DepositFile,
    combine_files,
    find_refusals,
    missing_metadata,
    profile_for,
)
from teikit.exports.profiles.deposit_profiles import DepositProfile
from teikit.exports.record.record import Record
from teikit.exports.record.source import ExportedFile, NotTeiError, Settings, TeiFile, read_tei_file
from teikit.exports.verification.replaceable import check_package, check_replaceable
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.report.formats import make_reporter
from teikit.report.reporter import Result, Style, Summary
from teikit.resources import schema_path
from teikit.runs.checkpoint import digest
from teikit.runs.output import RunOutput, open_output
from teikit.runs.targets import is_result_folder, target_for, targets
from teikit.storage.files import check_name, check_writable, read_file, write_file
from teikit.storage.outputs import Outputs
from teikit.storage.packages import write_package
from teikit.tei import NO_METADATA
from teikit.tei.metadata import MetadataFile
from teikit.validation import DEFAULT_SCHEMA, validate_bytes
from teikit.validation import schema as load_schema
from teikit.validation.loading import wellformedness_schema
from teikit.validation.plan import UNKNOWN

FilePath = str | os.PathLike[str]
_NO_TREE = etree.Element("none")
_SERIAL = SerialExecutor()


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of a TEI file, or of all of them where the format holds them in one.

    `target` is what was written, None if nothing was. `left_out` names what the format has no place for, `remarks` tell
    in words what was changed for it. `problem` or `failure` says why nothing was written. With `was_there` a run that
    was stopped had written it.
    """

    source: str
    target: Path | None = None
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    problem: Diagnostic | None = None
    failure: TeikitError | None = None
    was_there: bool = False


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What holds for an export.

    `day` is the day it is made. For packages, `schema` is what the letters are validated against for the report: a name
    or a path, "" for no report; where it is None those that teikit made are validated against "letter", of others it
    says only whether they are well-formed. `originals` are the files that the letters were encoded from. For bags,
    `bag_profile` is the file of a BagIt profile that has to be kept. `profile` names the archive (`PROFILES`) whose
    demands are checked before anything is written. `part` tells runs apart that write into one folder at a time.
    `inputs` are files that were read for the run, as that of the metadata: no result may replace them.
    """

    metadata: MetadataFile | None = None
    day: date | None = None
    force: bool = False
    schema: str | None = None
    originals: Sequence[FilePath] = ()
    bag_profile: FilePath | None = None
    profile: str = ""
    part: str = ""
    inputs: Sequence[FilePath] = ()

    @property
    def extra_inputs(self) -> tuple[FilePath, ...]:
        """Return the files that are read beside the letters, as far as they are files."""
        named = (*self.inputs, *self.originals, self.bag_profile, self.schema)
        return tuple(each for each in named if each)

    @property
    def settings(self) -> Settings:
        """Return what formats are told."""
        edition = self.metadata.edition if self.metadata else NO_METADATA
        labels = self.metadata.labels if self.metadata else ()
        profile = (
            read_bag_profile(read_file(self.bag_profile), escape_control(self.bag_profile))
            if self.bag_profile
            else None
        )
        return Settings(edition, self.day or today(), labels=labels, bag_profile=profile)


def today() -> date:
    """Return the day that SOURCE_DATE_EPOCH names (reproducible-builds.org), or else today in UTC.

    Raises:
        UnsupportedError: SOURCE_DATE_EPOCH is no time.

    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return (datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)).date()
    except (ValueError, OverflowError, OSError):
        raise UnsupportedError("SOURCE_DATE_EPOCH must hold seconds since 1970-01-01") from None


def find_format(name: str) -> Format:
    """Return a format by its name, from an extension where it is not one of teikit's own.

    Raises:
        PluginError: the extension is broken.
        UnsupportedError: there is none of that name.

    """
    form = FORMATS.get(name) or find_extension(name)
    if form is None:
        raise UnsupportedError(f"'{escape_control(name)}' is no format; there are {', '.join(format_names())}")
    return form


def format_names() -> list[str]:
    """Return the names of all formats: teikit's own, then those of extensions."""
    return list(dict.fromkeys([*FORMATS, *extension_names()]))


def load_letter(data: bytes, name: str, options: ExportOptions = ExportOptions()) -> TeiFile:
    """Return a TEI file ready for export, with what the metadata say of it; errors are those of `read_source`."""
    if not data.strip():
        raise UnreadableInputError(f"{escape_control(name)}: is empty")
    return read_tei_file(data, name, options.metadata.metadata_for(name) if options.metadata else NO_METADATA)


def make_items(paths: Iterable[FilePath]) -> list[Item]:
    """Return files as the items of a run."""
    return [Item(number, os.fspath(path)) for number, path in enumerate(paths)]


def _letter(item: Item, options: ExportOptions) -> TeiFile:
    item.check()
    return load_letter(read_file(item.name), item.name, options)


def _failure(item: Item, error: Exception) -> Exported:
    if isinstance(error, NotWellFormedError | NotTeiError):
        return Exported(item.name, problem=error.diagnostic)
    if isinstance(error, TeikitError):
        return Exported(item.name, failure=error)
    raise error


def _refusals(
    profile: DepositProfile, letters: Sequence[tuple[str, Record]], files: Iterable[DepositFile], settings: Settings
) -> list[Exported]:
    wrong = (*missing_metadata(profile, settings.edition, letters), *find_refusals(profile, files))
    return [Exported(one, failure=DepositError(one)) for one in wrong]


def _refusals_by_letter(items: Sequence[Item], form: Format, out: Path, options: ExportOptions) -> list[Exported]:
    """Return what an archive would refuse of the files that are made, one of each letter."""
    assert form.write_each  # noqa: S101  who calls it has looked
    profile, settings = profile_for(options.profile, form, out), options.settings
    into = is_result_folder(items, out)
    letters, files = [], []
    for item in items:
        # What cannot be had is told when it is written.
        with contextlib.suppress(TeikitError, NotWellFormedError):
            letter = _letter(item, options)
            letters.append((item.name, letter.record))
            name = target_for(item, form.suffix).as_posix() if into else out.name
            files.append(DepositFile.from_bytes(name, form.write_each(letter, settings).data))
    return _refusals(profile, letters, files, settings)


@dataclass(frozen=True, slots=True)
class _ExportResult:
    """What came of a file, as it travels: what a format made of it, or its letter without a tree; else the fault."""

    output: ExportedFile | None = None
    letter: tuple[str, bytes, Record] | None = None
    digest: str = ""
    fault: Exported | None = None


class ExportOperation(Operation[_ExportResult]):
    """The work of an export: a file to what a format makes of it, or where no format is named to its letter."""

    def __init__(self, options: ExportOptions, form: str = "") -> None:
        self._options, self._form = options, form

    def prepare(self) -> Callable[[Item], _ExportResult]:
        """Make ready; errors are those of the options."""
        each, settings = find_format(self._form).write_each if self._form else None, self._options.settings

        def export_item(item: Item) -> _ExportResult:
            try:
                letter = _letter(item, self._options)
                if each is None:
                    return _ExportResult(letter=(letter.name, letter.data, letter.record))
                return _ExportResult(each(letter, settings), digest=digest(letter.data))
            except (TeikitError, NotWellFormedError) as error:
                return _ExportResult(fault=_failure(item, error))

        return export_item

    def failure_result(self, item: Item, reason: str) -> _ExportResult:
        """Return that a file could not be exported."""
        error = TeikitError(f"{escape_control(item.name)}: could not be exported: {reason}")
        return _ExportResult(fault=Exported(item.name, failure=error))


def export_each(
    items: Sequence[Item], form: Format, out: Path, options: ExportOptions, executor: Executor = _SERIAL
) -> Generator[Exported, None, None]:
    """Write a file for each letter; what is wrong with one does not stop the others.

    Into a folder, a run that was stopped goes on where it was.

    Raises:
        OutputError: before anything is written, where a target cannot be.
        UnsupportedError: there is no such profile, or it does not go with the format.

    """
    assert form.write_each  # noqa: S101  who calls it has looked
    if options.profile and (wrong := _refusals_by_letter(items, form, out, options)):
        yield from wrong
        return
    with _open_output(items, form, out, options) as delivery:
        places = targets(
            items, out, form.suffix, force=options.force, is_ours=delivery.owns, inputs=options.extra_inputs
        )
        yield from (Exported(item.name, places[item.number], was_there=True) for item in delivery.finished_items)
        with closing(executor.run(ExportOperation(options, form.name), delivery.pending_items)) as outcomes:
            for item, outcome in zip(delivery.pending_items, outcomes, strict=False):
                yield outcome.fault or _write_result(item, outcome, places[item.number], delivery)


def _open_output(
    items: Sequence[Item], form: Format, out: Path, options: ExportOptions
) -> AbstractContextManager[RunOutput]:
    if not is_result_folder(items, out):
        return nullcontext(RunOutput(items, force=options.force))
    run = ("export", form.name, repr(replace(options, force=False)))
    return open_output(out, items, run, lambda item: digest(read_file(item.name)), force=options.force)


def _write_result(item: Item, outcome: _ExportResult, target: Path, delivery: RunOutput) -> Exported:
    assert outcome.output  # noqa: S101  it has no fault
    try:
        delivery.write(item.name, outcome.digest, {target: outcome.output.data})
    except TeikitError as error:
        return _failure(item, error)
    return Exported(item.name, target, outcome.output.dropped, outcome.output.notes)


def load_letters(
    items: Sequence[Item], options: ExportOptions, executor: Executor = _SERIAL
) -> tuple[list[TeiFile], list[Exported]]:
    """Return the letters without their trees, and what is wrong with those that cannot be had."""
    letters, failed = [], []
    with closing(executor.run(ExportOperation(options), items)) as outcomes:
        for outcome in outcomes:
            if outcome.fault:
                failed.append(outcome.fault)
            elif outcome.letter:
                name, data, record = outcome.letter
                # What holds many letters is made from their records: a corpus of trees would fill the memory.
                letters.append(TeiFile(name, data, _NO_TREE, record))
    return letters, failed


def export_all(
    items: Sequence[Item], form: Format, out: Path, options: ExportOptions, executor: Executor = _SERIAL
) -> Generator[Exported, None, None]:
    """Write one file or package that holds all letters; nothing, if one of them cannot be had.

    Raises:
        OutputError: it cannot be written.
        MissingMetadataError: the format needs what nobody tells.
        UnsupportedError: there is no such profile, or it does not go with the format.

    """
    profile = profile_for(options.profile, form, out) if options.profile else None
    check_name(out)
    _check_keeps_sources((*(item.name for item in items), *_inputs(form, options)), out)
    (check_package if form.pack else check_writable)(out, force=options.force)
    Outputs([out]).check(*(item.name for item in items), *options.extra_inputs)
    letters, failed = load_letters(items, options, executor)
    if failed:
        yield from failed
        return
    name = items[0].name if len(items) == 1 else f"{len(items)} letters"
    if form.pack and form.kind:
        contents, settings = _contents(letters, options), replace(options.settings, out=out.name)
        if profile and (wrong := _package_refusals(profile, contents, settings)):
            yield from wrong
            return
        made = form.pack(contents, settings)
        at_root = form.kind.at_root
        write_package(out, made.files, force=options.force, at_root=at_root, check=check_replaceable)
        yield Exported(name, out, remarks=made.notes)
    elif form.write_all:
        one = form.write_all(letters, options.settings)
        write_file(out, one.data, force=options.force)
        yield Exported(name, out, one.dropped, one.notes)


def _inputs(form: Format, options: ExportOptions) -> Iterator[FilePath]:
    """Yield the files beside the letters that an export reads."""
    yield from options.originals
    if options.bag_profile:
        yield options.bag_profile
    if form.pack and options.schema:
        yield schema_path(options.schema)


def _check_keeps_sources(paths: Iterable[FilePath], out: Path) -> None:
    """Raise OutputError where what is replaced is a source, or a folder that holds one, by whatever name."""
    if not out.exists():
        return
    place, apart = out.stat(), set[Path]()
    for path in paths:
        source = Path(path).resolve()
        for each in (source, *source.parents):
            if each in apart:
                break
            if not _is_at(each, place):
                apart.add(each)
            elif each == source:
                raise OutputError(f"{escape_control(out)}: is a source itself, which is kept")
            else:
                raise OutputError(f"{escape_control(out)}: holds {escape_control(path)}, which is a source and kept")


def _is_at(path: Path, place: os.stat_result) -> bool:
    # What is not there is not replaced.
    with contextlib.suppress(OSError):
        return os.path.samestat(path.stat(), place)
    return False


def _package_refusals(profile: DepositProfile, contents: Contents, settings: Settings) -> list[Exported]:
    letters = [(letter.name, letter.record) for letter in contents.letters]
    files = [DepositFile.from_bytes(part.path, part.data) for part in content_files(contents)]
    return _refusals(
        profile, letters, files if profile.allows_folders else [combine_files(settings.out, files)], settings
    )


def _contents(letters: Sequence[TeiFile], options: ExportOptions) -> Contents:
    originals = [(os.fspath(path), read_file(path)) for path in options.originals]
    if options.schema == "":
        return Contents(letters, originals)
    by = [options.schema or (DEFAULT_SCHEMA if is_made_by_teikit([each.data]) else None) for each in letters]
    paths = [schema_path(each) for each in dict.fromkeys(by) if each]
    schemas = [(path.name, read_file(path)) for path in paths]
    return Contents(letters, originals, schemas, _report(letters, by))


def _report(letters: Sequence[TeiFile], by: Sequence[str | None]) -> bytes:
    """Return what `teikit validate --format json` says of the letters, each by its schema, if any."""
    out = io.StringIO()
    report, summary = make_reporter("json", out, Style()), Summary()
    report.begin()
    for letter, schema in zip(letters, by, strict=True):
        name = Path(letter.name).name
        found = validate_bytes(letter.data, name, load_schema(schema) if schema else wellformedness_schema())
        result = Result(escape_control(name), found, undecided="" if schema else UNKNOWN.reason)
        summary = summary.plus(result)
        report.add(result)
    report.end(summary)
    return out.getvalue().encode()


def make(data: bytes, name: str, to: str, options: ExportOptions = ExportOptions()) -> ExportedFile:
    """Return the export of one TEI document as bytes.

    Raises:
        UnsupportedError: the format makes a package, which is a folder.
        NotWellFormedError, NotTeiError, MissingMetadataError: as for files.

    """
    form = find_format(to)
    letter = load_letter(data, name, options)
    if form.write_each:
        return form.write_each(letter, options.settings)
    if form.write_all:
        return form.write_all([letter], options.settings)
    raise UnsupportedError(f"'{to}' makes a package, which goes to a folder or an archive: give -o OUT")


def export(
    paths: Sequence[FilePath] | FilePath, to: str, out: FilePath, options: ExportOptions = ExportOptions()
) -> list[Exported]:
    """Write TEI files in another format; the same files and options give the same bytes.

    Args:
        paths: the TEI files, in their order.
        to: the name of a format (`FORMATS`).
        out: a file, or for several files in a format that holds one letter, a folder.
        options: metadata, day, and whether what is there may be replaced.

    Raises:
        UnsupportedError: there is no such format.
        OutputError: `out` cannot be written.
        MissingMetadataError: the format needs what neither letters nor metadata tell.

    """
    form = find_format(to)
    if options.bag_profile and form.name != "bag":
        raise UnsupportedError(f"a BagIt profile is for bags, not for '{to}'")
    several = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not several:
        raise UnreadableInputError("there is nothing to export")
    write = export_each if form.write_each else export_all
    return list(write(make_items(several), form, Path(out), options))
