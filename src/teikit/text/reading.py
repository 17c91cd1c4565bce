"""Reads source files of all kinds as lines; the module for a kind is imported when it is needed."""

import codecs
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import PurePath

from teikit.errors import EmptyInputError, MissingExtraError, UnreadableInputError, UnsupportedError
from teikit.text.decoding import check_numbers, decode, has_charset_declaration, has_signature, replace_non_xml
from teikit.text.encodings import detect_encoding
from teikit.text.extensions import find_reader, has_reader
from teikit.text.facsimile_links import find_linked_pages
from teikit.text.kinds import KINDS, PDF, SUFFIXES, TEXT, XML_KINDS, ZIP_KINDS, find_kind
from teikit.text.plain import Line, carry_page_breaks, lines
from teikit.text.runs import separate_footnotes
from teikit.text.source import Field, Reading, SourceText

# The prefix of Word's lock files.
_LOCK = "~$"
# What the head of a text may begin with.
_HEAD_STARTS = ("---", "+++", "%")
_XML = ".xml"
# What programs write beside the files of pages.
_METADATA = "metadata.xml"
_ABOUT_PAGES = {"mets.xml", _METADATA}
# Kinds whose bytes say by themselves how they are encoded.
_BINARY = {*ZIP_KINDS, *XML_KINDS.values(), PDF, "email"}
_Reader = Callable[[bytes, str, str | None], Reading | list[Line]]


def is_source(name: str, kind: str = "") -> bool:
    """Return whether a file in a folder is a source, by its name.

    XML and PDF, which often are something else there (TEI, scans, prints of the same letters), are sources only where
    `kind` says so.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in KINDS[PDF].suffixes:
        return kind == PDF
    if kind in XML_KINDS.values():
        return suffix == _XML and (name.lower() in _ABOUT_PAGES) is (kind == "mets") and name.lower() != _METADATA
    return not name.startswith(_LOCK) and (suffix in SUFFIXES or has_reader(name, SUFFIXES))


def _kind(data: bytes, file: str) -> str:
    kind = find_kind(data, file)
    if kind == "zip":
        # Costs 9 ms to import, which runs without office documents need not pay.
        from teikit.text.archive import zipped_kind  # noqa: PLC0415

        return zipped_kind(data, file)
    if kind in ZIP_KINDS and data.strip():
        raise UnreadableInputError(f"{file}: is named like a {KINDS[kind].title} but is none")
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


def read(data: bytes, file: str, encoding: str | None = None, kind: str = "") -> SourceText:
    """Return the text and the lines of a source; `kind` is one of `KINDS`, found by content and name if it is empty.

    Raises:
        EmptyInputError: It contains no words.
        MissingExtraError: A package is needed for this kind of file.
        PluginError: The extension that reads this kind of file is broken.
        UnreadableInputError, UnsupportedError: It is no text, broken, or of a kind that is not read.
    """
    if not kind and (reader := find_reader(file, SUFFIXES)):
        return _source_of_reading(reader(data, file, encoding), file)
    kind = kind or _kind(data, file)
    if encoding is None and kind not in _BINARY and (guess := _guess_encoding(data)):
        source = read(data, file, guess, kind)
        remark = f"is not UTF-8; read as {guess}, name another encoding with --encoding if that is wrong"
        return replace(source, remarks=(remark, *source.remarks))
    if kind == TEXT and data.removeprefix(codecs.BOM_UTF8).startswith(b"<?xml "):
        raise UnsupportedError(f"{file}: is XML already, which is not encoded again; 'teikit validate' checks TEI")
    if kind == TEXT or not data.strip():
        return _read_plain(decode(data, file, encoding), file)
    return replace(_source_of_reading(_import_reader(kind, file)(data, file, encoding), file), kind=kind)


def _read_plain(text: str, file: str) -> SourceText:
    """Return a plain text without the head that it may begin with; lines keep their numbers in the file."""
    check_numbers(text, file)
    text, remark = replace_non_xml(text)
    length, begins, fields, remarks = _read_head(text)
    words = text[length:]
    if not words.strip():
        raise EmptyInputError(f"{file}: has a head, but no text of a letter")
    linked = find_linked_pages(lines(text)[begins:])
    all_remarks = (*remarks, remark) if remark else remarks
    return SourceText(words, tuple(linked.lines), all_remarks, (*fields, *linked.fields), linked.surfaces)


def _read_head(text: str) -> tuple[int, int, tuple[Field, ...], tuple[str, ...]]:
    """Return the length of the head of a text in characters and lines, its fields, and remarks."""
    if not text.startswith(_HEAD_STARTS):
        return 0, 0, (), ()
    # Loads the readers of heads, which most letters do not need.
    from teikit.text.front_matter import find_head  # noqa: PLC0415

    head = find_head(text)
    return head.length, head.lines, head.fields, head.remarks


def _import_reader(kind: str, file: str) -> _Reader:
    try:
        reader: _Reader = import_module(f"teikit.text.{KINDS[kind].module}").read
    except ImportError as error:
        package = (error.name or kind).partition(".")[0]
        raise MissingExtraError(f"{file}: needs the package {package}; install teikit[{KINDS[kind].extra}]") from None
    return reader


def _source_of_reading(read_source: Reading | Sequence[Line], file: str) -> SourceText:
    reading = read_source if isinstance(read_source, Reading) else Reading(read_source)
    found = list(carry_page_breaks(reading.lines))
    words = "\n".join(line.text for line in found)
    check_numbers("\n".join([words, *(field.value for field in reading.fields)]), file)
    _, remark = replace_non_xml(words)
    if remark:
        found = [replace(line, text=replace_non_xml(line.text)[0]) for line in found]
    text = "\n".join(map(separate_footnotes, found))
    if not text.strip():
        raise EmptyInputError(f"{file}: is empty")
    remarks = (*reading.remarks, remark) if remark else reading.remarks
    return SourceText(text, tuple(found), remarks, reading.fields, reading.surfaces)
