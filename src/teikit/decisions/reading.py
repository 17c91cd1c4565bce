"""Reads the tables of a file of decisions into decisions; what is wrong is one error with its line."""

import datetime
from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from teikit.decisions.errors import DecisionsError
from teikit.decisions.model import (
    Anchor,
    ClaimDecision,
    CutDecision,
    Decision,
    JoinDecision,
    LabelDecision,
    NameDecision,
    NameKind,
    Origin,
    Verdict,
)
from teikit.decisions.values import describe_claim_fault, is_date_or_range, is_iso_time, is_reference
from teikit.formats.characters import find_non_xml
from teikit.letter.claims import ClaimKind
from teikit.letter.model import Label
from teikit.limits import Budget
from teikit.messages import escape_control, format_suggestion, quote, suggestions

Table = Mapping[str, Any]
Lines = Mapping[str, int]
_Kind = TypeVar("_Kind", bound=StrEnum)
ANCHOR_KEYS = ("line", "column", "text", "words", "end", "before", "after", "repeats", "similar")
_ORIGIN_KEYS = ("by", "at")
# The keys of each type of decision beside those of all.
KEYS_BY_TYPE: Mapping[str, tuple[str, ...]] = {
    "label": ("label", *ANCHOR_KEYS),
    "cut": ANCHOR_KEYS,
    "join": ANCHOR_KEYS,
    "name": ("kind", "when", "ref", *ANCHOR_KEYS),
    "not-name": ("kind", *ANCHOR_KEYS),
    "claim": ("kind", "verdict", "text", "values"),
}
_MOST_NUMBER = 1 << 31


class TableReader:
    """Reads one table; `lines` has the line of its header as "", and those of its keys."""

    def __init__(self, table: Any, lines: Lines, budget: Budget, name: str) -> None:
        self._lines, self._budget, self._name = lines, budget, name
        if not isinstance(table, dict):
            raise self.fault("", f"{name} must be tables")
        self._table: Table = table

    def fault(self, key: str, reason: str) -> DecisionsError:
        """Return the error about a key, or about the table."""
        line = self._lines.get(key, self._lines.get("", 1))
        return DecisionsError(f"{self._budget.file}:{line}: {escape_control(reason)}")

    def check_keys(self, known: Collection[str]) -> None:
        """Raise DecisionsError if there is another key."""
        for key in self._table:
            if key not in known:
                hint = format_suggestion(suggestions(key, known, count=1))
                raise self.fault(key, f"unknown key {quote(key)} in {self._name}{hint}")

    def text(self, key: str) -> str:
        """Return a text, "" where there is none."""
        value = self._table.get(key, "")
        if not isinstance(value, str):
            raise self.fault(key, f"'{key}' must be a text")
        return self._checked(key, value)

    def _checked(self, key: str, value: str) -> str:
        self._budget.check("decision-characters", len(value), str(self._lines.get(key, self._lines.get("", 1))))
        if found := find_non_xml(value):
            raise self.fault(key, f"'{key}' has {found}, a character that XML does not allow")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self._table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise self.fault(key, f"'{key}' must be a list of texts")
        return tuple(self._checked(key, each) for each in values)

    def number(self, key: str) -> int:
        """Return a number that is not negative, 0 where there is none."""
        value = self._table.get(key, 0)
        if type(value) is not int or not 0 <= value < _MOST_NUMBER:
            raise self.fault(key, f"'{key}' must be a number that is not negative")
        return value

    def truth(self, key: str) -> bool:
        """Return a truth value, false where there is none."""
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            raise self.fault(key, f"'{key}' must be true or false")
        return value

    def member(self, key: str, kind: type[_Kind]) -> _Kind:
        """Return one of the values of an enumeration."""
        return kind(self.choice(key, [str(each) for each in kind]))

    def choice(self, key: str, among: Collection[str]) -> str:
        """Return one of some values."""
        if key not in self._table:
            raise self.fault("", f"{self._name} lacks '{key}'")
        value, known = self._table[key], list(among)
        if value not in known:
            hint = format_suggestion(suggestions(value, known, count=1)) if isinstance(value, str) else ""
            shown = quote(value) if isinstance(value, str) else "another value"
            raise self.fault(key, f"'{key}' must be {', '.join(known[:-1])} or {known[-1]}, not {shown}{hint}")
        return str(value)

    def has(self, key: str) -> bool:
        """Return whether the table has a key."""
        return key in self._table

    def time(self, key: str) -> str:
        """Return a time in ISO 8601, as a text or as TOML itself has it."""
        value = self._table.get(key, "")
        if isinstance(value, datetime.datetime):
            value = value.isoformat()
        if not isinstance(value, str) or (value and not is_iso_time(value)):
            raise self.fault(key, f"'{key}' must be a time such as 2026-03-01T14:05:00+01:00")
        return value


def read_decision(reader: TableReader) -> Decision:
    """Return the decision of a table.

    Raises:
        DecisionsError: it has an unknown key, or lacks one, or a value is of a wrong type, or none of those allowed.
        LimitExceededError: a text is too long.
    """
    kind = reader.choice("type", KEYS_BY_TYPE)
    reader.check_keys(("type", *KEYS_BY_TYPE[kind], *_ORIGIN_KEYS))
    return _READERS[kind](reader, Origin(reader.text("by"), reader.time("at")))


def _read_anchor(reader: TableReader) -> Anchor:
    text, end = reader.text("text"), reader.text("end")
    if not text.split():
        raise reader.fault("text" if reader.has("text") else "", "a decision lacks 'text', the words that it is about")
    line, column = reader.number("line"), reader.number("column")
    # Of words without white space between them, the writer states the number.
    words = reader.number("words") or len(text.split()) + len(end.split())
    context = reader.text("before"), reader.text("after")
    return Anchor(line, column, text, words, end, *context, reader.number("repeats"), reader.number("similar"))


def _read_label(reader: TableReader, origin: Origin) -> Decision:
    return LabelDecision(_read_anchor(reader), reader.member("label", Label), origin)


def _read_cut(reader: TableReader, origin: Origin) -> Decision:
    return CutDecision(_read_anchor(reader), origin)


def _read_join(reader: TableReader, origin: Origin) -> Decision:
    return JoinDecision(_read_anchor(reader), origin)


def _read_name(reader: TableReader, origin: Origin) -> Decision:
    kind, when, ref = reader.member("kind", NameKind), reader.text("when"), reader.text("ref")
    if when and (kind is not NameKind.DATE or not is_date_or_range(when)):
        raise reader.fault("when", "'when' must be the date of a date, as W3C writes it, such as 1871-05-03")
    if ref and not is_reference(ref):
        raise reader.fault("ref", "'ref' must be a URI without white space, such as https://d-nb.info/gnd/118540238")
    return NameDecision(_read_anchor(reader), kind, when, ref, origin=origin)


def _read_no_name(reader: TableReader, origin: Origin) -> Decision:
    kind = reader.member("kind", NameKind) if reader.has("kind") else NameKind.PERSON
    return NameDecision(_read_anchor(reader), kind, is_rejected=True, origin=origin)


def _read_claim(reader: TableReader, origin: Origin) -> Decision:
    kind, verdict = reader.member("kind", ClaimKind), reader.member("verdict", Verdict)
    decision = ClaimDecision(kind, verdict, reader.text("text"), reader.texts("values"), origin)
    if fault := describe_claim_fault(decision):
        key, reason = fault
        raise reader.fault(key if reader.has(key) else "", reason)
    return decision


_READERS: Mapping[str, Callable[[TableReader, Origin], Decision]] = {
    "label": _read_label,
    "cut": _read_cut,
    "join": _read_join,
    "name": _read_name,
    "not-name": _read_no_name,
    "claim": _read_claim,
}
