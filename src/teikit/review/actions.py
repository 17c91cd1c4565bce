"""What the page asks for, as JSON, to a change of decisions."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from teikit.decisions.model import ClaimDecision, NameKind, Verdict
from teikit.decisions.values import describe_claim_fault, is_date_or_range, is_reference
from teikit.letter.claims import ClaimKind
from teikit.letter.fixed import Place, Stretch
from teikit.letter.model import Label
from teikit.messages import quote
from teikit.operations.review_actions import (
    ActionError,
    Change,
    cut_part,
    decide_claim,
    join_part,
    label_part,
    label_stretch,
    mark_name,
    reject_name,
    restore,
)
from teikit.operations.reviewing import ReviewedLetter

UNDO, REDO = "undo", "redo"
_LARGEST = 1_000_000_000
_LONGEST_VALUE, _MOST_VALUES = 2_000, 50
_Values = Mapping[str, Any]
_NameT = TypeVar("_NameT", bound=StrEnum)


def parse_action(letter: ReviewedLetter, action: _Values) -> Change:
    """Return the change that an action asks for.

    Raises:
        ActionError: it is none, or lacks something.
        PlaceError: the letter has nothing at its place.
    """
    kind = action.get("type")
    if not isinstance(kind, str) or kind not in _ACTIONS:
        raise ActionError(f"'type' is to be one of {', '.join((*_ACTIONS, UNDO, REDO))}")
    return _ACTIONS[kind](letter, action)


def _label(letter: ReviewedLetter, action: _Values) -> Change:
    label = _choice(action, "label", Label)
    if "start" not in action:
        return label_part(letter, _place(action), label)
    return label_stretch(letter, Stretch(_end(action, "start"), _end(action, "end")), label)


def _name(letter: ReviewedLetter, action: _Values) -> Change:
    when, ref = _text(action, "when"), _text(action, "ref")
    if when and not is_date_or_range(when):
        raise ActionError(f"{quote(when)} is no date as W3C writes it, such as 1871-05-03, nor two with a slash")
    if ref and not is_reference(ref):
        raise ActionError(f"{quote(ref)} is no URI; write it as https://d-nb.info/gnd/118540238")
    return mark_name(letter, _stretch(action), _choice(action, "kind", NameKind), when, ref)


def _no_name(letter: ReviewedLetter, action: _Values) -> Change:
    kind = _choice(action, "kind", NameKind) if "kind" in action else NameKind.PERSON
    return reject_name(letter, _stretch(action), kind)


def _claim(_letter: ReviewedLetter, action: _Values) -> Change:
    kind, text = _choice(action, "kind", ClaimKind), _text(action, "text")
    verdict = _choice(action, "verdict", Verdict) if action.get("verdict") else None
    values = action.get("values") or []
    is_list = isinstance(values, list) and len(values) <= _MOST_VALUES
    if not is_list or not all(isinstance(each, str) and len(each) <= _LONGEST_VALUE for each in values):
        raise ActionError("'values' is to be a list of texts")
    kept = tuple(each.strip() for each in values if each.strip()) if verdict is Verdict.VALUE else ()
    if verdict and (fault := describe_claim_fault(ClaimDecision(kind, verdict, text, kept))):
        raise ActionError(fault[1])
    return decide_claim(kind, verdict, text, kept)


def _clear(_letter: ReviewedLetter, _action: _Values) -> Change:
    return restore(())


_ACTIONS: Mapping[str, Callable[[ReviewedLetter, _Values], Change]] = {
    "label": _label,
    "join": lambda letter, action: join_part(letter, _place(action)),
    "cut": lambda letter, action: cut_part(letter, _place(action)),
    "name": _name,
    "not-name": _no_name,
    "claim": _claim,
    "clear": _clear,
}


def _end(action: _Values, name: str) -> Place:
    value = action.get(name)
    if not isinstance(value, dict):
        raise ActionError(f"'{name}' is to be a place")
    return _place(value)


def _place(values: _Values) -> Place:
    return Place(_number(values, "line"), _number(values, "column"))


def _stretch(action: _Values) -> Stretch:
    start, length = _place(action), _number(action, "length")
    return Stretch(start, Place(start.line, start.column + length))


def _number(values: _Values, key: str) -> int:
    value = values.get(key)
    if type(value) is not int or not 0 < value < _LARGEST:
        raise ActionError(f"'{key}' is to be a number from 1")
    return value


def _text(values: _Values, key: str) -> str:
    value = values.get(key) or ""
    if not isinstance(value, str) or len(value) > _LONGEST_VALUE:
        raise ActionError(f"'{key}' is to be a text of at most {_LONGEST_VALUE:,} characters")
    return value


def _choice(values: _Values, key: str, kind: type[_NameT]) -> _NameT:
    value = values.get(key)
    if not isinstance(value, str) or value not in list(kind):
        said = f", not {quote(value)}" if isinstance(value, str) else ""
        raise ActionError(f"'{key}' is to be one of {', '.join(kind)}{said}")
    return kind(value)
