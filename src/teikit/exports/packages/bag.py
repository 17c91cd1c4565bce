"""Writes a bag: BagIt 1.0 (RFC 8493) with sha256 and sha512, or the version and algorithms of a profile."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from teikit._version import __version__
from teikit.formats.archives import PackageFile

# The algorithms in the names of manifests, by hashlib's names.
HASH_ALGORITHMS: Mapping[str, str] = {
    "md5": "md5", "sha1": "sha1", "sha224": "sha224", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512",
    "sha3256": "sha3_256", "sha3512": "sha3_512",
}  # fmt: skip
# The latest first. Before 1.0 percent signs in names were not escaped (RFC 8493, 1.3); teikit's names have none.
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


def _manifests(kind: str, algorithms: Iterable[str], digests: Mapping[str, Mapping[str, str]]) -> Iterator[PackageFile]:
    for algorithm in algorithms:
        lines = (f"{digests[path][algorithm]}  {manifest_path(path)}\n" for path in sorted(digests))
        yield f"{kind}-{algorithm}.txt", "".join(lines).encode()


def _digests(data: bytes, algorithms: Iterable[str]) -> dict[str, str]:
    return {name: hashlib.new(HASH_ALGORITHMS[name], data, usedforsecurity=False).hexdigest() for name in algorithms}


def tag_value(value: str) -> str:
    """Return a value for bag-info.txt: on one line, as a colon and a blank come before it."""
    return " ".join(value.split())


def bag_files(
    payload: Iterable[PackageFile], labels: Iterable[tuple[str, str]], day: date, form: BagFormat = DEFAULT_FORMAT
) -> Iterator[PackageFile]:
    """Yield the files of a bag.

    Args:
        payload: its contents, by paths below `data/`.
        labels: labels and values for bag-info.txt, besides the computed ones.
        day: the day of bagging.
        form: the version, and the algorithms, which are in `HASH_ALGORITHMS`.
    """
    digests, size = {}, 0
    for name, data in payload:
        path = f"data/{name}"
        yield path, data
        digests[path] = _digests(data, form.manifests)
        size += len(data)
    tags = [
        *((label, tag_value(value)) for label, value in labels if tag_value(value)),
        ("Bagging-Date", day.isoformat()),
        ("Bag-Size", _format_size(size)),
        ("Payload-Oxum", f"{size}.{len(digests)}"),
        ("Bag-Software-Agent", f"teikit {__version__}"),
    ]
    information = "".join(f"{label}: {value}\n" for label, value in tags).encode()
    declaration = f"BagIt-Version: {form.version}\nTag-File-Character-Encoding: UTF-8\n".encode()
    manifests = _manifests("manifest", form.manifests, digests)
    tag_files = {"bagit.txt": declaration, "bag-info.txt": information, **dict(manifests)}
    yield from tag_files.items()
    tag_digests = {name: _digests(data, form.tag_manifests) for name, data in tag_files.items()}
    yield from _manifests("tagmanifest", form.tag_manifests, tag_digests)


def _format_size(count: int) -> str:
    for unit in ("B", "KB", "MB"):
        if count < 1024:
            return f"{count} {unit}"
        count = -(-count // 1024)
    return f"{count} GB"
