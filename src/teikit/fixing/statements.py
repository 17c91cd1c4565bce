"""Extracts what an XML text states: its words in order, comments and instructions, and attribute values.

Tags mark the place and kind of something, not what was written. An attribute applies to the whole content of its
element: its language, its hand. A fix after which something is no longer stated, or is stated of other words,
or words are in another order, is not safe.
"""

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html.entities import html5
from itertools import chain, islice

from teikit.document.editable import EditableDocument
from teikit.fixing.meaning import is_equivalent
from teikit.fixing.proposal import Change, is_blank

# Unclosed constructs extend to the end of the text, so that each character is read once.
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<!DOCTYPE(?:[^\[>]*+(?:\[.*?\]\s*)?>|.*)"
    r"|<(?P<end>/?)(?P<name>[^\s<>/!?=\"'&]++)(?P<rest>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>",
    re.DOTALL,
)
# Also without quotes, which is not well-formed but states the same.
_ATTRIBUTE = re.compile(r"([^\s=/]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>=&/]++(?=/?\Z|\s)|[^\s\"'<>=&]++))")
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|([A-Za-z]\w*));")
_SPACE = re.compile(r"[ \t\r\n]+")
_LINE_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_LAST_CODE_POINT = 0x10FFFF
# Instructions for this program are not part of the document.
_OWN_INSTRUCTION = "<?teikit"
# Placeholders for empty elements and around comments; XML does not allow these characters.
_EMPTY, _MARK = "\x01", "\x02"
_TEI_HOST = "tei-c.org"
# Elements in this namespace are examples of elements, not parts of the text (TEI P5, 22.4.2).
_EXAMPLES = "http://www.tei-c.org/ns/Examples"
# They name the element and its kind, as its tag does, and state nothing about its words.
_NAMES_OF_ELEMENT = frozenset({"n", "id", "xml:id", "type", "subtype"})
# Values are in order: one that is not among the next few is missing.
_MOST_TRIED = 20
_NOWHERE = (-1, -1)
_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Attribute:
    """An attribute and its range: the number of characters before its element begins, and before it ends."""

    name: str
    value: str
    extent: tuple[int, int] = _NOWHERE


@dataclass(slots=True)
class _TextStatements:
    """The statements of a text: its characters without white space, the word breaks, and its attributes.

    `character_data` is what a parser reports as text, with all white space. `unopened` counts the end tags of elements
    that begin before the text.
    """

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    breaks: "array[int]" = field(default_factory=lambda: array("Q"))
    attributes: list[_Attribute] = field(default_factory=list)
    unopened: int = 0
    character_data: list[str] = field(default_factory=list)
    _open_elements: list[tuple[int, list[_Pair]]] = field(default_factory=list)

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)

    def add_words(self, text: str) -> None:
        self.character_data.append(text)
        words = _SPACE.split(unicodedata.normalize("NFC", text))
        for number, word in enumerate(words):
            if number:
                self.add_break()
            self.add(word)

    def add_break(self) -> None:
        if not self.breaks or self.breaks[-1] != self.length:
            self.breaks.append(self.length)

    def open(self, attributes: Iterable[_Pair], *, is_empty: bool) -> None:
        self._open_elements.append((self.length, list(attributes)))
        if is_empty:
            self.close()

    def close(self) -> None:
        """Close the last open element, whatever the name of its end tag, which may be at fault."""
        if not self._open_elements:
            self.unopened += 1
            return
        start, attributes = self._open_elements.pop()
        is_empty = self.length == start
        if is_empty:
            self.add(_EMPTY)
        self._add_attributes(attributes, (start, self.length), is_empty=is_empty)

    def close_all(self) -> None:
        """End the text, in elements that end after it."""
        while self._open_elements:
            start, attributes = self._open_elements.pop()
            self._add_attributes(attributes, (start, -1), is_empty=False)

    def _add_attributes(self, attributes: list[_Pair], of: tuple[int, int], *, is_empty: bool) -> None:
        for name, value in attributes:
            is_of_words = is_empty or name not in _NAMES_OF_ELEMENT
            self.attributes.append(_Attribute(name, value, of if is_of_words else _NOWHERE))

    def spaced_text(self) -> str:
        """Return all characters with the white space between them; a line break is the same however it is indented."""
        return _LINE_BREAK.sub("\n", unicodedata.normalize("NFC", "".join(self.character_data)))

    @property
    def text(self) -> str:
        """All characters in their order."""
        return "".join(self.pieces)

    def word_breaks(self) -> "array[int]":
        """Return the word breaks, as the number of characters before each."""
        text, outside = self.text, {"", _EMPTY, _MARK}
        between = (at for at in self.breaks if text[at - 1 : at] not in outside and text[at : at + 1] not in outside)
        return array("Q", between)


def _read(text: str) -> _TextStatements:
    read = _TextStatements()
    end = 0
    for match in _MARKUP.finditer(text):
        read.add_words(_resolve_references(text[end : match.start()]))
        _add_markup(read, match)
        end = match.end()
    read.add_words(_resolve_references(text[end:]))
    read.close_all()
    return read


def _add_markup(read: _TextStatements, match: re.Match[str]) -> None:
    if match["name"]:
        read.add_break()
        if match["end"]:
            read.close()
        else:
            read.open(_attributes(match["rest"]), is_empty=match["rest"].endswith("/"))
    elif match["data"] is not None:
        read.add_words(match["data"])
    elif not match[0].startswith(_OWN_INSTRUCTION):
        read.add(f"{_MARK}{match[0]}{_MARK}")


def _attributes(text: str) -> Iterator[_Pair]:
    """Yield the attributes of a tag that state something; a repeated attribute counts once."""
    found = dict.fromkeys(
        (match[1], " ".join(_SPACE.split(_resolve_references(match[2] or match[3] or match[4] or "").strip())))
        for match in _ATTRIBUTE.finditer(text)
    )
    # An empty xml:lang cancels the language of the parent (XML 1.0, 2.12).
    yield from (each for each in found if each[1] or each[0] == "xml:lang")


def _resolve_references(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return html5.get(f"{match[3]};", match[0])
    number = int(match[1]) if match[1] else int(match[2], 16)
    return chr(number) if 0 < number <= _LAST_CODE_POINT else match[0]


def has_all_statements(before: str, after: str) -> bool:
    """Return whether a text states all that another one states, with the same words in the same order."""
    return _has_same_statements(_read(before), _read(after))


def _has_same_statements(old: _TextStatements, new: _TextStatements) -> bool:
    if old.text != new.text or old.word_breaks() != new.word_breaks() or old.spaced_text() != new.spaced_text():
        return False
    return _has_all_values(old.attributes, new.attributes)


def _has_all_values(old: Iterable[_Attribute], new: Iterable[_Attribute]) -> bool:
    counts, others = Counter(old), Counter(new)
    # Renamed attributes first, so that nothing else is matched with them.
    offered: dict[tuple[str, tuple[int, int]], list[_Attribute]] = {}
    for each in (others - counts).elements():
        offered.setdefault((each.value, each.extent), []).append(each)
    changed = []
    for each in (counts - others).elements():
        if offered.get((each.value, each.extent)):
            offered[each.value, each.extent].pop()
        elif not _is_tei_declaration(each):
            changed.append(each)
    by_name: dict[tuple[str, tuple[int, int]], list[str]] = {}
    for each in chain.from_iterable(offered.values()):
        by_name.setdefault((each.name, each.extent), []).append(each.value)
    return all(_take(each.value, by_name.get((each.name, each.extent), [])) for each in changed)


def _take(old: str, offered: list[str]) -> bool:
    """Remove and return the first of the next values that states what an old one does, if there is one."""
    found = next((number for number, each in enumerate(offered[:_MOST_TRIED]) if is_equivalent(old, each)), None)
    if found is None:
        return False
    del offered[found]
    return True


def _is_tei_declaration(attribute: _Attribute) -> bool:
    """Return whether an attribute is a declaration of TEI's namespace, spelt correctly or not."""
    is_declaration = attribute.name.partition(":")[0] == "xmlns"
    return is_declaration and _TEI_HOST in attribute.value and attribute.value != _EXAMPLES


def is_meaning_preserving(source: EditableDocument, changes: Sequence[Change]) -> bool:
    """Return whether a document states after changes all that it stated before, with its words in the same order."""
    first = source.elements[0].start if source.elements else 0
    # White space outside the root element is no part of the document's text.
    changes = [
        each for each in changes if each.end > first or each.text or not is_blank(source.text[each.start : each.end])
    ]
    if not changes:
        return True
    stretch = source.enclosing_stretch(min(each.start for each in changes), max(each.end for each in changes))
    old, new = _before_and_after(source, changes, stretch)
    if unopened := max(old.unopened, new.unopened):
        # The range of an attribute is known where its element begins.
        start = _outermost_ended_start(source, stretch[0], unopened)
        old, new = _before_and_after(source, changes, (start, stretch[1]))
    return _has_same_statements(old, new)


def _outermost_ended_start(source: EditableDocument, offset: int, number: int) -> int:
    """Return where the outermost of a number of elements that are open at an offset begins."""
    element = source.innermost_element(offset)
    if element is None:
        return offset
    opened = (each for each in (element, *element.ancestors()) if each.start < offset)
    return min((each.start for each in islice(opened, number)), default=offset)


def _before_and_after(
    source: EditableDocument, changes: Sequence[Change], stretch: tuple[int, int]
) -> tuple[_TextStatements, _TextStatements]:
    """Read the statements of a stretch of a document before and after some changes."""
    start, end = stretch
    made: list[str] = []
    at = start
    for each in sorted(changes, key=lambda each: (each.start, each.end)):
        made += (source.text[at : each.start], each.text)
        at = each.end
    return _read(source.text[start:end]), _read("".join((*made, source.text[at:end])))
