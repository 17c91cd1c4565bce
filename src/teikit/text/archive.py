"""Finds which kind of document a zip file is; opens no archive that is encrypted, damaged or grows without bounds."""

import io

from teikit.errors import UnreadableInputError, UnsupportedError
from teikit.formats.archives import Opener, leads_out, refuse_path
from teikit.formats.zip import ZipReader
from teikit.limits import Budget

_PIECE = 1 << 18
_XML = (".xml", ".rels")


def zipped_kind(data: bytes, file: str) -> str:
    """Return which kind of document a zip file is.

    Raises:
        UnsupportedError: it is encrypted, or no document that is read.
        UnreadableInputError: it is broken, or would grow beyond all bounds when it is unpacked.
    """
    files = _open_document(data, file)
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
    # What reads it unpacks all of it, and trusts sizes and digests.
    budget = Budget(file)
    for name, opener in files.items():
        with opener() as member:
            while piece := member.read(_PIECE):
                # It becomes a tree of ten times its size.
                if name.endswith(_XML):
                    budget.spend("office-xml-bytes", len(piece))
    return kind


def _read_beginning(opener: Opener | None) -> bytes:
    if opener is None:
        return b""
    with opener() as member:
        return member.read(_PIECE)


def _open_document(data: bytes, file: str) -> dict[str, Opener]:
    """Return the files in an office document by their names."""
    budget = Budget(file)
    archive = ZipReader(io.BytesIO(data), len(data), budget, members="office-members", total="office-bytes")
    if archive.is_encrypted:
        raise UnsupportedError(f"{file}: is encrypted")
    files: dict[str, Opener] = {}
    for member in archive.members():
        if leads_out(member.path):
            raise refuse_path(member.path, file)
        if member.open:
            if member.path in files:
                raise UnreadableInputError(f"{file}: is a broken office document (it has a file twice)")
            files[member.path] = member.open
    return files
