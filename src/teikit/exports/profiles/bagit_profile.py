"""A BagIt profile as JSON (BagIt Profiles 1.3) to what it asks of bags."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from teikit.errors import UnreadableInputError
from teikit.storage.files import shown

_SERIALIZATIONS = ("forbidden", "required", "optional")


@dataclass(frozen=True, slots=True)
class Tag:
    """What is asked of a label of bag-info.txt; without `values` any value will do."""

    required: bool = False
    values: tuple[str, ...] = ()
    repeatable: bool = True


@dataclass(frozen=True, slots=True)
class Manifests:
    """The digest algorithms that manifests must be there of, and those that they may be of; None is any."""

    required: tuple[str, ...] = ()
    allowed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """The files that must be there, and globs that each file must fit one of; None is any."""

    required: tuple[str, ...] = ()
    allowed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class BagProfile:
    """What a profile asks of bags; `versions` and `accepted` (kinds of archive, MIME types) are empty for any."""

    identifier: str
    tags: Mapping[str, Tag] = field(default_factory=dict)
    manifests: Manifests = Manifests()
    tag_manifests: Manifests = Manifests()
    tag_files: Names = Names()
    payload: Names = Names()
    fetch_allowed: bool = True
    fetch_required: bool = False
    serialization: str = "optional"
    accepted: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()


class BagProfileError(UnreadableInputError):
    """A file is no BagIt profile."""


class _Reader:
    """Reads one profile; `_name` is its file's name for people."""

    def __init__(self, found: Mapping[str, Any], name: str) -> None:
        self._found, self._name = found, name

    def _wrong(self, key: str, expected: str) -> BagProfileError:
        return BagProfileError(f"{self._name}: is no BagIt profile: '{shown(key)}' must be {expected}")

    def _texts(self, key: str, found: Mapping[str, Any]) -> tuple[str, ...] | None:
        value = found.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._wrong(key, "a list of texts")
        return tuple(value)

    def _flag(self, key: str, found: Mapping[str, Any], *, default: bool) -> bool:
        value = found.get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false")
        return value

    def _table(self, key: str, found: Mapping[str, Any]) -> Mapping[str, Any]:
        value = found.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, "an object")
        return value

    def _tag(self, key: str, tags: Mapping[str, Any]) -> Tag:
        asked = self._table(key, tags)
        return Tag(
            self._flag("required", asked, default=False),
            self._texts("values", asked) or (),
            self._flag("repeatable", asked, default=True),
        )

    def _algorithms(self, kind: str) -> Manifests:
        required = self._texts(f"{kind}-Required", self._found) or ()
        return Manifests(required, self._texts(f"{kind}-Allowed", self._found))

    def _names(self, kind: str) -> Names:
        return Names(self._texts(f"{kind}-Required", self._found) or (), self._texts(f"{kind}-Allowed", self._found))

    def profile(self) -> BagProfile:
        identifier = self._table("BagIt-Profile-Info", self._found).get("BagIt-Profile-Identifier")
        if not isinstance(identifier, str) or not identifier.strip():
            raise self._wrong("BagIt-Profile-Identifier", "a text in 'BagIt-Profile-Info'")
        serialization = self._found.get("Serialization", "optional")
        if serialization not in _SERIALIZATIONS:
            raise self._wrong("Serialization", "one of " + ", ".join(_SERIALIZATIONS))
        tags = self._table("Bag-Info", self._found)
        return BagProfile(
            identifier,
            {key: self._tag(key, tags) for key in tags},
            self._algorithms("Manifests"),
            self._algorithms("Tag-Manifests"),
            self._names("Tag-Files"),
            self._names("Payload-Files"),
            self._flag("Allow-Fetch.txt", self._found, default=True),
            self._flag("Fetch.txt-Required", self._found, default=False),
            serialization,
            self._texts("Accept-Serialization", self._found) or (),
            self._texts("Accept-BagIt-Version", self._found) or (),
        )


def read_bag_profile(data: bytes, file: str) -> BagProfile:
    """Return the profile that a file holds, whose name for people is `file`.

    Raises:
        BagProfileError: it is no BagIt profile.

    """
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BagProfileError(f"{file}: is no BagIt profile: not JSON ({error})") from None
    if not isinstance(found, dict):
        raise BagProfileError(f"{file}: is no BagIt profile: expected an object")
    return _Reader(found, file).profile()
