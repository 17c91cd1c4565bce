"""Letters to an OCFL object (Oxford Common File Layout 1.1) with one version."""

import hashlib
import json
from collections.abc import Iterator, Sequence

from teikit._version import __version__
from teikit.exports.contents import Contents, Part, parts, renamed
from teikit.exports.placing import Entry, Packed
from teikit.exports.source import Settings, demand

_DECLARATION = ("0=ocfl_object_1.1", b"ocfl_object_1.1\n")
_SPECIFICATION = "https://ocfl.io/1.1/spec/#inventory"
_VERSION = "v1"


def _grouped(held: Sequence[Part], algorithm: str, prefix: str) -> dict[str, list[str]]:
    """Return the paths of files by their digest, as inventories have it; equal files share one."""
    found: dict[str, list[str]] = {}
    for part in held:
        digest = hashlib.new(algorithm, part.data).hexdigest()
        found.setdefault(digest, []).append(f"{prefix}{part.path}")
    return found


def _inventory(identifier: str, held: Sequence[Part], settings: Settings) -> bytes:
    content = f"{_VERSION}/content/"
    version = {
        "created": f"{settings.day.isoformat()}T00:00:00Z",
        "message": "Packed from TEI",
        "state": _grouped(held, "sha512", ""),
        "user": {"name": f"teikit {__version__}"},
    }
    inventory = {
        "digestAlgorithm": "sha512",
        "fixity": {"sha256": _grouped(held, "sha256", content)},
        "head": _VERSION,
        "id": identifier,
        "manifest": _grouped(held, "sha512", content),
        "type": _SPECIFICATION,
        "versions": {_VERSION: version},
    }
    return (json.dumps(inventory, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _entries(held: Sequence[Part], inventory: bytes) -> Iterator[Entry]:
    digest = f"{hashlib.sha512(inventory).hexdigest()} inventory.json\n".encode()
    yield _DECLARATION
    for folder in ("", f"{_VERSION}/"):
        yield f"{folder}inventory.json", inventory
        yield f"{folder}inventory.json.sha512", digest
    yield from ((f"{_VERSION}/content/{part.path}", part.data) for part in held)


def pack(contents: Contents, settings: Settings) -> Packed:
    """Return the files of an object, which is known by the address of the edition, or of its only letter.

    Raises:
        MissingMetadataError: neither has one.

    """
    addresses = [letter.record.address for letter in contents.letters]
    identifier = settings.edition.url or (addresses[0] if len(addresses) == 1 else "")
    demand("the object", "OCFL", [(identifier, "an address that it is known by", "edition.url")])
    held = list(parts(contents))
    return Packed(_entries(held, _inventory(identifier, held, settings)), tuple(renamed(held)))
