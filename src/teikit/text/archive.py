"""Finds which kind of document a zip file is; opens no archive that is encrypted, damaged or grows without bounds."""

import io

from teikit.errors import UnreadableInputError, UnsupportedError
from teikit.formats.archives import Opener, check_path
from teikit.formats.zip import ZipReader
from teikit.limits import Budget

_PIECE = 1 << 18
# An XML declaration in EBCDIC, which libxml2 reads too.
_EBCDIC = b"\x4c\x6f\xa7\x94"
# Byte order marks, white space, and the zeros of wide encodings.
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


def zipped_kind(data: bytes, file: str) -> str:
    """Return which kind of document a zip file is.

    Raises:
        UnsupportedError: it is encrypted, or no document that is read.
        UnreadableInputError: it is broken, or would grow beyond all bounds when it is unpacked.
    """
    budget = Budget(file)
    files = _open_document(data, budget)
    if "word/document.xml" in files:
        kind = "docx"
    elif "content.xml" in files and b"opendocument.text" in _read_beginning(files.get("mimetype")):
        kind = "odt"
    elif any(name.startswith("Index") for name in files) and any(
        name.endswith((".iwa", "Index.zip")) for name in files
    ):
        raise UnsupportedError(f"{file}: is a Pages document, which is not supported on purpose; export it as .docx")
    else:
        raise UnsupportedError(f"{file}: is a zip archive but no Word document or OpenDocument text")
    # What reads it unpacks all of it, trusts sizes and digests, and makes a tree of what is XML.
    for opener in files.values():
        _check_member(opener, budget)
    return kind


def _check_member(opener: Opener, budget: Budget) -> None:
    """Read a file in an office document to its end, and count the tags of XML: a tree takes 150 bytes for each."""
    with opener() as member:
        piece = member.read(_PIECE)
        sign = _tag_sign(piece)
        while piece:
            if sign:
                budget.spend("office-tags", piece.count(sign))
            piece = member.read(_PIECE)


def _tag_sign(beginning: bytes) -> bytes:
    """Return what a tag begins with in the encoding of a file, empty if the file does not begin as XML does."""
    if beginning.startswith(_EBCDIC):
        return _EBCDIC[:1]
    # UTF-16 and UTF-32 have the same byte, with zeros.
    first = beginning.lstrip(_BEFORE_XML)[:1]
    return b"<" if first in {b"<", b""} else b""


def _read_beginning(opener: Opener | None) -> bytes:
    if opener is None:
        return b""
    with opener() as member:
        return member.read(_PIECE)


def _open_document(data: bytes, budget: Budget) -> dict[str, Opener]:
    """Return the files in an office document by their names."""
    archive = ZipReader(io.BytesIO(data), len(data), budget, members="office-members", growth="office-growth")
    if archive.is_encrypted:
        raise UnsupportedError(f"{budget.file}: is encrypted")
    files: dict[str, Opener] = {}
    for member in archive.members():
        check_path(member.path, budget.file)
        if member.open:
            if member.path in files:
                raise UnreadableInputError(f"{budget.file}: is a broken office document (it has a file twice)")
            files[member.path] = member.open
    return files
