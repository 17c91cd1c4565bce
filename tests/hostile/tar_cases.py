"""Packages in tar files."""

import tarfile

from hostile.bags import bag
from hostile.case import Case
from hostile.making import BIDI, ESCAPES, flip, later
from support.archives import tarred


def _tar(name: str, content: object, file: str = "b.tar", **more: object) -> Case:
    return Case(f"verify/tar-{name}", f"verify {file}", {file: content}, **{"status": (1, 2), **more})


def _sparse(size: int = 1 << 40) -> bytes:
    """A tar file in GNU's format, whose member is a hole of a terabyte."""
    info = tarfile.TarInfo("b/data/hole")
    info.type = tarfile.GNUTYPE_SPARSE
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    octal = b"\x80" + size.to_bytes(11, "big")
    block[386:410] = b"%011o\0" % 0 + b"%011o\0" % 0
    block[483:495] = octal
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    # The three members before it have a block for the header, and one for the content.
    return tarred(bag())[: 3 * 1_024] + bytes(block) + b"\0" * 1_024


def _sparse_pax(size: int = 1 << 40) -> bytes:
    headers = {
        "GNU.sparse.major": "1",
        "GNU.sparse.minor": "0",
        "GNU.sparse.name": "b/data/hole",
        "GNU.sparse.realsize": str(size),
    }
    content = b"1\n0\n1\n".ljust(512, b"\0")
    return tarred([*bag(), ("b/GNUSparseFile.0/hole", content, {"pax_headers": headers})])


def _pax(value: str, key: str = "comment", count: int = 1) -> bytes:
    headers = {f"{key}{i or ''}": value for i in range(count)}
    return tarred([(*member, {"pax_headers": headers}) for member in bag()], "w:gz")


def _linked(kind: bytes, target: str, name: str = "b/data/link") -> bytes:
    return tarred([*bag(), (name, b"", {"type": kind, "linkname": target})])


CASES = (
    _tar("sparse-1-tb", _sparse),
    _tar("sparse-pax-1-tb", _sparse_pax),
    _tar("pax-headers-of-60-mb", lambda: _pax("x" * 60_000_000), "b.tar.gz", status=(0, 1, 2)),
    _tar("pax-headers-many", lambda: _pax("x", "k", 60_000), "b.tar.gz", status=(0, 1, 2)),
    _tar("pax-path", later(_pax, "../../outside/x", "path"), "b.tgz"),
    _tar("pax-size", later(_pax, "9" * 50, "size"), "b.tgz"),
    _tar("pax-size-negative", later(_pax, "-1", "size"), "b.tgz"),
    _tar("pax-mtime", later(_pax, "1e999", "mtime"), "b.tgz", status=(0, 1, 2)),
    _tar("pax-uid", later(_pax, "9" * 9_000, "uid"), "b.tgz", status=(0, 1, 2)),
    _tar("pax-charset", later(_pax, "undefined", "hdrcharset"), "b.tgz", status=(0, 1, 2)),
    _tar("link-outside", lambda: _linked(tarfile.SYMTYPE, "../../outside/secret.xml")),
    _tar("link-hard-outside", lambda: _linked(tarfile.LNKTYPE, "/etc/hostname")),
    _tar("link-loop", lambda: _linked(tarfile.SYMTYPE, "link")),
    _tar("link-hard-itself", lambda: _linked(tarfile.LNKTYPE, "b/data/link")),
    _tar("device", lambda: _linked(tarfile.CHRTYPE, "")),
    _tar("pipe", lambda: _linked(tarfile.FIFOTYPE, "")),
    _tar("unknown-type", lambda: _linked(b"Q", "")),
    _tar("nameless", lambda: _linked(tarfile.REGTYPE, "", ""), status=(0, 1, 2)),
    _tar("up", lambda: tarred([*bag(), ("b/../../x", b"x")])),
    _tar("escapes", lambda: tarred([*bag(), (f"b/data/{ESCAPES}{BIDI}", b"x")])),
    _tar("members-40000", lambda: tarred([*bag(), *(("b/data/f", b"") for _ in range(40_000))])),
    _tar("long-names", lambda: tarred([*bag(), ("b/data/" + "x/" * 100_000, b"")])),
    _tar("truncated", lambda: tarred(bag())[:1_200]),
    _tar("truncated-gz", lambda: tarred(bag(), "w:gz")[:-20], "b.tar.gz"),
    _tar("gz-bomb", lambda: tarred([*bag(), ("b/data/z", b"\0" * 300_000_000)], "w:gz"), "b.tar.gz"),
    _tar("gz-flipped", lambda: flip(tarred(bag(), "w:gz"), 41), "b.tar.gz"),
    _tar("gz-no-tar", b"\x1f\x8b\x08\0", "b.tar.gz", status=2),
    _tar("bz2-named-gz", lambda: tarred(bag(), "w:bz2"), "b.tar.gz", status=(0, 1, 2)),
    _tar("not-tar", b"\0" * 100_000, status=2),
    _tar("header-of-size-negative", lambda: tarred(bag()).replace(b"00000000001\0", b"\xff" * 11 + b"\xfe", 1)),
)
