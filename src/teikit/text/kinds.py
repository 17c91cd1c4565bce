"""The kinds of sources: how each is called and recognised, and which module reads it."""

import re
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
    "email": SourceKind("e-mail", (".eml",), "email"),
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
# Fields of an e-mail as it is sent; a printed one has no technical ones.
_MAIL_FIELDS = re.compile(
    rb"(?:From [^\n]{1,200}\n)?(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}){3}"
)
_TECHNICAL = re.compile(
    rb"^(?:received|message-id|mime-version|return-path|delivered-to|content-type):", re.IGNORECASE | re.MULTILINE
)
_BEGINNING = 8_192


def find_kind(data: bytes, file: str) -> str:
    """Return the kind of a source by its first bytes, else by its name; "zip" for a zip archive."""
    if data.startswith(_ZIP):
        return "zip"
    if data.startswith(_PDF) or (PurePath(file).suffix.lower() == ".pdf" and _PDF in data[:_FIRST_BYTES]):
        return PDF
    if _is_mail(data[:_BEGINNING]):
        return "email"
    return _BY_SUFFIX.get(PurePath(file).suffix.lower(), TEXT)


def _is_mail(beginning: bytes) -> bool:
    """Return whether bytes begin with at least three fields of an e-mail, one of which no printed e-mail has."""
    fields = beginning.replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf")
    return _MAIL_FIELDS.match(fields) is not None and _TECHNICAL.search(fields.partition(b"\n\n")[0]) is not None
