"""Members to zip and tar files, as programs other than teikit write them."""

import io
import tarfile
import warnings
import zipfile
from collections.abc import Iterable
from typing import Any


def zipped(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file."""
    data = io.BytesIO()
    # Python warns of names that occur twice.
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return data.getvalue()


def tarred(members: Iterable[tuple[Any, ...]], mode: str = "w", *, form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar file; a member is a name and its content, and maybe a mapping of its other attributes."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode, format=form) as archive:
        for name, content, *attributes in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            for key, value in dict(*attributes).items():
                setattr(info, key, value)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()
