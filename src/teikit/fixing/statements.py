"""XML text to what it states: its words in their order, comments and instructions, and the values of its attributes.

Tags say where something stands and what it is, not what was written. A fix after which something is not stated any
more, or words stand in another order, is not safe.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.entities import html5

from teikit.document.source import Source
from teikit.fixing.meaning import keeps
from teikit.fixing.proposal import Change

_MARKUP = re.compile(
    r"<!--.*?-->|<!\[CDATA\[(?P<data>.*?)\]\]>|<\?.*?\?>|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*)?>"
    r"|<(?P<end>/?)(?P<name>[^\s<>/!?=\"'&]++)(?P<rest>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>",
    re.DOTALL,
)
# Without quotes too: that is not well-formed, but says the same.
_ATTRIBUTE = re.compile(r"([^\s=/]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>=&]++))")
_REFERENCE = re.compile(r"&(?:#(\d+)|#x([0-9A-Fa-f]+)|([A-Za-z]\w*));")
_SPACE = re.compile(r"[ \t\r\n]+")
_LAST_CODE_POINT = 0x10FFFF
# What only says to this program what it is to do is no part of the document.
_OWN_INSTRUCTION = "<?teikit"
# They stand for elements without content and around comments; XML has no such characters.
_EMPTY, _MARK = "\x01", "\x02"
_TEI_HOST = "tei-c.org"
_Pair = tuple[str, str]


@dataclass(slots=True)
class _Reading:
    """What was read of a text: its characters without white space, where these are parted, and (name, value) pairs."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    parted: set[int] = field(default_factory=set)
    attributes: list[_Pair] = field(default_factory=list)

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)

    def add_words(self, text: str) -> None:
        words = _SPACE.split(unicodedata.normalize("NFC", text))
        for number, word in enumerate(words):
            if number:
                self.parted.add(self.length)
            self.add(word)

    @property
    def text(self) -> str:
        """All characters in their order."""
        return "".join(self.pieces)

    def partings(self) -> set[int]:
        """Return where words are parted from words: how many characters come before each place."""
        text, outside = self.text, {"", _EMPTY, _MARK}
        return {at for at in self.parted if text[at - 1 : at] not in outside and text[at : at + 1] not in outside}


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
        read.parted.add(read.length)
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


def _keeps_values(old: Sequence[_Pair], new: Sequence[_Pair]) -> bool:
    missing = list((Counter(old) - Counter(new)).elements())
    offered = list((Counter(new) - Counter(old)).elements())
    # What is only called otherwise comes first, so that nothing else is taken for it.
    for is_kept in (_has_same_value, _has_kept_value):
        missing = [each for each in missing if not _take(each, offered, is_kept)]
    return all(_names_tei(each) for each in missing)


def _take(old: _Pair, offered: list[_Pair], is_kept: Callable[[_Pair, _Pair], bool]) -> bool:
    """Take the first pair that keeps what an old one states out of those offered, if there is one."""
    found = next((number for number, each in enumerate(offered) if is_kept(old, each)), None)
    if found is None:
        return False
    del offered[found]
    return True


def _has_same_value(old: _Pair, new: _Pair) -> bool:
    return old[1] == new[1]


def _has_kept_value(old: _Pair, new: _Pair) -> bool:
    return old[0] == new[0] and keeps(old[1], new[1])


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
