"""Reads source files of all kinds as lines; the module for a kind is imported when it is needed."""

import codecs
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import PurePath

from teikit.errors import EmptyInputError, MissingExtraError, UnreadableInputError, UnsupportedError
from teikit.text.archive import zipped_kind
from teikit.text.decoding import decode, has_charset_declaration, has_signature, replace_non_xml
from teikit.text.encodings import detect_encoding
from teikit.text.extensions import ReadFunction, find_reader, has_reader
from teikit.text.plain import Line, carry_page_breaks, lines
from teikit.text.runs import separate_footnotes

_BY_SUFFIX = {".docx": "docx", ".odt": "odt", ".htm": "html", ".html": "html", ".xhtml": "html"}
_BY_SUFFIX |= {".markdown": "markdown", ".md": "markdown"}
# The files of a folder that are sources; a file that the user names is always read.
SUFFIXES = frozenset({".txt", ".text", *_BY_SUFFIX})
# The prefix of Word's lock files.
_LOCK = "~$"
_ZIP_KINDS = {"docx": "Word document", "odt": "OpenDocument text"}


def is_source(name: str) -> bool:
    """Return whether a file in a folder is a source, by its name."""
    return not name.startswith(_LOCK) and (PurePath(name).suffix.lower() in SUFFIXES or has_reader(name, SUFFIXES))


def _kind(data: bytes, file: str) -> str:
    if data.startswith(b"PK\x03\x04"):
        return zipped_kind(data, file)
    kind = _BY_SUFFIX.get(PurePath(file).suffix.lower(), "plain")
    if kind in _ZIP_KINDS and data.strip():
        raise UnreadableInputError(f"{file}: is named like a {_ZIP_KINDS[kind]} but is none")
    return kind


def _guess_encoding(data: bytes) -> str | None:
    """Return the likeliest encoding of bytes that are not UTF-8 and do not declare their encoding; None for others."""
    if b"\x00" in data or has_charset_declaration(data) or has_signature(data):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return detect_encoding(data)
    return None


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source that was read: the text whose words the TEI must contain, its lines, and remarks to report."""

    text: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()


def read(data: bytes, file: str, encoding: str | None = None) -> SourceText:
    """Return the text and the lines of a source.

    Raises:
        EmptyInputError: It contains no words.
        MissingExtraError: A package is needed for this kind of file.
        PluginError: The extension that reads this kind of file is broken.
        UnreadableInputError, UnsupportedError: It is no text, broken, or of a kind that is not read.
    """
    if reader := find_reader(file, SUFFIXES):
        return _source_of_lines(reader(data, file, encoding), file)
    kind = _kind(data, file)
    if encoding is None and kind not in _ZIP_KINDS and (guess := _guess_encoding(data)):
        source = read(data, file, guess)
        remark = f"is not UTF-8; read as {guess}, name another encoding with --encoding if that is wrong"
        return replace(source, remarks=(remark, *source.remarks))
    if kind == "plain" and data.removeprefix(codecs.BOM_UTF8).startswith(b"<?xml "):
        raise UnsupportedError(f"{file}: is XML already, which is not encoded again; 'teikit validate' checks TEI")
    if kind == "plain" or not data.strip():
        text, remark = replace_non_xml(decode(data, file, encoding))
        return SourceText(text, lines(text), (remark,) if remark else ())
    return _source_of_lines(_import_reader(kind, file)(data, file, encoding), file)


def _import_reader(kind: str, file: str) -> ReadFunction:
    try:
        reader: ReadFunction = import_module(f"teikit.text.{kind}").read
    except ImportError as error:
        package = (error.name or kind).partition(".")[0]
        raise MissingExtraError(f"{file}: needs the package {package}; install teikit[sources]") from None
    return reader


def _source_of_lines(read_lines: list[Line], file: str) -> SourceText:
    found = list(carry_page_breaks(read_lines))
    _, remark = replace_non_xml("\n".join(line.text for line in found))
    if remark:
        found = [replace(line, text=replace_non_xml(line.text)[0]) for line in found]
    text = "\n".join(map(separate_footnotes, found))
    if not text.strip():
        raise EmptyInputError(f"{file}: is empty")
    return SourceText(text, tuple(found), (remark,) if remark else ())
