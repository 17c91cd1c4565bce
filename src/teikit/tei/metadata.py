"""Reads metadata of letters from TOML, JSON or CSV, and checks their keys and values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import PurePath
from typing import Any

from teikit.errors import UnreadableInputError
from teikit.formats.characters import find_non_xml
from teikit.letter.dates import is_gregorian_day
from teikit.messages import escape_control, format_suggestion, quote, suggestions

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?|--(?P<m>\d\d)-(?P<d>\d\d)")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+|#\S+")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_FILE, _LETTERS, _EDITION, _LABELS = "file", "letters", "edition", "bag-info"
# A label of bag-info.txt ends at its colon.
_LABEL = re.compile(r"[^\s:]([^:\r\n]*[^\s:])?")
_LIMIT = "metadata-bytes"


class MetadataError(UnreadableInputError):
    """Metadata cannot be read, or contain a wrong key or value."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Metadata of a letter; what is not known is empty.

    `date` is a W3C date, or two with a slash between them, the first and the last day, followed by a question mark
    where it is doubtful. `sender_ref`, `recipient_ref` and `place_ref` are URIs of authority records, one for each
    sender or recipient. `previous` and `next` are the letters before and after, as URIs or in words.
    `year`, `doi` and `url` are those under which the edition of the letter is published, `email` is the address of its
    first editor. `copied` are those who got
    a copy, `source` is the reference that an archive or an edition gives for the letter; only sources state these two.
    The fields after them are of an edition only: those who have to do with its deposit in an archive.
    """

    title: str = ""
    sender: tuple[str, ...] = ()
    sender_ref: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    recipient_ref: tuple[str, ...] = ()
    date: str = ""
    place: str = ""
    place_ref: str = ""
    previous: str = ""
    next: str = ""
    abstract: str = ""
    language: str = ""
    publisher: str = ""
    licence: str = ""
    editor: tuple[str, ...] = ()
    series: str = ""
    settlement: str = ""
    repository: str = ""
    collection: str = ""
    shelfmark: str = ""
    year: str = ""
    doi: str = ""
    url: str = ""
    email: str = ""
    copied: tuple[str, ...] = ()
    source: str = ""
    depositor: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    licensor: tuple[str, ...] = ()
    rights_holder: tuple[str, ...] = ()
    metadata_creator: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise MetadataError if a value has a character that XML does not allow."""
        for name, value in zip(self.__match_args__, self._values(), strict=True):
            for text in (value,) if isinstance(value, str) else value:
                _check_characters(name, text, "")

    def _values(self) -> Iterator[str | tuple[str, ...]]:
        return (getattr(self, name) for name in self.__match_args__)


# The keys of an edition only, those that sources may state, and those of users.
EDITION_KEYS = ("depositor", "owner", "licensor", "rights_holder", "metadata_creator", "contact")
SOURCE_KEYS = tuple(each.name for each in fields(Metadata) if each.name not in EDITION_KEYS)
KEYS = tuple(name for name in SOURCE_KEYS if name not in {"copied", "source"})
LIST_KEYS = {"sender", "sender_ref", "recipient", "recipient_ref", "editor", "copied", *EDITION_KEYS}
_REFERENCES = ("sender_ref", "recipient_ref", "place_ref")


@dataclass(frozen=True, slots=True)
class MetadataFile:
    """Metadata of several letters: `common` applies to all, `letters` has those of each by the name of the source.

    `edition` describes the whole (its title, its address), for exports of many letters in one file. `labels` are
    additional labels of bag-info.txt. `letters_by_stem` are the letters by the names of their sources without
    suffix, computed once for all copies.
    """

    name: str
    common: Mapping[str, Any]
    letters: Mapping[str, Mapping[str, Any]]
    edition: Metadata = field(default_factory=Metadata)
    labels: tuple[tuple[str, str], ...] = ()
    letters_by_stem: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.letters_by_stem:
            stems = {PurePath(name).stem: found for name, found in self.letters.items()}
            object.__setattr__(self, "letters_by_stem", stems)

    def metadata_for(self, source: str) -> Metadata:
        """Return the metadata of a letter by the name of its file, with or without the suffix."""
        return Metadata(**{**self.common, **(self._values_for(source) or {})})

    def has_metadata_for(self, source: str) -> bool:
        """Return whether a letter has metadata of its own, or no letter has."""
        return not self.letters or self._values_for(source) is not None

    def _values_for(self, source: str) -> Mapping[str, Any] | None:
        path = PurePath(source)
        # An export reads `letter.xml` where the metadata may name `letter.txt`.
        return self.letters.get(path.name, self.letters_by_stem.get(path.stem))


def read_metadata(data: bytes, file: str) -> MetadataFile:
    """Return the metadata in a file; its suffix determines the format.

    TOML and JSON have keys for all letters, under `letters` a table by file name, under `edition` keys for the whole,
    under `bag-info` labels for bags.
    CSV has a row for each letter, with the column `file`; several names in a cell are separated by semicolons.

    Raises MetadataError if it is not well-formed, or contains an unknown key or value.
    """
    suffix = PurePath(file).suffix.lower()
    if suffix == ".csv":
        return MetadataFile(file, {}, dict(_read_rows(data, file)))
    if suffix not in {".toml", ".json"}:
        raise MetadataError(f"{file}: metadata are read from .toml, .json and .csv files")
    read = _read_toml(data, file) if suffix == ".toml" else _read_json(data, file)
    if not isinstance(read, dict):
        raise MetadataError(f"{file}: holds no keys")
    letters, edition = read.pop(_LETTERS, {}), read.pop(_EDITION, {})
    labels = tuple(_read_labels(read.pop(_LABELS, {}), f"{file}: {_LABELS}"))
    if not isinstance(edition, dict):
        raise MetadataError(f"{file}: '{_EDITION}' must hold a table")
    if not isinstance(letters, dict) or not all(isinstance(one, dict) for one in letters.values()):
        raise MetadataError(f"{file}: '{_LETTERS}' must hold a table for each letter")
    checked = {name: _check_values(one, f"{file}: {escape_control(name)}") for name, one in letters.items()}
    whole = Metadata(**_check_values(edition, f"{file}: {_EDITION}", (*KEYS, *EDITION_KEYS)))
    return MetadataFile(file, _check_values(read, file), checked, whole, labels)


def _read_labels(given: object, where: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of label and value, one for each value of a label."""
    if not isinstance(given, dict):
        raise MetadataError(f"{where}: must hold a table")
    for label, value in given.items():
        if not _LABEL.fullmatch(label) or find_non_xml(label):
            raise MetadataError(f"{where}: {quote(label)} is no label")
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, str | int | date) or not str(one).strip():
                raise MetadataError(f"{where}: {quote(label)} must be text or a list of texts")
            _check_characters(label, str(one), where)
            yield label, str(one)


# The readers cost several milliseconds to import, which runs without metadata need not pay.
def _read_toml(data: bytes, file: str) -> dict[str, Any]:
    from teikit.formats.toml import read_toml  # noqa: PLC0415

    return read_toml(data, file, error=MetadataError, limit=_LIMIT).values


def _read_json(data: bytes, file: str) -> Any:
    from teikit.formats.json import read_json  # noqa: PLC0415

    return read_json(data, file, error=MetadataError, limit=_LIMIT)


def _read_rows(data: bytes, file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    from teikit.formats.csv import read_records  # noqa: PLC0415

    for line, row in read_records(data, file, required=_FILE, error=MetadataError, limit=_LIMIT):
        name = row.pop(_FILE).strip()
        values = {key: value.strip() for key, value in row.items()}
        if unknown := next((key for key in values if key and key not in KEYS), None):
            raise MetadataError(_unknown_key_message(unknown, f"{file}:1"))
        yield name, _check_values(_split_lists(values), f"{file}:{line}")


def _split_lists(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the values that are not empty, those of keys that take several as lists."""
    return {
        key: [part.strip() for part in value.split(";")] if key in LIST_KEYS else value
        for key, value in values.items()
        if value
    }


def _unknown_key_message(key: str, where: str, keys: Sequence[str] = KEYS) -> str:
    hint = format_suggestion(suggestions(key, keys, count=1)) or f"; known are {', '.join(keys)}"
    return f"{where}: unknown key {quote(key)}{hint}"


def _check_values(values: Mapping[str, Any], where: str, keys: Sequence[str] = KEYS) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, given in values.items():
        if key not in keys:
            raise MetadataError(_unknown_key_message(key, where, keys))
        several = _to_texts(key, given, where)
        found[key] = several if key in LIST_KEYS else several[0]
    for key in found.keys() & {"date", "year", "email"}:
        check_value(key, found[key], where)
    _check_references(found, where)
    return found


def check_value(key: str, value: str, where: str = "") -> None:
    """Raise MetadataError if one value of a key is of a wrong form."""
    if key == "date" and not _is_date(value):
        raise MetadataError(f"{where}: {quote(value)} is no date; write it as 1899-05-02, 1899-05 or 1899")
    if key == "year" and not re.fullmatch(r"\d{4}", value):
        raise MetadataError(f"{where}: {quote(value)} is no year in four digits")
    if key == "email" and not _EMAIL.fullmatch(value):
        raise MetadataError(f"{where}: {quote(value)} is no e-mail address")
    if key in _REFERENCES and not _URI.fullmatch(value):
        advice = "write it as https://d-nb.info/gnd/118540238"
        raise MetadataError(f"{where}: {quote(value)} in '{key}' is no URI; {advice}")


def _to_texts(key: str, given: Any, where: str) -> tuple[str, ...]:
    """Return the value of a key as texts, exactly one where the key takes no list."""
    value = given.isoformat()[:10] if isinstance(given, date) else str(given) if key == "year" else given
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list) or not all(isinstance(one, str) and one.strip() for one in several):
        raise MetadataError(f"{where}: '{key}' must be text" + (" or a list of texts" if key in LIST_KEYS else ""))
    if key not in LIST_KEYS and len(several) != 1:
        raise MetadataError(f"{where}: '{key}' must be one text")
    for one in several:
        _check_characters(key, one, where)
    return tuple(several)


def _check_characters(key: str, text: str, where: str) -> None:
    if found := find_non_xml(text):
        message = f"{quote(key)} has a character that XML does not allow, {found}"
        raise MetadataError(f"{where}: {message}" if where else message)


def _check_references(found: Mapping[str, Any], where: str) -> None:
    for key in _REFERENCES:
        value = found.get(key, ())
        for one in (value,) if isinstance(value, str) else value:
            check_value(key, one, where)
        named = key.removesuffix("_ref")
        if not isinstance(value, str) and len(value) > len(found.get(named, ())):
            raise MetadataError(f"{where}: '{key}' has more entries than '{named}' has names")


def _is_date(text: str) -> bool:
    days = text.removesuffix("?").split("/")
    return len(days) <= 2 and all(map(_is_day, days)) and days == sorted(days)


def _is_day(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = match["year"] or "2000", match["month"] or match["m"] or "01", match["day"] or match["d"] or "01"
    return is_gregorian_day(int(year), int(month), int(day))
