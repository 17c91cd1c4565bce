"""The kinds of sources: how each is called and recognised, and which module reads it."""

import codecs
import re
from pathlib import PurePath
from typing import NamedTuple

TEXT = "text"
_ZIP = b"PK\x03\x04"


class SourceKind(NamedTuple):
    """A kind of source: what it is, the suffixes of its files, and the module below `teikit.text` that reads it."""

    title: str
    suffixes: tuple[str, ...]
    module: str = ""


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


def find_kind(data: bytes, file: str) -> str:
    """Return the kind of a source by its first bytes, else by its name; "zip" for a zip archive."""
    if data.startswith(_ZIP):
        return "zip"
    if (kind := XML_KINDS.get(root_name(data), "")) or (_HOCR.search(data, 0, _HEAD) and _is_markup(data)):
        return kind or "hocr"
    return _BY_SUFFIX.get(PurePath(file).suffix.lower(), TEXT)


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
