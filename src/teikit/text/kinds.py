"""The kinds of sources: how each is called and recognised, and which module reads it."""

import codecs
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
    "page": SourceKind("PAGE XML of transcribed pages", (), "page_xml"),
    "alto": SourceKind("ALTO XML of recognised pages", (), "alto"),
    "mets": SourceKind("METS with pages of PAGE or ALTO XML", (), "mets"),
    "hocr": SourceKind("hOCR", (".hocr",), "hocr"),
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
# Kinds that are XML, by the name of the root element.
XML_KINDS = {"PcGts": "page", "alto": "alto", "mets": "mets"}
_HOCR = re.compile(rb"""class\s*=\s*['"]?ocr_page\b""")
# How far the root element, or the first page of hOCR, is looked for.
_HEAD = 1 << 16
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
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
    if (kind := XML_KINDS.get(root_name(data), "")) or (_HOCR.search(data, 0, _HEAD) and _is_markup(data)):
        return kind or "hocr"
    return _BY_SUFFIX.get(PurePath(file).suffix.lower(), TEXT)


def _is_mail(beginning: bytes) -> bool:
    """Return whether bytes begin with at least three fields of an e-mail, one of which no printed e-mail has."""
    fields = beginning.replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf")
    return _MAIL_FIELDS.match(fields) is not None and _TECHNICAL.search(fields.partition(b"\n\n")[0]) is not None


def _is_markup(data: bytes) -> bool:
    return data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")


def root_name(data: bytes) -> str:
    """Return the name of the root element of XML, "" for what begins otherwise or with too much before it."""
    head = data[:_HEAD].removeprefix(codecs.BOM_UTF8)
    is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not is_wide and not head.lstrip().startswith(b"<"):
        return ""
    text = head.decode("utf-16" if is_wide else "latin-1", "ignore")
    at = 0
    while match := _PROLOG.match(text, at):
        at = match.end()
    root = _ROOT.match(text, at)
    return root[1] if root else ""
