"""Reads the tags that Transkribus writes into @custom of PAGE: `unclear {offset:3; length:5;} person {...}`."""

import re
from collections.abc import Iterator
from functools import cached_property

from teikit.text.numerals import parse_whole_number
from teikit.text.plain import Mark, Sign
from teikit.text.source import Field

_TAG = re.compile(r"([A-Za-z_][\w-]{0,60})\s*\{([^{}]{0,2000})\}")
_LONGEST_CUSTOM = 100_000
_MOST_TAGS = 100
_STYLES = {
    "bold": "bold", "italic": "italic", "underlined": "underline", "strikethrough": "strikethrough",
    "superscript": "superscript", "subscript": "subscript", "smallCaps": "smallcaps", "letterSpaced": "spaced",
}  # fmt: skip
_ELEMENTS = {
    "unclear": "unclear", "supplied": "supplied", "sic": "sic", "abbrev": "abbr", "add": "add", "person": "persName",
    "place": "placeName", "organization": "orgName", "gap": "gap",
}  # fmt: skip
# What a tag states that is not in the line.
_STATEMENTS = {"abbrev": "expansion", "sic": "correction", "gap": "supplied"}


class CustomTags:
    """The tags of a region or a line."""

    def __init__(self, custom: str | None) -> None:
        # Each once, since elements that repeat each other would be nested.
        found = dict.fromkeys(_TAG.findall((custom or "")[:_LONGEST_CUSTOM]))
        self.tags = [(name, dict(_members(members))) for name, members in [*found][:_MOST_TAGS]]

    @cached_property
    def reading_index(self) -> int | None:
        """The place in the reading order, None if it is not stated."""
        index = next((members.get("index") for name, members in self.tags if name == "readingOrder"), None)
        place = parse_whole_number(index, -1)
        return None if place < 0 else place

    @property
    def structure(self) -> str:
        """The type of the region."""
        return next((members.get("type", "") for name, members in self.tags if name == "structure"), "")

    def marks(self, text: str) -> Iterator[Mark]:
        """Yield the marks in the text of a line."""
        for name, members in self.tags:
            start, end = _stretch(members, text)
            if start >= end:
                continue
            if name == "textStyle":
                rend = " ".join(word for key, word in _STYLES.items() if members.get(key) == "true")
                yield from [Mark(start, end, rend)] if rend else []
            elif name in _ELEMENTS:
                yield Mark(start, end, sign=Sign("", _ELEMENTS[name]))

    def fields(self, text: str) -> Iterator[Field]:
        """Yield what tags state in words that are not in the line, such as the word that is abbreviated."""
        for name, members in self.tags:
            value = members.get(_STATEMENTS.get(name, ""), "").strip()
            start, end = _stretch(members, text)
            if value and start < end:
                yield Field("", f"{_STATEMENTS[name]} of {text[start:end].strip()}", value)


def _members(text: str) -> Iterator[tuple[str, str]]:
    for member in text.split(";"):
        key, _, value = member.partition(":")
        yield key.strip(), _unescape(value.strip())


def _unescape(value: str) -> str:
    """Return a value with the characters that Transkribus writes by their numbers, such as the semicolon."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: _character(int(match[1], 16)), value)


def _character(code: int) -> str:
    return "\ufffd" if code < 32 or 0xD800 <= code < 0xE000 or code >= 0xFFFE else chr(code)


def _stretch(members: dict[str, str], text: str) -> tuple[int, int]:
    """Return where a tag begins and ends in a text; Transkribus counts UTF-16 units."""
    start = parse_whole_number(members.get("offset"), -1)
    length = parse_whole_number(members.get("length"), 0)
    if start < 0:
        return 0, 0
    if any(ord(char) > 0xFFFF for char in text):
        ends = [0]
        for char in text:
            ends.append(ends[-1] + 1 + (ord(char) > 0xFFFF))
        return sum(end < start for end in ends), sum(end < start + length for end in ends)
    return min(start, len(text)), min(start + length, len(text))
