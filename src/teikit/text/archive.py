"""Zip files that hold documents: opened only where they are harmless."""

import io
import zipfile

from teikit.errors import UnreadableInputError, UnsupportedError

MAX_ENTRIES = 5_000
MAX_BYTES = 200 << 20
MAX_RATIO = 200
# Below this size a high ratio does no harm.
_SMALL = 10 << 20
_ENCRYPTED = 1


def open_zip(data: bytes, file: str) -> zipfile.ZipFile:
    """Return the zip file in some bytes.

    Raises:
        UnreadableInputError: It is broken, or would grow beyond all bounds when it is unpacked.
        UnsupportedError: It is encrypted.

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
        raise UnreadableInputError(
            f"{file}: would grow to {size >> 20:,} MiB in {len(entries):,} files, no document does"
        )
    return archive
