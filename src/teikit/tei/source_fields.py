"""Decides what becomes of the fields of a source: metadata of the letter, or words that the header keeps (xenoData)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from teikit.letter.dates import find_date
from teikit.letter.names import PhraseKind
from teikit.letter.persons import choose_fuller, is_same_person
from teikit.tei.correspondents import CorrespDesc
from teikit.tei.markup import Content, element
from teikit.tei.metadata import LIST_KEYS, SOURCE_KEYS, Metadata, MetadataError, check_value
from teikit.text.source import Field

_SEPARATOR = ";"
_PARTIES = {"sender", "recipient"}
_LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class FieldUse:
    """The metadata of a letter with those that its source states, and the fields that the header keeps in words.

    `kept` are fields whose words are nowhere else: what teikit has no place for, what the user's metadata replace,
    and what the header states in another form.
    """

    metadata: Metadata
    kept: tuple[Field, ...] = ()


def use_fields(fields: Iterable[Field], given: Metadata, found: CorrespDesc) -> FieldUse:
    """Return the use of a source's fields; `given` are the user's metadata, which replace them.

    `found` is what the letter itself states: a fuller form of the same name there is kept.
    """
    stated: dict[str, Any] = {}
    kept: list[Field] = []
    for one in fields:
        values = _values(one)
        is_used = bool(values) and not getattr(given, one.key) and not _is_fuller_in_letter(one.key, values, found)
        is_used = is_used and (one.key in LIST_KEYS or one.key not in stated)
        if is_used:
            stated[one.key] = (*stated.get(one.key, ()), *values) if one.key in LIST_KEYS else values[0]
        if not one.is_in_text and not (is_used and _is_verbatim(one, values)):
            kept.append(one)
    return FieldUse(replace(given, **stated), tuple(kept))


def stated_language(fields: Iterable[Field], is_tag: Callable[[str], bool]) -> str:
    """Return the first language that fields state by its tag, "" if none does."""
    return next((one.value for one in fields if one.key == _LANGUAGE and is_tag(one.value)), "")


def _values(one: Field) -> Sequence[str]:
    """Return the values of a field as metadata have them, none where it is not one of theirs."""
    texts = one.value.split(_SEPARATOR) if one.key in LIST_KEYS else [one.value]
    values = [value for text in texts if (value := " ".join(text.split()))]
    if one.key == "date":
        values = [_w3c_date(value) for value in values]
    return values if one.key in SOURCE_KEYS and all(_is_correct(one.key, value) for value in values) else ()


def _w3c_date(text: str) -> str:
    """Return a date that is written in words as a day, month or year; the text itself if it is none."""
    date = find_date(text)
    is_whole = date is not None and date.start == 0 and not text[date.end :].strip(" .")
    if date is None or not is_whole or not date.when or date.short_year is not None:
        return text
    return f"{date.when}?" if date.is_doubtful else date.when


def _is_correct(key: str, value: str) -> bool:
    try:
        check_value(key, value)
    except MetadataError:
        return False
    return True


def _is_verbatim(one: Field, values: Sequence[str]) -> bool:
    """Return whether the header has the words of a field as they are; a language is only a tag there."""
    words = one.value.replace(_SEPARATOR, " ").split() if one.key in LIST_KEYS else one.value.split()
    return one.key != _LANGUAGE and words == " ".join(values).split()


def _is_fuller_in_letter(key: str, values: Sequence[str], found: CorrespDesc) -> bool:
    """Return whether the letter itself names the same person in a fuller form."""
    if key not in _PARTIES or len(values) != 1:
        return False
    claims = found.sender if key == "sender" else found.recipient
    names = [claim.text for claim in claims if claim.phrase.kind is PhraseKind.PERSON]
    return any(is_same_person(name, values[0]) and choose_fuller(values[0], name) != values[0] for name in names)


def kept_fields(kept: Sequence[Field]) -> Iterator[Content]:
    """Yield the element for fields that the header keeps in words, a line each; nothing if there are none."""
    if kept:
        yield element("xenoData", "\n".join(f"{one.name}: {one.value}" for one in kept), type="fields")


def describe_kept_fields(kept: Iterable[Field]) -> Iterator[str]:
    """Yield a warning that names the fields for which the header has no place."""
    names = list(dict.fromkeys(one.name for one in kept if not one.key))
    if names:
        yield f"the header keeps in xenoData, as it has no place for them: {', '.join(names)}"
