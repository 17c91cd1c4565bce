"""Finds which kind of document a zip file is; opens no archive that is encrypted or grows without bounds."""

import io
import zipfile
import zlib

from teikit.errors import UnreadableInputError, UnsupportedError

MAX_ENTRIES = 5_000
MAX_BYTES = 200 << 20
MAX_RATIO = 200
# Below this size a high ratio does no harm.
_SMALL = 10 << 20
_ENCRYPTED = 1


def zipped_kind(data: bytes, file: str) -> str:
    """Return which kind of document a zip file is."""
    archive = _open_zip(data, file)
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return "docx"
    if (
        "content.xml" in names
        and "mimetype" in names
        and b"opendocument.text" in _read_entry(archive, "mimetype", file)
    ):
        return "odt"
    if any(name.startswith("Index") for name in names) and any(name.endswith((".iwa", "Index.zip")) for name in names):
        raise UnsupportedError(f"{file}: is a Pages document, which is not supported on purpose; export it as .docx")
    raise UnsupportedError(f"{file}: is a zip archive but no Word document or OpenDocument text")


def _read_entry(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        raise UnreadableInputError(f"{file}: is a broken zip archive or office document") from None


def _open_zip(data: bytes, file: str) -> zipfile.ZipFile:
    """Return the zip file in some bytes; raises UnsupportedError if it is encrypted.

    Raises UnreadableInputError if it is broken, or would grow beyond all bounds when it is unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise UnreadableInputError(f"{file}: is a broken zip archive or office document") from None
    entries = archive.infolist()
    size = sum(each.file_size for each in entries)
    if any(each.flag_bits & _ENCRYPTED for each in entries):
        raise UnsupportedError(f"{file}: is encrypted")
    if len(entries) > MAX_ENTRIES or size > MAX_BYTES or (size > _SMALL and size > MAX_RATIO * len(data)):
        growth = f"would grow to {size >> 20:,} MiB in {len(entries):,} files"
        raise UnreadableInputError(f"{file}: {growth}, no document does")
    return archive
