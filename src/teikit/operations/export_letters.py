"""TEI files to letters ready for export, or to what a format makes of each: the operation of every export."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from teikit.exports.record.record import Record
from teikit.exports.record.source import ExportedFile, NotTeiError, Settings, TeiFile, read_tei_file
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.operations.export_registers import linked_registers
from teikit.operations.run import execute
from teikit.runs.checkpoint import digest
from teikit.storage.files import read_file
from teikit.tei import NO_METADATA
from teikit.tei.metadata import MetadataFile

FilePath = str | os.PathLike[str]
SERIAL = SerialExecutor()
_NO_TREE = etree.Element("none")


@dataclass(frozen=True, slots=True)
class Exported:
    """The export of a TEI file, or of all of them where the format has them in one.

    `target` is what was written, None if nothing was. `left_out` names what the format has no place for, `remarks` say
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
    """The settings of an export.

    `day` is its date. For packages, `schema` is what the letters are validated against for the report: a name or a
    path, "" for no report; where it is None those that teikit made are validated against "letter", and others against
    "tei_all". `originals` are the files that the letters were encoded from. For bags,
    `bag_profile` is the file of a BagIt profile to satisfy. `profile` names the archive (`PROFILES`) whose requirements
    are checked before anything is written. `part` distinguishes runs that write into one folder at the same time.
    `inputs` are files that were read for the run, such as that of the metadata: no result may replace them.
    `registers` are files with the entries to which letters refer, by default those that the configuration names.
    `theme` is a stylesheet for a site.
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


def load_letter(data: bytes, name: str, options: ExportOptions = DEFAULT_OPTIONS) -> TeiFile:
    """Return a TEI file ready for export, with what the metadata say of it; errors are those of `read_source`."""
    if not data.strip():
        raise UnreadableInputError(f"{escape_control(name)}: is empty")
    metadata = options.metadata.metadata_for(name) if options.metadata else NO_METADATA
    return read_tei_file(data, name, metadata, linked_registers(options.registers, name))


def make_items(paths: Iterable[FilePath]) -> list[Item]:
    """Return files as the items of a run."""
    return [Item(number, os.fspath(path)) for number, path in enumerate(paths)]


def read_letter(item: Item, options: ExportOptions) -> TeiFile:
    """Return the letter of a file; errors are those of `load_letter`, or UnreadableInputError."""
    item.check()
    return load_letter(read_file(item.name, "export-bytes"), item.name, options)


def failed_export(item: Item, error: Exception) -> Exported:
    """Return that a file could not be exported; an error that is neither its nor of its environment is raised again."""
    if isinstance(error, NotWellFormedError | NotTeiError):
        return Exported(item.name, problem=error.diagnostic)
    if isinstance(error, TeikitError):
        return Exported(item.name, failure=error)
    raise error


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The export of a file, or its letter without a tree; else why there is none. It can be sent to another process."""

    output: ExportedFile | None = None
    letter: tuple[str, bytes, Record] | None = None
    digest: str = ""
    fault: Exported | None = None

    def files(self, target: Path) -> Mapping[Path, bytes]:
        """Return the file to write."""
        return {target: self.output.data} if self.output else {}


class ExportOperation(Operation[ExportResult]):
    """Exports files to a format; without `form` it reads their letters for a format that has all in one file."""

    def __init__(self, options: ExportOptions, form: str = "") -> None:
        self._options, self._form = options, form

    def prepare(self) -> Callable[[Item], ExportResult]:
        """Return what exports a file; errors are those of the options."""
        if self._options.registers:
            # Processes that are forked share what was read before.
            linked_registers(self._options.registers, "")
        each, settings = find_format(self._form).write_each if self._form else None, self._options.settings

        def export_item(item: Item) -> ExportResult:
            try:
                letter = read_letter(item, self._options)
                if each is None:
                    return ExportResult(letter=(letter.name, letter.data, letter.record))
                return ExportResult(each(letter, settings), digest=digest(letter.data))
            except (TeikitError, NotWellFormedError) as error:
                return ExportResult(fault=failed_export(item, error))

        return export_item

    def failure_result(self, item: Item, reason: str) -> ExportResult:
        """Return that a file could not be exported."""
        error = TeikitError(f"{escape_control(item.name)}: could not be exported: {reason}")
        return ExportResult(fault=Exported(item.name, failure=error))


def load_letters(
    items: Sequence[Item], options: ExportOptions, executor: Executor = SERIAL
) -> tuple[list[TeiFile], list[Exported]]:
    """Return the letters without their trees, and the failures of those that cannot be read."""
    letters, failed = [], []
    with execute(ExportOperation(options), items, executor) as outcomes:
        for outcome in outcomes:
            if outcome.fault:
                failed.append(outcome.fault)
            elif outcome.letter:
                name, data, record = outcome.letter
                # A format of many letters uses their records: the trees of a corpus would fill the memory.
                letters.append(TeiFile(name, data, _NO_TREE, record))
    return letters, failed
