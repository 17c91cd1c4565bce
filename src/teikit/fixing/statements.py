"""XML text to what it states: its words in their order, comments and instructions, and the values of its attributes.

Tags say where something stands and what it is, not what was written. An attribute says something of all that its
element holds: its language, its hand. A fix after which something is not stated any more, or is stated of other words,
or words stand in another order, is not safe.
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
from teikit.fixing.proposal import Change

# What does not end reaches to the end of the text, so that each character is looked at once.
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<!DOCTYPE(?:[^\[>]*+(?:\[.*?\]\s*)?>|.*)"
    r"|<(?P<end>/?)(?P<name>[^\s<>/!?=\"'&]++)(?P<rest>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>",
    re.DOTALL,
)
# Without quotes too: that is not well-formed, but says the same.
_ATTRIBUTE = re.compile(r"([^\s=/]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>=&/]++(?=/?\Z|\s)|[^\s\"'<>=&]++))")
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|([A-Za-z]\w*));")
_SPACE = re.compile(r"[ \t\r\n]+")
_LAST_CODE_POINT = 0x10FFFF
# What only says to this program what it is to do is no part of the document.
_OWN_INSTRUCTION = "<?teikit"
# They stand for elements without content and around comments; XML has no such characters.
_EMPTY, _MARK = "\x01", "\x02"
_TEI_HOST = "tei-c.org"
# Elements in this namespace are examples of elements, not parts of the text (TEI P5, 22.4.2).
_EXAMPLES = "http://www.tei-c.org/ns/Examples"
# They name the element and its kind, as its tag does, and say no more of the words that it holds.
_NAMES_OF_ELEMENT = frozenset({"n", "id", "xml:id", "type", "subtype"})
# Values come in their order: one that is not among the next is not there.
_MOST_TRIED = 20
_NOWHERE = (-1, -1)
_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Attribute:
    """An attribute, and of what it says something: how many characters come before its element begins, and ends."""

    name: str
    value: str
    extent: tuple[int, int] = _NOWHERE


@dataclass(slots=True)
class _TextStatements:
    """What was read of a text: its characters without white space, where these are parted, and its attributes.

    `unopened` counts the end tags of elements that begin before the text.
    """

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    breaks: "array[int]" = field(default_factory=lambda: array("Q"))
    attributes: list[_Attribute] = field(default_factory=list)
    unopened: int = 0
    _open_elements: list[tuple[int, list[_Pair]]] = field(default_factory=list)

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)

    def add_words(self, text: str) -> None:
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
        """Close the last open element; whatever its end tag is called, since that may be what is at fault."""
        if not self._open_elements:
            self.unopened += 1
            return
        start, attributes = self._open_elements.pop()
        is_empty = self.length == start
        if is_empty:
            self.add(_EMPTY)
        self._add_attributes(attributes, (start, self.length), is_empty=is_empty)

    def close_all(self) -> None:
        """End the text, in elements that end behind it."""
        while self._open_elements:
            start, attributes = self._open_elements.pop()
            self._add_attributes(attributes, (start, -1), is_empty=False)

    def _add_attributes(self, attributes: list[_Pair], of: tuple[int, int], *, is_empty: bool) -> None:
        for name, value in attributes:
            is_of_words = is_empty or name not in _NAMES_OF_ELEMENT
            self.attributes.append(_Attribute(name, value, of if is_of_words else _NOWHERE))

    @property
    def text(self) -> str:
        """All characters in their order."""
        return "".join(self.pieces)

    def word_breaks(self) -> "array[int]":
        """Return where words are parted from words: how many characters come before each place."""
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
    """Yield the attributes of a tag that say something; one that stands there twice says it once."""
    found = dict.fromkeys(
        (match[1], " ".join(_SPACE.split(_resolve_references(match[2] or match[3] or match[4] or "").strip())))
        for match in _ATTRIBUTE.finditer(text)
    )
    # An empty xml:lang takes back the language that holds outside (XML 1.0, 2.12).
    yield from (each for each in found if each[1] or each[0] == "xml:lang")


def _resolve_references(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return html5.get(f"{match[3]};", match[0])
    number = int(match[1]) if match[1] else int(match[2], 16)
    return chr(number) if 0 < number <= _LAST_CODE_POINT else match[0]


def has_all_statements(before: str, after: str) -> bool:
    """Tell whether a text states all that another one states, its words in the same order and parted alike."""
    return _has_same_statements(_read(before), _read(after))


def _has_same_statements(old: _TextStatements, new: _TextStatements) -> bool:
    if old.text != new.text or old.word_breaks() != new.word_breaks():
        return False
    return _has_all_values(old.attributes, new.attributes)


def _has_all_values(old: Iterable[_Attribute], new: Iterable[_Attribute]) -> bool:
    counts, others = Counter(old), Counter(new)
    # What is only called otherwise comes first, so that nothing else is taken for it.
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
    """Take the first value that states what an old one does out of those offered, if one of the next does."""
    found = next((number for number, each in enumerate(offered[:_MOST_TRIED]) if is_equivalent(old, each)), None)
    if found is None:
        return False
    del offered[found]
    return True


def _is_tei_declaration(attribute: _Attribute) -> bool:
    """Tell whether an attribute is a declaration of TEI's namespace, rightly spelt or not."""
    is_declaration = attribute.name.partition(":")[0] == "xmlns"
    return is_declaration and _TEI_HOST in attribute.value and attribute.value != _EXAMPLES


def is_meaning_preserving(source: EditableDocument, changes: Sequence[Change]) -> bool:
    """Tell whether a document states after some changes all that it states before, its words in the same order."""
    if not changes:
        return True
    stretch = source.enclosing_stretch(min(each.start for each in changes), max(each.end for each in changes))
    old, new = _before_and_after(source, changes, stretch)
    if unopened := max(old.unopened, new.unopened):
        # What an attribute says something of is known where its element begins.
        start = _outermost_ended_start(source, stretch[0], unopened)
        old, new = _before_and_after(source, changes, (start, stretch[1]))
    return _has_same_statements(old, new)


def _outermost_ended_start(source: EditableDocument, offset: int, number: int) -> int:
    """Return where the outermost of so many elements begins that are open at an offset."""
    element = source.innermost_element(offset)
    if element is None:
        return offset
    opened = (each for each in (element, *element.ancestors()) if each.start < offset)
    return min((each.start for each in islice(opened, number)), default=offset)


def _before_and_after(
    source: EditableDocument, changes: Sequence[Change], stretch: tuple[int, int]
) -> tuple[_TextStatements, _TextStatements]:
    """Read a stretch of a document as it is, and as it is after some changes."""
    start, end = stretch
    made: list[str] = []
    at = start
    for each in sorted(changes, key=lambda each: (each.start, each.end)):
        made += (source.text[at : each.start], each.text)
        at = each.end
    return _read(source.text[start:end]), _read("".join((*made, source.text[at:end])))
