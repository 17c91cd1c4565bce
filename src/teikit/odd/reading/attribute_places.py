"""Finds attributes in the start tags of ODDs, and words in their values."""

import re
from collections.abc import Mapping

from teikit.diagnostics import Span
from teikit.document.encoding import encoding_of
from teikit.document.locations import LineIndex, TagLocator
from teikit.p5.nodes import Place

# Longer start tags are searched no further, in code points.
_LONGEST_TAG = 50_000


class AttributePlaces:
    """Finds places in files, by their names; the content of each is decoded once."""

    def __init__(self) -> None:
        self._contents: list[Mapping[str, bytes]] = []
        self._lines: dict[str, LineIndex] = {}

    def add(self, contents: Mapping[str, bytes]) -> None:
        """Add the files of an ODD; more may come to the mapping."""
        self._contents.append(contents)

    def span(self, place: Place) -> Span | None:
        """Return the span of a place; that of its start tag where the attribute is not found."""
        lines = self._index(place.file) if place.attribute and place.span else None
        if lines is None or place.span is None:
            return place.span
        start = lines.offset(*place.span.start)
        namespace, _, local = place.attribute.rpartition("}")
        tag = lines.text[start : start + _LONGEST_TAG]
        found = TagLocator(tag).attribute_offsets(f"{namespace} {local}" if namespace else local)
        if found is None:
            return place.span
        first, last = _word(tag, found, place.word)
        return lines.span(start + first, start + last)

    def _index(self, file: str) -> LineIndex | None:
        if file not in self._lines:
            data = next((each[file] for each in self._contents if file in each), None)
            if data is None:
                return None
            encoding, mark = encoding_of(data[:200])
            self._lines[file] = LineIndex(data[mark:].decode(encoding, "replace"))
        return self._lines[file]


def _word(tag: str, offsets: tuple[int, int], word: str) -> tuple[int, int]:
    """Return where a word of an attribute's value is; the whole attribute where it is not found."""
    start, end = offsets
    found = re.compile(rf"(?<![^\s\"']){re.escape(word)}(?![^\s\"'])").search(tag, start, end) if word else None
    return found.span() if found else offsets
