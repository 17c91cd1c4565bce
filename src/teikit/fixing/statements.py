"""XML text to what it states: its words in their order, comments and instructions, and the values of its attributes.

Tags say where something stands and what it is, not what was written. A fix after which something is not stated any
more, or words stand in another order, is not safe.
"""

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html.entities import html5
from itertools import chain

from teikit.document.source import Source
from teikit.fixing.meaning import keeps
from teikit.fixing.proposal import Change

# What does not end reaches to the end of the text, so that each character is looked at once.
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<!DOCTYPE(?:[^\[>]*+(?:\[.*?\]\s*)?>|.*)"
    r"|<(?P<end>/?)(?P<name>[^\s<>/!?=\"'&]++)(?P<rest>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>",
    re.DOTALL,
)
# Without quotes too: that is not well-formed, but says the same.
_ATTRIBUTE = re.compile(r"([^\s=/]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>=&]++))")
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|([A-Za-z]\w*));")
_SPACE = re.compile(r"[ \t\r\n]+")
_LAST_CODE_POINT = 0x10FFFF
# What only says to this program what it is to do is no part of the document.
_OWN_INSTRUCTION = "<?teikit"
# They stand for elements without content and around comments; XML has no such characters.
_EMPTY, _MARK = "\x01", "\x02"
_TEI_HOST = "tei-c.org"
# Values come in their order: one that is not among the next is not there.
_MOST_TRIED = 20
_Pair = tuple[str, str]


@dataclass(slots=True)
class _Reading:
    """What was read of a text: its characters without white space, where these are parted, and (name, value) pairs."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    parted: "array[int]" = field(default_factory=lambda: array("Q"))
    attributes: list[_Pair] = field(default_factory=list)

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)

    def add_words(self, text: str) -> None:
        words = _SPACE.split(unicodedata.normalize("NFC", text))
        for number, word in enumerate(words):
            if number:
                self.part()
            self.add(word)

    def part(self) -> None:
        if not self.parted or self.parted[-1] != self.length:
            self.parted.append(self.length)

    @property
    def text(self) -> str:
        """All characters in their order."""
        return "".join(self.pieces)

    def partings(self) -> "array[int]":
        """Return where words are parted from words: how many characters come before each place."""
        text, outside = self.text, {"", _EMPTY, _MARK}
        between = (at for at in self.parted if text[at - 1 : at] not in outside and text[at : at + 1] not in outside)
        return array("Q", between)


def _read(text: str) -> _Reading:
    read = _Reading()
    end = 0
    for match in _MARKUP.finditer(text):
        read.add_words(_resolved(text[end : match.start()]))
        _add_markup(read, match)
        end = match.end()
    read.add_words(_resolved(text[end:]))
    return read


def _add_markup(read: _Reading, match: re.Match[str]) -> None:
    if match["name"]:
        read.part()
        if not match["end"]:
            read.attributes += _attributes(match["rest"])
            if match["rest"].endswith("/"):
                read.add(_EMPTY)
    elif match["data"] is not None:
        read.add_words(match["data"])
    elif not match[0].startswith(_OWN_INSTRUCTION):
        read.add(f"{_MARK}{match[0]}{_MARK}")


def _attributes(text: str) -> Iterator[_Pair]:
    """Yield the attributes of a tag that say something; one that stands there twice says it once."""
    found = dict.fromkeys(
        (match[1], " ".join(_SPACE.split(_resolved(match[2] or match[3] or match[4] or "").strip())))
        for match in _ATTRIBUTE.finditer(text)
    )
    # An empty xml:lang takes back the language that holds outside (XML 1.0, 2.12).
    yield from (each for each in found if each[1] or each[0] == "xml:lang")


def _resolved(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return html5.get(f"{match[3]};", match[0])
    number = int(match[1]) if match[1] else int(match[2], 16)
    return chr(number) if 0 < number <= _LAST_CODE_POINT else match[0]


def keeps_statements(before: str, after: str) -> bool:
    """Tell whether a text states all that another one states, its words in the same order and parted alike."""
    old, new = _read(before), _read(after)
    if old.text != new.text or old.partings() != new.partings():
        return False
    return _keeps_values(old.attributes, new.attributes)


def _keeps_values(old: Iterable[_Pair], new: Iterable[_Pair]) -> bool:
    counts, others = Counter(old), Counter(new)
    # What is only called otherwise comes first, so that nothing else is taken for it.
    offered: dict[str, list[_Pair]] = {}
    for pair in (others - counts).elements():
        offered.setdefault(pair[1], []).append(pair)
    changed = []
    for pair in (counts - others).elements():
        if offered.get(pair[1]):
            offered[pair[1]].pop()
        elif not _names_tei(pair):
            changed.append(pair)
    by_name: dict[str, list[str]] = {}
    for name, value in chain.from_iterable(offered.values()):
        by_name.setdefault(name, []).append(value)
    return all(_take(value, by_name.get(name, [])) for name, value in changed)


def _take(old: str, offered: list[str]) -> bool:
    """Take the first value that states what an old one does out of those offered, if one of the next does."""
    found = next((number for number, each in enumerate(offered[:_MOST_TRIED]) if keeps(old, each)), None)
    if found is None:
        return False
    del offered[found]
    return True


def _names_tei(attribute: _Pair) -> bool:
    """Tell whether an attribute is a declaration of TEI's namespace, rightly spelt or not."""
    return attribute[0].partition(":")[0] == "xmlns" and _TEI_HOST in attribute[1]


def keeps_what_is_stated(source: Source, changes: Sequence[Change]) -> bool:
    """Tell whether a document states after some changes all that it states before, its words in the same order."""
    if not changes:
        return True
    start, end = source.stretch(min(each.start for each in changes), max(each.end for each in changes))
    made: list[str] = []
    at = start
    for each in sorted(changes, key=lambda each: (each.start, each.end)):
        made += (source.text[at : each.start], each.text)
        at = each.end
    return keeps_statements(source.text[start:end], "".join((*made, source.text[at:end])))
