"""Reads a BagIt profile in JSON (BagIt Profiles 1.3): what it requires of bags."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from teikit.errors import UnreadableInputError
from teikit.formats.json import read_json
from teikit.messages import escape_control

_SERIALIZATIONS = ("forbidden", "required", "optional")


@dataclass(frozen=True, slots=True)
class LabelRequirement:
    """What is required of a label of bag-info.txt; without `values` any value is allowed."""

    is_required: bool = False
    values: tuple[str, ...] = ()
    is_repeatable: bool = True


@dataclass(frozen=True, slots=True)
class Requirement:
    """Required and allowed values, None for any: algorithms of manifests, or files, which are allowed by globs."""

    required: tuple[str, ...] = ()
    allowed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class BagProfile:
    """What a profile requires of bags; `versions` and `accepted_archives` (MIME types) are empty for any."""

    identifier: str
    tags: Mapping[str, LabelRequirement] = field(default_factory=dict)
    manifests: Requirement = Requirement()
    tag_manifests: Requirement = Requirement()
    tag_files: Requirement = Requirement()
    payload: Requirement = Requirement()
    allows_fetch: bool = True
    is_fetch_required: bool = False
    serialization: str = "optional"
    accepted_archives: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()


class BagProfileError(UnreadableInputError):
    """A file is not a BagIt profile."""


class _BagProfileReader:
    """Reads one profile; `_name` is the name of its file in messages."""

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

    def _requirement(self, kind: str) -> Requirement:
        required = self._texts(f"{kind}-Required", self._content) or ()
        return Requirement(required, self._texts(f"{kind}-Allowed", self._content))

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
            self._requirement("Manifests"),
            self._requirement("Tag-Manifests"),
            self._requirement("Tag-Files"),
            self._requirement("Payload-Files"),
            self._flag("Allow-Fetch.txt", self._content, default=True),
            self._flag("Fetch.txt-Required", self._content, default=False),
            serialization,
            self._texts("Accept-Serialization", self._content) or (),
            self._texts("Accept-BagIt-Version", self._content) or (),
        )


def read_bag_profile(data: bytes, file: str) -> BagProfile:
    """Return the profile in a file, called `file` in messages.

    Raises:
        BagProfileError: it is not a BagIt profile.
    """
    try:
        found = read_json(data, file)
    except UnreadableInputError as error:
        reason = str(error).removeprefix(f"{file}:").strip()
        raise BagProfileError(f"{file}: is no BagIt profile: {reason}") from None
    if not isinstance(found, dict):
        raise BagProfileError(f"{file}: is no BagIt profile: expected an object")
    return _BagProfileReader(found, file).profile()
