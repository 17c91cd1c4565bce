"""Writes letters as an OCFL object (Oxford Common File Layout 1.1) with one version."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from teikit._version import __version__
from teikit.exports.packages.contents import ContentFile, Contents, content_files, describe_renames
from teikit.exports.record.source import Settings, require
from teikit.formats.archives import PackageFile
from teikit.formats.json import json_bytes
from teikit.storage.packages import Package

_DECLARATION = ("0=ocfl_object_1.1", b"ocfl_object_1.1\n")
_SPECIFICATION = "https://ocfl.io/1.1/spec/#inventory"
_VERSION = "v1"
_CONTENT = f"{_VERSION}/content/"


def _group_by_digest(files: Sequence[ContentFile], digests: Iterable[str]) -> dict[str, list[str]]:
    """Return the paths of files by their digest, as in inventories; equal files share one."""
    found: dict[str, list[str]] = {}
    for part, digest in zip(files, digests, strict=True):
        found.setdefault(digest, []).append(part.path)
    return found


def _content_paths(grouped: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {digest: [f"{_CONTENT}{path}" for path in paths] for digest, paths in grouped.items()}


def _inventory(identifier: str, files: Sequence[ContentFile], settings: Settings) -> bytes:
    state = _group_by_digest(files, (hashlib.sha512(part.data).hexdigest() for part in files))
    version = {
        "created": f"{settings.day.isoformat()}T00:00:00Z",
        "message": "Packed from TEI",
        "state": state,
        "user": {"name": f"teikit {__version__}"},
    }
    inventory = {
        "digestAlgorithm": "sha512",
        "fixity": {"sha256": _content_paths(_group_by_digest(files, (part.sha256 for part in files)))},
        "head": _VERSION,
        "id": identifier,
        "manifest": _content_paths(state),
        "type": _SPECIFICATION,
        "versions": {_VERSION: version},
    }
    return json_bytes(inventory, sort_keys=True)


def _entries(files: Sequence[ContentFile], inventory: bytes) -> Iterator[PackageFile]:
    digest = f"{hashlib.sha512(inventory).hexdigest()} inventory.json\n".encode()
    yield _DECLARATION
    for folder in ("", f"{_VERSION}/"):
        yield f"{folder}inventory.json", inventory
        yield f"{folder}inventory.json.sha512", digest
    yield from ((f"{_CONTENT}{part.path}", part.data) for part in files)


def pack(contents: Contents, settings: Settings) -> Package:
    """Return the files of an object, whose id is the URL of the edition, or of its only letter.

    Raises:
        MissingMetadataError: neither has one.
    """
    addresses = [letter.record.address for letter in contents.letters]
    identifier = settings.edition.url or (addresses[0] if len(addresses) == 1 else "")
    require("the object", "OCFL", [(identifier, "an address that it is known by", "edition.url")])
    files = list(content_files(contents))
    return Package(_entries(files, _inventory(identifier, files, settings)), describe_renames(files))
