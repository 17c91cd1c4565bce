"""Makes bags, and cases of zip files of them."""

import hashlib

from hostile.case import Case
from hostile.making import later
from support.archives import zipped

Members = list[tuple[str, bytes]]


DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


DIGEST = hashlib.sha256(b"x").hexdigest()


def bag(
    payload: str = "data/a",
    manifest: bytes | None = None,
    more: Members | None = None,
    declaration: bytes = DECLARATION,
) -> Members:
    """The members of a bag with one file."""
    lines = f"{DIGEST}  {payload}\n".encode("utf-8", "surrogatepass") if manifest is None else manifest
    return [("b/bagit.txt", declaration), ("b/manifest-sha256.txt", lines), ("b/data/a", b"x"), *(more or [])]


def zip_case(name: str, members: object, command: str = "verify b.zip", **more: object) -> Case:
    """A case of a zip file; members may be a list, or a function that returns the bytes of the file."""
    content = members if callable(members) else later(zipped, members)
    return Case(f"verify/{name}", command, {"b.zip": content}, **{"status": (1, 2), **more})
