"""The input and output of export formats: a TEI file with its record, settings, and the exported file."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath

from lxml import etree

from teikit.diagnostics import Diagnostic, Severity
from teikit.document.tree import load
from teikit.errors import TeikitError
from teikit.exports.profiles.bagit_profile import BagProfile
from teikit.exports.record.header import read_record
from teikit.exports.record.linked_registers import NO_LINKED_REGISTERS, LinkedRegisters
from teikit.exports.record.mentions import read_mentions
from teikit.exports.record.record import Record
from teikit.exports.record.references import count_references
from teikit.exports.record.resolver import DocumentResolver
from teikit.exports.record.supplement import merge_metadata
from teikit.messages import escape_control
from teikit.tei import NO_METADATA, TEI, Metadata


@dataclass(frozen=True, slots=True)
class TeiFile:
    """A TEI file: its name for display, its original bytes, its tree, and the record of its letter."""

    name: str
    data: bytes
    root: etree._Element
    record: Record

    @property
    def stem(self) -> str:
        """The file's name without folder and suffix."""
        return PurePath(self.name).stem or "letter"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a whole export: metadata of the edition that the user gives, and the date of the export.

    For packages, `out` is the name of the folder or archive; for bags, `labels` go to bag-info.txt.
    """

    edition: Metadata = NO_METADATA
    day: date = field(default=date(1970, 1, 1))
    out: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    bag_profile: BagProfile | None = None


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """An exported file; `dropped` names what the format could not represent, `notes` say in words what was changed."""

    data: bytes
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class MissingMetadataError(TeikitError):
    """A format requires metadata that the letter lacks; the message lists all of it with the keys for --meta."""


def require(name: str, form: str, wanted: Iterable[tuple[object, str, str]]) -> None:
    """Raise MissingMetadataError if any of the wanted values is empty; each has words for it and its key."""
    if missing := ", ".join(f"{words} ('{key}')" for value, words, key in wanted if not value):
        raise MissingMetadataError(f"{escape_control(name)}: {form} needs {missing}; give it in the file of --meta")


class NotTeiError(TeikitError):
    """A document is well-formed, but not a TEI document of one letter; has the diagnostic."""

    exit_status = 1

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def read_tei_file(
    data: bytes, name: str, metadata: Metadata = NO_METADATA, linked: LinkedRegisters = NO_LINKED_REGISTERS
) -> TeiFile:
    """Return a TEI file ready for export; `metadata` override those in its header, `linked` are its registers.

    Raises:
        NotWellFormedError, NotTeiError: with the diagnostic.
    """
    file = escape_control(name)
    root = load(data, file).getroot()
    if root.tag != f"{{{TEI}}}TEI":
        message = f"expected a TEI document of one letter, found the root element '{etree.QName(root).localname}'"
        raise NotTeiError(Diagnostic(file, "export/not-a-letter", Severity.ERROR, message))
    record = read_resolved(root, name, linked)
    return TeiFile(name, data, root, merge_metadata(record, metadata))


def read_resolved(root: etree._Element, name: str, linked: LinkedRegisters) -> Record:
    """Return the record of a TEI document, with what registers say of those to whom it refers."""
    resolver = DocumentResolver(root, linked, path_of(name))
    record = read_record(root, PurePath(escape_control(name)).stem or "letter", resolver)
    return replace(record, mentions=read_mentions(root, resolver), references=count_references(root, resolver))


def path_of(name: str) -> Path | None:
    """Return the path of a document, None if it is no file, so that nothing is relative to it."""
    try:
        return Path(os.path.abspath(name)) if Path(name).is_file() else None  # noqa: PTH100  keeps links
    except (OSError, ValueError):
        return None
