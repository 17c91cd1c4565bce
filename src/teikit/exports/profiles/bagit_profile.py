"""A BagIt profile as JSON (BagIt Profiles 1.3) to what it asks of bags."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from teikit.errors import UnreadableInputError
from teikit.messages import escape_control

_SERIALIZATIONS = ("forbidden", "required", "optional")


@dataclass(frozen=True, slots=True)
class LabelRequirement:
    """What is asked of a label of bag-info.txt; without `values` any value will do."""

    is_required: bool = False
    values: tuple[str, ...] = ()
    is_repeatable: bool = True


@dataclass(frozen=True, slots=True)
class ManifestRequirement:
    """The digest algorithms that manifests must be there of, and those that they may be of; None is any."""

    required: tuple[str, ...] = ()
    allowed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class FileRequirement:
    """The files that must be there, and globs that each file must fit one of; None is any."""

    required: tuple[str, ...] = ()
    allowed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class BagProfile:
    """What a profile asks of bags; `versions` and `accepted` (kinds of archive, MIME types) are empty for any."""

    identifier: str
    tags: Mapping[str, LabelRequirement] = field(default_factory=dict)
    manifests: ManifestRequirement = ManifestRequirement()
    tag_manifests: ManifestRequirement = ManifestRequirement()
    tag_files: FileRequirement = FileRequirement()
    payload: FileRequirement = FileRequirement()
    allows_fetch: bool = True
    is_fetch_required: bool = False
    serialization: str = "optional"
    accepted_archives: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()


class BagProfileError(UnreadableInputError):
    """A file is no BagIt profile."""


class _BagProfileReader:
    """Reads one profile; `_name` is its file's name for people."""

    def __init__(self, found: Mapping[str, Any], name: str) -> None:
        self._content, self._name = found, name

    def _error(self, key: str, expected: str) -> BagProfileError:
        return BagProfileError(f"{self._name}: is no BagIt profile: '{escape_control(key)}' must be {expected}")

    def _texts(self, key: str, found: Mapping[str, Any]) -> tuple[str, ...] | None:
        value = found.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._error(key, "a list of texts")
        return tuple(value)

    def _flag(self, key: str, found: Mapping[str, Any], *, default: bool) -> bool:
        value = found.get(key, default)
        if not isinstance(value, bool):
            raise self._error(key, "true or false")
        return value

    def _table(self, key: str, found: Mapping[str, Any]) -> Mapping[str, Any]:
        value = found.get(key, {})
        if not isinstance(value, dict):
            raise self._error(key, "an object")
        return value

    def _label_requirement(self, key: str, tags: Mapping[str, Any]) -> LabelRequirement:
        asked = self._table(key, tags)
        return LabelRequirement(
            self._flag("required", asked, default=False),
            self._texts("values", asked) or (),
            self._flag("repeatable", asked, default=True),
        )

    def _algorithms(self, kind: str) -> ManifestRequirement:
        required = self._texts(f"{kind}-Required", self._content) or ()
        return ManifestRequirement(required, self._texts(f"{kind}-Allowed", self._content))

    def _names(self, kind: str) -> FileRequirement:
        return FileRequirement(
            self._texts(f"{kind}-Required", self._content) or (), self._texts(f"{kind}-Allowed", self._content)
        )

    def profile(self) -> BagProfile:
        identifier = self._table("BagIt-Profile-Info", self._content).get("BagIt-Profile-Identifier")
        if not isinstance(identifier, str) or not identifier.strip():
            raise self._error("BagIt-Profile-Identifier", "a text in 'BagIt-Profile-Info'")
        serialization = self._content.get("Serialization", "optional")
        if serialization not in _SERIALIZATIONS:
            raise self._error("Serialization", "one of " + ", ".join(_SERIALIZATIONS))
        tags = self._table("Bag-Info", self._content)
        return BagProfile(
            identifier,
            {key: self._label_requirement(key, tags) for key in tags},
            self._algorithms("Manifests"),
            self._algorithms("Tag-Manifests"),
            self._names("Tag-Files"),
            self._names("Payload-Files"),
            self._flag("Allow-Fetch.txt", self._content, default=True),
            self._flag("Fetch.txt-Required", self._content, default=False),
            serialization,
            self._texts("Accept-Serialization", self._content) or (),
            self._texts("Accept-BagIt-Version", self._content) or (),
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
    return _BagProfileReader(found, file).profile()
