"""The kinds of sources: how each is called and recognised, and which module reads it."""

from pathlib import PurePath
from typing import NamedTuple

TEXT = "text"
PDF = "pdf"
_ZIP = b"PK\x03\x04"
# A PDF may have something else before its signature.
_PDF, _FIRST_BYTES = b"%PDF-", 1_024


class SourceKind(NamedTuple):
    """A kind of source: what it is, the suffixes of its files, and the module below `teikit.text` that reads it.

    `extra` is what of teikit has to be installed with the packages that the module needs.
    """

    title: str
    suffixes: tuple[str, ...]
    module: str = ""
    extra: str = "sources"


# By the names that `--source` takes.
KINDS = {
    TEXT: SourceKind("plain text", (".txt", ".text")),
    "markdown": SourceKind("Markdown", (".md", ".markdown"), "markdown"),
    "html": SourceKind("HTML", (".html", ".htm", ".xhtml"), "html"),
    "docx": SourceKind("Word document", (".docx",), "docx"),
    "odt": SourceKind("OpenDocument text", (".odt",), "odt"),
    PDF: SourceKind("PDF", (".pdf",), "pdf", "pdf"),
}
# What `--source` takes beside them: forms of a text of any kind. "letter" means that a text is nothing but a letter.
ARCHIVE_PAGE, LETTER = "archive-page", "letter"
FORMS = {
    ARCHIVE_PAGE: "page of an archive or an edition, copied with the letter on it",
    LETTER: "letter alone",
}
# Kinds that are files of an office program, in a zip archive.
ZIP_KINDS = ("docx", "odt")
_BY_SUFFIX = {suffix: name for name, kind in KINDS.items() for suffix in kind.suffixes}
# The files of a folder that are sources; a file that the user names is always read.
SUFFIXES = frozenset(_BY_SUFFIX)


def find_kind(data: bytes, file: str) -> str:
    """Return the kind of a source by its first bytes, else by its name; "zip" for a zip archive."""
    if data.startswith(_ZIP):
        return "zip"
    if data.startswith(_PDF) or (PurePath(file).suffix.lower() == ".pdf" and _PDF in data[:_FIRST_BYTES]):
        return PDF
    return _BY_SUFFIX.get(PurePath(file).suffix.lower(), TEXT)
