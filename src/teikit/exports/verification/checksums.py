"""Reads and writes digests of files as lines of text, in the format of `sha256sum` and similar programs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from teikit._version import __version__
from teikit.exports.verification.listed_files import read_lines
from teikit.limits import Budget

# A backslash before the digest: backslashes in the name escape line ends and themselves.
_LINE = re.compile(r"(\\?)([0-9A-Fa-f]+) [ *](.+)")
_ESCAPE = re.compile(r"\\([nr\\])")
_ESCAPED = {"n": "\n", "r": "\r", "\\": "\\"}
# hashlib's names by the number of digits.
_ALGORITHMS = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
_SIGNATURE = "# teikit "


@dataclass(frozen=True, slots=True)
class Checksum:
    """A line: its number (from 1), the algorithm by hashlib's name, the digest, the path; empty if incorrect."""

    line: int
    algorithm: str = ""
    digest: str = ""
    path: str = ""


def checksums_bytes(digests: Iterable[tuple[str, str]], *, signed: bool = False) -> bytes:
    """Return files (SHA-256 in hexadecimal, path) as lines; if `signed`, after a comment that names teikit."""
    comment = [f"{_SIGNATURE}{__version__}\n"] if signed else []
    return "".join([*comment, *(f"{digest}  {path}\n" for digest, path in digests)]).encode()


def is_signed(data: bytes) -> bool:
    """Return whether the lines of a file begin with the comment that names teikit."""
    return data.startswith(_SIGNATURE.encode())


def read_checksums(data: bytes, budget: Budget) -> Iterator[Checksum]:
    """Yield the lines of a file, without empty ones and comments; all are counted."""
    for number, whole in read_lines(data.decode("utf-8", "replace"), budget, "\n"):
        line = whole.removesuffix("\r")
        if not line.strip() or line.startswith("#"):
            continue
        matched = _LINE.fullmatch(line)
        algorithm = _ALGORITHMS.get(len(matched[2]), "") if matched else ""
        if not matched or not algorithm:
            yield Checksum(number)
            continue
        path = _ESCAPE.sub(lambda found: _ESCAPED[found[1]], matched[3]) if matched[1] else matched[3]
        yield Checksum(number, algorithm, matched[2], path)
