"""Files to a bag: BagIt 1.0 (RFC 8493), sha256 and sha512, or what a receiver wants in their place."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from teikit._version import __version__
from teikit.storage.folders import PackageFile

# What hashlib calls the algorithms that manifests are named after.
HASH_ALGORITHMS: Mapping[str, str] = {
    "md5": "md5", "sha1": "sha1", "sha224": "sha224", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512",
    "sha3256": "sha3_256", "sha3512": "sha3_512",
}  # fmt: skip
# The latest first. Before 1.0 percent signs in names were not escaped (RFC 8493, 1.3); our names have none.
VERSIONS = ("1.0", "0.97", "0.96")


@dataclass(frozen=True, slots=True)
class BagFormat:
    """How a bag is written: its version, and the algorithms of its payload manifests and of its tag manifests."""

    version: str = VERSIONS[0]
    manifests: Sequence[str] = ("sha256", "sha512")
    tag_manifests: Sequence[str] = ("sha256", "sha512")


DEFAULT_FORMAT = BagFormat()


def manifest_path(path: str) -> str:
    """Return a path as manifests write it (RFC 8493, 2.1.3): line ends and percent signs as percent escapes."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _manifests(
    kind: str, algorithms: Iterable[str], digests: Iterable[tuple[str, Mapping[str, str]]]
) -> Iterator[PackageFile]:
    held = sorted(digests)
    for algorithm in algorithms:
        lines = (f"{found[algorithm]}  {manifest_path(path)}\n" for path, found in held)
        yield f"{kind}-{algorithm}.txt", "".join(lines).encode()


def _digests(data: bytes, algorithms: Iterable[str]) -> dict[str, str]:
    return {name: hashlib.new(HASH_ALGORITHMS[name], data, usedforsecurity=False).hexdigest() for name in algorithms}


def tag_value(value: str) -> str:
    """Return a value for bag-info.txt: on one line, as a colon and a blank come before it."""
    return " ".join(value.split())


def bag_files(
    payload: Iterable[PackageFile], told: Iterable[tuple[str, str]], day: date, form: BagFormat = DEFAULT_FORMAT
) -> Iterator[PackageFile]:
    """Yield the files of a bag.

    Args:
        payload: what it holds, by paths below `data/`.
        told: labels and values for bag-info.txt, beside those that are worked out.
        day: the day of bagging.
        form: the version, and the algorithms, which are known ones.

    """
    held, size = [], 0
    for name, data in payload:
        path = f"data/{name}"
        yield path, data
        held.append((path, _digests(data, form.manifests)))
        size += len(data)
    labels = [
        *((label, tag_value(value)) for label, value in told if tag_value(value)),
        ("Bagging-Date", day.isoformat()),
        ("Bag-Size", _format_size(size)),
        ("Payload-Oxum", f"{size}.{len(held)}"),
        ("Bag-Software-Agent", f"teikit {__version__}"),
    ]
    information = "".join(f"{label}: {value}\n" for label, value in labels).encode()
    declaration = f"BagIt-Version: {form.version}\nTag-File-Character-Encoding: UTF-8\n".encode()
    manifests = _manifests("manifest", form.manifests, held)
    tags = [("bagit.txt", declaration), ("bag-info.txt", information), *manifests]
    yield from tags
    digests = [(name, _digests(data, form.tag_manifests)) for name, data in tags]
    yield from _manifests("tagmanifest", form.tag_manifests, digests)


def _format_size(count: int) -> str:
    for unit in ("B", "KB", "MB"):
        if count < 1024:
            return f"{count} {unit}"
        count = -(-count // 1024)
    return f"{count} GB"
