"""Profiles of conventions: TOML files that define the marks of a transcriber and the element for each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from teikit.conventions.forms import NUMBERS, PLACES, MarkForm, make_form, place_names
from teikit.errors import UnreadableInputError
from teikit.messages import escape_control, format_suggestion, suggestions
from teikit.storage.files import read_file
from teikit.text.plain import Sign

PROFILES = ("brackets", "transcription")
_KEYS = ("description", "extends", "marks")
_MARK_KEYS = ("written", "element", "attributes", "one_of", "parts", "inside_words", "outside_words")
# The elements that a mark may become, with the attributes that it may set.
_ELEMENTS = {
    "abbr": {"rend"}, "add": {"place", "rend"}, "choice": set(), "corr": {"rend"}, "del": {"rend"}, "ex": {"rend"},
    "expan": {"rend"}, "foreign": {"rend"}, "gap": {"reason", "rend"}, "hi": {"rend"}, "pb": {"rend"}, "sic": {"rend"},
    "supplied": {"reason", "rend"}, "unclear": {"reason", "rend"},
}  # fmt: skip
_PARTS = (["abbr", "expan"], ["sic", "corr"])
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_VALUE = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?: [A-Za-z][A-Za-z0-9-]*)*")
_DEEPEST = 10
_LIMIT = "configuration-bytes"


class ProfileError(UnreadableInputError):
    """A profile of conventions cannot be read, or is not valid."""


@dataclass(frozen=True)
class Profile:
    """The marks of a transcriber, in the order in which they are tried; without any, all text is the author's."""

    name: str
    forms: tuple[MarkForm, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return a pattern that matches any of the marks; the group `m` followed by a number is that of a form."""
        return re.compile("|".join(f"(?P<m{number}>{one.pattern})" for number, one in enumerate(self.forms)))


NONE = Profile("none")


def load_profile(name: str) -> Profile:
    """Return a profile that is included in teikit, by its name, or one in a file, by its path.

    Raises ProfileError if there is no such profile, or it is not valid.
    """
    if name == NONE.name:
        return NONE
    return _read_shipped(name) if name in PROFILES else _read(name)


def _read(name: str) -> Profile:
    marks = _marks(name, None, 0)
    return Profile(Path(name).stem, tuple(_form(key, mark, name) for key, mark in marks.items() if mark))


_read_shipped = cache(_read)


def _source(name: str, beside: Path | None) -> tuple[bytes, Path | None]:
    if name in PROFILES:
        return files(__package__).joinpath(f"{name}.toml").read_bytes(), None
    path = Path(name) if beside is None else beside.parent / name
    if "/" not in name and "\\" not in name and not name.endswith(".toml"):
        hint = _hint(name, (NONE.name, *PROFILES))
        hint = hint if hint.endswith("?") else f"{hint}."
        raise ProfileError(f"there are no conventions '{escape_control(name)}'{hint} A file of your own ends in .toml")
    return read_file(path, _LIMIT), path


def _marks(name: str, beside: Path | None, depth: int) -> dict[str, Mapping[str, Any]]:
    """Return the marks of a profile by name, its own before those of the profile that it extends."""
    data, path = _source(name, beside)
    if depth > _DEEPEST:
        raise ProfileError(f"{escape_control(name)}: extends itself")
    # Costs 2 ms to import, which runs without a profile need not pay.
    from teikit.formats.toml import read_toml  # noqa: PLC0415

    read = read_toml(data, name, error=ProfileError, limit=_LIMIT).values
    _check_keys(read, _KEYS, escape_control(name))
    own, base = read.get("marks", {}), read.get("extends", "")
    if not isinstance(own, dict) or not isinstance(base, str):
        raise ProfileError(f"{escape_control(name)}: 'marks' must be tables, 'extends' the name of a profile")
    inherited = _marks(base, path, depth + 1) if base else {}
    return own | {key: mark for key, mark in inherited.items() if key not in own}


def _check_keys(read: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in read:
        if key not in known:
            raise ProfileError(f"{where}: unknown key '{key}'{_hint(key, known)}")


def _hint(word: str, known: tuple[str, ...]) -> str:
    """Return the words that end a message on an unknown one: the nearest known one, or all of them."""
    return format_suggestion(suggestions(word, known, count=1)) or f", known are {', '.join(known)}"


def _form(name: str, mark: Mapping[str, Any], file: str) -> MarkForm:
    where = f"{escape_control(file)}: marks.{escape_control(name)}"
    if not isinstance(mark, dict) or not _NAME.fullmatch(name):
        raise ProfileError(f"{where}: a mark is a table whose name has small letters, digits and hyphens")
    _check_keys(mark, _MARK_KEYS, where)
    whole = _sign(name, mark, where)
    parts, one_of, written = mark.get("parts", []), mark.get("one_of", []), mark.get("written", "")
    if not isinstance(one_of, list) or not all(isinstance(one, str) and one.strip() for one in one_of):
        raise ProfileError(f"{where}: 'one_of' must be a list of texts")
    _check_written(written, where, whole.element, parts, one_of)
    return make_form(written, whole, parts, one_of, mark)


def _sign(name: str, mark: Mapping[str, Any], where: str) -> Sign:
    element, attributes = mark.get("element"), mark.get("attributes", {})
    if element not in _ELEMENTS:
        raise ProfileError(f"{where}: 'element' must be one of {', '.join(_ELEMENTS)}")
    if not isinstance(attributes, dict):
        raise ProfileError(f"{where}: 'attributes' must be a table")
    for key, value in attributes.items():
        if key not in _ELEMENTS[element]:
            allowed = ", ".join(sorted(_ELEMENTS[element])) or "none"
            raise ProfileError(f"{where}: attribute '{key}' is not allowed for {element}, allowed: {allowed}")
        if not isinstance(value, str) or not _VALUE.fullmatch(value):
            raise ProfileError(f"{where}: the value of '{key}' must be a word of letters, digits and hyphens")
    return Sign(name, element, tuple(attributes.items()))


def _check_written(written: object, where: str, element: str, parts: object, one_of: object) -> None:
    if not isinstance(written, str):
        raise ProfileError(f"{where}: 'written' must be a text such as '[{{one of}}]'")
    found = place_names(written)
    unknown = next((place for place in found if place not in PLACES), None)
    if unknown is not None:
        known = "}, {".join(PLACES)
        raise ProfileError(f"{where}: '{{{escape_control(unknown)}}}' is not known, known are {{{known}}}")
    if (parts in _PARTS) != (element == "choice") or len(found) != (2 if parts else 1):
        two = "two where 'element' is choice and 'parts' name abbr and expan, or sic and corr"
        raise ProfileError(f"{where}: what is written has one place such as {{text}}; {two}")
    if ("one of" in found) != bool(one_of) or (element == "pb") != bool(NUMBERS & set(found)):
        raise ProfileError(f"{where}: {{one of}} goes with 'one_of', and {{page}} or {{leaf}} with the element pb")
    marks = re.sub(r"\{[a-z ]+\}", "", written)
    if not marks.strip() or "…" in marks or any(ord(char) < 32 for char in marks):
        raise ProfileError(f"{where}: what is written has marks besides its place, in one line and without '…'")
