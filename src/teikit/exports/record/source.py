"""The input and output of export formats: a TEI file with its record, settings, and the exported file."""

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from lxml import etree

from teikit.diagnostics import Diagnostic, Severity
from teikit.document.root import OLD_ROOTS
from teikit.document.tree import load
from teikit.errors import TeikitError
from teikit.exports.profiles.bagit_profile import BagProfile
from teikit.exports.record.corpus import (
    corpus_title,
    document_names,
    documents_of,
    inherited_header,
    is_corpus,
    shared_registers,
)
from teikit.exports.record.header import read_record
from teikit.exports.record.linked_registers import NO_LINKED_REGISTERS, LinkedRegisters
from teikit.exports.record.mentions import read_mentions
from teikit.exports.record.record import Record
from teikit.exports.record.references import NO_REFERENCES, References, count_references
from teikit.exports.record.resolver import DocumentResolver
from teikit.exports.record.supplement import merge_metadata
from teikit.messages import escape_control
from teikit.tei import NO_METADATA, TEI, Metadata

if TYPE_CHECKING:
    from teikit.exports.reading.links import LetterPages

_START_TAG = re.compile(rb"<(?:[^\s<>:!?]+:)?TEI[\s>]")


@dataclass(frozen=True, slots=True)
class TeiFile:
    """A TEI file: its name for display, its original bytes, its tree, and the record of its letter.

    `resolver` finds the entries to which it refers; it is None where the file has no tree.
    """

    name: str
    data: bytes
    root: etree._Element
    record: Record
    resolver: DocumentResolver | None = field(default=None, compare=False, repr=False)

    @property
    def stem(self) -> str:
        """The file's name without folder and suffix."""
        return PurePath(self.name).stem or "letter"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a whole export: metadata of the edition that the user gives, and the date of the export.

    For packages, `out` is the name of the folder or archive; for bags, `labels` go to bag-info.txt. `pages` are the
    pages of letters that are exported together.
    """

    edition: Metadata = NO_METADATA
    day: date = field(default=date(1970, 1, 1))
    out: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    bag_profile: BagProfile | None = None
    pages: "LetterPages | None" = None


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """An exported file; `dropped` names what the format could not represent, `notes` say in words what was changed.

    `references` are those of the letter to registers, if the format has their addresses. `record` is that of the
    letter, if an index of several lists it.
    """

    data: bytes
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    references: References = NO_REFERENCES
    record: Record | None = None


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
    data: bytes,
    name: str,
    metadata: Metadata = NO_METADATA,
    linked: LinkedRegisters = NO_LINKED_REGISTERS,
    *,
    allows_corpus: bool = False,
) -> TeiFile:
    """Return a TEI file ready for export; `metadata` override those in its header, `linked` are its registers.

    With `allows_corpus` it may be a teiCorpus, which is then described by its own header alone.

    Raises:
        NotWellFormedError, NotTeiError: with the diagnostic.
    """
    root = _load_root(data, name)
    if is_corpus(root) and not allows_corpus:
        raise _not_a_letter(name, root)
    return _describe(root, data, name, metadata, DocumentResolver(root, linked, _path_of(name)))


def _describe(  # noqa: PLR0913, PLR0917  all that is known of a document
    root: etree._Element,
    data: bytes,
    name: str,
    metadata: Metadata,
    resolver: DocumentResolver,
    series: str = "",
) -> TeiFile:
    """Return a TEI document with its record; `series` is the title of its series if its header names none."""
    record = read_record(root, PurePath(escape_control(name)).stem or "letter", resolver)
    mentions, references = read_mentions(root, resolver), count_references(root, resolver)
    record = replace(record, mentions=mentions, references=references, series=record.series or series)
    return TeiFile(name, data, root, merge_metadata(record, metadata), resolver)


def _path_of(name: str) -> Path | None:
    """Return the path of a document, None if it is no file, so that nothing is relative to it."""
    try:
        return Path(os.path.abspath(name)) if Path(name).is_file() else None  # noqa: PTH100  keeps links
    except (OSError, ValueError):
        return None


def read_tei_files(
    data: bytes, name: str, metadata_for: Callable[[str], Metadata], linked: LinkedRegisters = NO_LINKED_REGISTERS
) -> list[TeiFile]:
    """Return a TEI file, or each TEI document of a corpus, ready for export.

    A document of a corpus has the name of the file with its xml:id or number, and as its bytes a TEI document with what
    it inherits from the corpus's header. `metadata_for` returns what overrides the header of a name, `linked` are the
    registers.

    Raises:
        NotWellFormedError, NotTeiError: with the diagnostic.
    """
    root = _load_root(data, name)
    if not is_corpus(root):
        return [_describe(root, data, name, metadata_for(name), DocumentResolver(root, linked, _path_of(name)))]
    documents = list(documents_of(root))
    if not documents:
        raise _not_a_letter(name, root)
    path = PurePath(name)
    names = (str(path.with_name(own + path.suffix)) for own in document_names(documents, path.stem or "letter"))
    return [
        _describe_inherited(document, own, metadata_for(own), DocumentResolver(document, linked, _path_of(name)))
        for document, own in zip(documents, names, strict=True)
    ]


def _describe_inherited(document: etree._Element, name: str, metadata: Metadata, resolver: DocumentResolver) -> TeiFile:
    """Return a document of a corpus; the title of the corpus is that of the series if the document names none."""
    series = corpus_title(document)
    with inherited_header(document):
        data = etree.tostring(document, encoding="UTF-8", with_tail=False)
        with shared_registers(document):
            return _describe(document, data, name, metadata, resolver, series)


def is_corpus_file(data: bytes, name: str) -> bool:
    """Return whether a file is a corpus of TEI documents; errors are those of `read_tei_file`."""
    # Most letters need not be parsed for this. UTF-16 has null bytes.
    is_letter = b"teiCorpus" not in data and b"\0" not in data and len(_START_TAG.findall(data)) == 1
    return not is_letter and is_corpus(_load_root(data, name))


def _load_root(data: bytes, name: str) -> etree._Element:
    root = load(data, escape_control(name)).getroot()
    if root.tag not in {f"{{{TEI}}}TEI", f"{{{TEI}}}teiCorpus"}:
        raise _not_a_letter(name, root)
    return root


def _not_a_letter(name: str, root: etree._Element) -> NotTeiError:
    message = f"expected a TEI document of one letter, found {_describe_root(root)}"
    return NotTeiError(Diagnostic(escape_control(name), "export/not-a-letter", Severity.ERROR, message))


def _describe_root(root: etree._Element) -> str:
    name = etree.QName(root)
    described = f"the root element '{name.localname}'"
    if name.localname in OLD_ROOTS:
        return f"{described} of TEI P4; convert it to TEI P5 first"
    if name.namespace == TEI:
        return f"{described} {'with' if next(documents_of(root), None) is not None else 'without'} TEI documents"
    if name.localname in {"TEI", "teiCorpus"}:
        return f"{described} {'in another namespace' if name.namespace else 'in no namespace'}"
    return described
