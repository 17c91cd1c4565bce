"""TEI files to letters ready for export, or to what a format makes of each: the operation of every export."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from lxml import etree

from teikit.diagnostics import Diagnostic
from teikit.document.tree import NotWellFormedError
from teikit.errors import TeikitError, UnreadableInputError, UnsupportedError
from teikit.executors.protocols import Executor, Operation
from teikit.executors.serial import SerialExecutor
from teikit.exports.extensions import extension_names, find_extension
from teikit.exports.format import Format
from teikit.exports.formats import FORMATS
from teikit.exports.profiles.bagit_profile import read_bag_profile
from teikit.exports.reading.links import LetterPages
from teikit.exports.record.record import Record
from teikit.exports.record.references import References
from teikit.exports.record.source import (
    ExportedFile,
    NotTeiError,
    Settings,
    TeiFile,
    is_corpus_file,
    read_tei_file,
    read_tei_files,
)
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.operations.export_registers import linked_registers
from teikit.operations.run import execute
from teikit.runs.checkpoint import digest
from teikit.storage.files import read_file
from teikit.tei import NO_METADATA, Metadata
from teikit.tei.metadata import MetadataFile

FilePath = str | os.PathLike[str]
SERIAL = SerialExecutor()
_NO_TREE = etree.Element("none")


@dataclass(frozen=True, slots=True)
class Exported:
    """The export of a TEI file, or of all of them where the format has them in one.

    `target` is what was written, None if nothing was. `left_out` names what the format has no place for, `remarks` say
    in words what was changed for it. `problem` or `failure` says why nothing was written, with `is_of_file` because
    of this very file. With `was_there` a run that was stopped had written it. `references` are those of each letter to
    registers.
    """

    source: str
    target: Path | None = None
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    problem: Diagnostic | None = None
    failure: TeikitError | None = None
    was_there: bool = False
    is_of_file: bool = False
    references: tuple[References, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The settings of an export.

    `day` is its date. For packages, `schema` is what the letters are validated against for the report: a name or a
    path, "" for no report; where it is None those that teikit made are validated against "letter", and others against
    "tei_all". `originals` are the files that the letters were encoded from. For bags,
    `bag_profile` is the file of a BagIt profile to satisfy. `profile` names the archive (`PROFILES`) whose requirements
    are checked before anything is written. `part` distinguishes runs that write into one folder at the same time.
    `inputs` are files that were read for the run, such as that of the metadata: no result may replace them.
    `registers` are files with the entries to which letters refer, by default those that the configuration names. With
    `keeps_going` a file or package of all letters is made without those that cannot be exported. `theme` is a
    stylesheet for a site.
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
    registers: Sequence[FilePath] = ()
    keeps_going: bool = False
    theme: FilePath | None = None

    @property
    def extra_inputs(self) -> tuple[FilePath, ...]:
        """Return the files that are read beside the letters."""
        named = (*self.inputs, *self.originals, *self.registers, self.bag_profile, self.schema, self.theme)
        return tuple(each for each in named if each)

    @property
    def settings(self) -> Settings:
        """Return the settings of the formats."""
        edition = self.metadata.edition if self.metadata else NO_METADATA
        labels = self.metadata.labels if self.metadata else ()
        file = self.bag_profile
        profile = read_bag_profile(read_file(file, "data-bytes"), escape_control(file)) if file else None
        return Settings(edition, self.day or today(), labels=labels, bag_profile=profile)


DEFAULT_OPTIONS = ExportOptions()


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
    """Return a format by its name, from an extension if it is not one of teikit's own.

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


def load_letters(data: bytes, name: str, form: Format, options: ExportOptions = DEFAULT_OPTIONS) -> list[TeiFile]:
    """Return the letters of a TEI file, with what the metadata say of each: of a teiCorpus several, or it as a whole.

    Raises:
        UnreadableInputError: it is empty.
        NotWellFormedError, NotTeiError: as `read_tei_files`.
    """
    if not data.strip():
        raise UnreadableInputError(f"{escape_control(name)}: is empty")

    def metadata_for(of: str) -> Metadata:
        return options.metadata.metadata_for(of) if options.metadata else NO_METADATA

    linked = linked_registers(options.registers, name)
    if form.splits_corpora:
        return read_tei_files(data, name, metadata_for, linked)
    return [read_tei_file(data, name, metadata_for(name), linked, allows_corpus=True)]


def make_items(paths: Iterable[FilePath]) -> list[Item]:
    """Return files as the items of a run."""
    return [Item(number, os.fspath(path)) for number, path in enumerate(paths)]


def read_letters(item: Item, form: Format, options: ExportOptions) -> list[TeiFile]:
    """Return the letters of a file; errors are those of `load_letters`, or UnreadableInputError."""
    return load_letters(read_export(item), item.name, form, options)


def read_letter(item: Item, options: ExportOptions) -> TeiFile:
    """Return the letter of a file that is no corpus; errors are those of `read_letters`."""
    data = read_export(item)
    if not data.strip():
        raise UnreadableInputError(f"{escape_control(item.name)}: is empty")
    metadata = options.metadata.metadata_for(item.name) if options.metadata else NO_METADATA
    return read_tei_file(data, item.name, metadata, linked_registers(options.registers, item.name))


def read_export(item: Item) -> bytes:
    """Return the bytes of a file to export; errors are those of reading it."""
    item.check()
    return read_file(item.name, "export-bytes")


def is_corpus_item(item: Item) -> bool:
    """Return whether a file is a corpus; one that cannot be read is not."""
    try:
        return is_corpus_file(read_export(item), item.name)
    except (TeikitError, NotWellFormedError):
        return False


def failed_export(item: Item, error: Exception) -> Exported:
    """Return that a file could not be exported; an error that is neither its nor of its environment is raised again."""
    if isinstance(error, NotWellFormedError | NotTeiError):
        return Exported(item.name, problem=error.diagnostic, is_of_file=True)
    if isinstance(error, TeikitError):
        return Exported(item.name, failure=error, is_of_file=True)
    raise error


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The exports of a file by their names without suffix, or its letters without trees; else why there are none.

    A teiCorpus has several. It can be sent to another process.
    """

    outputs: tuple[tuple[str, ExportedFile], ...] = ()
    letters: tuple[tuple[str, bytes, Record], ...] = ()
    digest: str = ""
    faults: tuple[Exported, ...] = ()
    suffix: str = ""
    is_corpus: bool = False

    def targets(self, target: Path) -> list[Path]:
        """Return the file of each export: the target, or for a corpus files in its folder."""
        if not self.is_corpus:
            return [target] * len(self.outputs)
        folder = target if target.is_dir() else target.parent
        return [folder / f"{name}{self.suffix}" for name, _ in self.outputs]

    def files(self, target: Path) -> Mapping[Path, bytes]:
        """Return the files to write."""
        return {path: made.data for path, (_, made) in zip(self.targets(target), self.outputs, strict=True)}


class ExportOperation(Operation[ExportResult]):
    """Exports files to a format, or reads their letters for a format that has all in one."""

    def __init__(self, options: ExportOptions, form: str, pages: LetterPages | None = None) -> None:
        self._options, self._form, self._pages = options, form, pages

    def prepare(self) -> Callable[[Item], ExportResult]:
        """Return what exports a file; errors are those of the options."""
        if self._options.registers:
            # Processes that are forked share what was read before.
            linked_registers(self._options.registers, "")
        form, settings = find_format(self._form), replace(self._options.settings, pages=self._pages)

        def export_item(item: Item) -> ExportResult:
            try:
                data = read_export(item)
                letters = load_letters(data, item.name, form, self._options)
            except (TeikitError, NotWellFormedError) as error:
                return ExportResult(faults=(failed_export(item, error),))
            if form.write_each is None:
                return ExportResult(letters=tuple((one.name, one.data, one.record) for one in letters))
            return replace(_export_letters(item, letters, form, settings), digest=digest(data))

        return export_item

    def failure_result(self, item: Item, reason: str) -> ExportResult:
        """Return that a file could not be exported."""
        error = TeikitError(f"{escape_control(item.name)}: could not be exported: {reason}")
        return ExportResult(faults=(Exported(item.name, failure=error, is_of_file=True),))


def write_letter(letter: TeiFile, form: Format, settings: Settings) -> ExportedFile:
    """Return the export of a letter to a format that makes a file of each, with its references to registers."""
    assert form.write_each  # noqa: S101  the caller has checked it
    made = form.write_each(letter, settings)
    return replace(made, references=letter.record.references) if form.reports_references else made


def references_of(letters: Sequence[TeiFile], form: Format) -> tuple[References, ...]:
    """Return the references of letters to registers, none if the format reports them itself, or has no addresses."""
    return tuple(each.record.references for each in letters) if form.reports_references else ()


def _export_letters(item: Item, letters: Sequence[TeiFile], form: Format, settings: Settings) -> ExportResult:
    """Export the letters of a file; one that cannot be exported does not stop the others."""
    outputs, faults = [], []
    for letter in letters:
        try:
            outputs.append((letter.stem, write_letter(letter, form, settings)))
        except (TeikitError, NotWellFormedError) as error:
            faults.append(failed_export(item, error))
    is_corpus = letters[0].name != item.name
    failed = tuple(replace(fault, is_of_file=not outputs) for fault in faults)
    return ExportResult(tuple(outputs), faults=failed, suffix=form.suffix, is_corpus=is_corpus)


def load_all(
    items: Sequence[Item], form: Format, options: ExportOptions, executor: Executor = SERIAL
) -> tuple[list[TeiFile], list[Exported]]:
    """Return the letters without their trees, and the failures of those that cannot be read."""
    letters, failed = [], list[Exported]()
    with execute(ExportOperation(options, form.name), items, executor) as outcomes:
        for outcome in outcomes:
            failed += outcome.faults
            # A format of many letters uses their records: the trees of a corpus would fill the memory.
            letters += [TeiFile(name, data, _NO_TREE, record) for name, data, record in outcome.letters]
    return letters, failed
