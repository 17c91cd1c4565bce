"""Decodes text files: refuses binary kinds by name, and replaces the characters that XML 1.0 does not allow."""

import codecs
import re
import sys

from teikit.errors import EmptyInputError, UnreadableInputError, UnsupportedError
from teikit.formats import encodings
from teikit.limits import Budget
from teikit.messages import quote

# The signature of OLE compound files.
_OLE = b"\xd0\xcf\x11\xe0"
_BINARY = (
    (b"%PDF-", "is a PDF, not a text"),
    (_OLE, "is an old Word file (.doc) or one with a password, which are not supported on purpose; save it as .docx"),
    (b"\x1f\x8b", "is a gzip archive, not a text"),
    (b"PK\x03\x04", "is a zip archive or an office document, not plain text"),
    (b"\x89PNG", "is an image, not a text"),
    (b"\xff\xd8\xff", "is an image, not a text"),
    (b"GIF8", "is an image, not a text"),
    (b"{\\rtf", "is a rich text file, which is not supported on purpose; save it as .docx or .odt"),
)
# The longer mark first: UTF-32's little-endian one begins like UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# XML 1.0, production [2] Char; the reader of lines normalises what Python treats as white space.
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1b\ufffe\uffff\ud800-\udfff]")
_PICTURES = 0x2400
_MOST_DIGITS = 4_000


def has_signature(data: bytes) -> bool:
    """Return whether bytes begin with a byte order mark or the signature of a known binary kind."""
    return any(data.startswith(mark) for mark, _ in (*_MARKS, *_BINARY))


def has_charset_declaration(data: bytes) -> bool:
    """Return whether a file declares its own encoding near its beginning, as HTML does."""
    return b"charset" in data[:2_048].lower()


def _refuse_binary(data: bytes, file: str, encoding: str) -> None:
    for magic, words in _BINARY:
        if data.startswith(magic):
            raise UnsupportedError(f"{file}: {words}")
    if encoding in {"utf-8", "utf-8-sig"} and b"\x00" in data:
        raise UnreadableInputError(f"{file}: is binary, not plain text")


def _known_encoding(encoding: str) -> str:
    name = encodings.find_encoding(encoding)
    if name is None:
        raise UnsupportedError(f"the encoding {quote(encoding)} is not known")
    return name


def decode(data: bytes, file: str, encoding: str | None = None) -> str:
    """Return the text of a plain text file, without its byte order mark.

    Args:
        data: the file's bytes; UTF-8, or UTF-16 or UTF-32 with a byte order mark, unless `encoding` says otherwise.
        file: the name to use in messages.
        encoding: one of Python's names of encodings.

    Raises:
        EmptyInputError: there are no words in it.
        UnsupportedError: it is of a known binary kind.
        UnreadableInputError: it is binary, or does not decode.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    name = _known_encoding(encoding) if encoding else marked
    _refuse_binary(data, file, name)
    try:
        text = encodings.decode(data, name, file)
    except UnreadableInputError as error:
        raise UnreadableInputError(f"{error}; name its encoding with --encoding") from None
    if not text.strip():
        raise EmptyInputError(f"{file}: is empty")
    return text


def check_numbers(text: str, file: str) -> None:
    """Raise LimitExceededError if a text has a number of more digits than the limit."""
    budget = Budget(file)
    # Python itself reads no longer ones, unless its environment allows that.
    most = min(budget.limit("number-digits"), sys.get_int_max_str_digits() or _MOST_DIGITS)
    if found := re.search(rf"(?<!\d)\d{{{most + 1}}}", text):
        raise budget.excess("number-digits", encodings.place(text, found.start()))


def replace_non_xml(text: str) -> tuple[str, str]:
    """Return a text allowed in XML 1.0, and a remark on the characters that were replaced, "" if none were.

    Control characters become their pictures (U+0008 becomes U+2408), noncharacters become U+FFFD.
    """
    first, found = _NOT_XML.search(text), _NOT_XML.findall(text)
    if first is None:
        return text, ""
    line, column = encodings.line_and_column(text, first.start())
    count = "1 character" if len(found) == 1 else f"{len(found):,} characters"
    pictures = {ord(char): chr(_PICTURES + ord(char)) if ord(char) < 32 else "\ufffd" for char in found}
    subject = f"{count} that cannot stand in XML, the first U+{ord(found[0]):04X} at line {line}, column {column}"
    return text.translate(pictures), f"{subject}: pictures (as U+{ord(pictures[ord(found[0])]):04X}) take their place"
