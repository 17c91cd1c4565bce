"""Files to a bag: BagIt 1.0 (RFC 8493), sha256 and sha512."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from teikit._version import __version__
from teikit.exports.placing import Entry

ALGORITHMS: Mapping[str, Callable[[bytes], "hashlib._Hash"]] = {"sha256": hashlib.sha256, "sha512": hashlib.sha512}
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def manifest_path(path: str) -> str:
    """Return a path as manifests write it (RFC 8493, 2.1.3): line ends and percent signs as percent escapes."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _manifests(kind: str, digests: Iterable[tuple[str, Mapping[str, str]]]) -> Iterator[Entry]:
    held = sorted(digests)
    for algorithm in ALGORITHMS:
        lines = (f"{found[algorithm]}  {manifest_path(path)}\n" for path, found in held)
        yield f"{kind}-{algorithm}.txt", "".join(lines).encode()


def _digests(data: bytes) -> dict[str, str]:
    return {name: made(data).hexdigest() for name, made in ALGORITHMS.items()}


def tag_value(value: str) -> str:
    """Return a value for bag-info.txt: on one line, as a colon and a blank come before it."""
    return " ".join(value.split())


def bag(payload: Iterable[Entry], told: Iterable[tuple[str, str]], day: date) -> Iterator[Entry]:
    """Yield the files of a bag.

    Args:
        payload: what it holds, by paths below `data/`.
        told: labels and values for bag-info.txt, beside those that are worked out.
        day: the day of bagging.

    """
    held, size = [], 0
    for name, data in payload:
        path = f"data/{name}"
        yield path, data
        held.append((path, _digests(data)))
        size += len(data)
    labels = [
        *((label, tag_value(value)) for label, value in told if tag_value(value)),
        ("Bagging-Date", day.isoformat()),
        ("Bag-Size", _size(size)),
        ("Payload-Oxum", f"{size}.{len(held)}"),
        ("Bag-Software-Agent", f"teikit {__version__}"),
    ]
    information = "".join(f"{label}: {value}\n" for label, value in labels).encode()
    tags = [("bagit.txt", _DECLARATION), ("bag-info.txt", information), *_manifests("manifest", held)]
    yield from tags
    yield from _manifests("tagmanifest", ((name, _digests(data)) for name, data in tags))


def _size(count: int) -> str:
    for unit in ("B", "KB", "MB"):
        if count < 1024:
            return f"{count} {unit}"
        count = -(-count // 1024)
    return f"{count} GB"
