"""The words that are read of a TEI text, by the rule of docs/export.md: slowly, on strings, without parts or states.

Everything that has a place of its own beside the words (notes, page numbers between the parts of a word, struck words)
becomes one sign in the string; signs move to the end of their word by expressions, and then give way to their words.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from teikit.exports.reading.elements import tei_name
from teikit.exports.reading.kinds import (
    SKIPPED_ELEMENTS,
    Edge,
    allows_text,
    child_edge,
    edge_of,
    editorial_signs,
    has_content,
    has_words,
    is_apparatus,
    is_datum_after_datum,
    is_indented,
    is_register,
)

# Controls, which XML has no place for: an edge, a place where no word goes on, break="no", a line end.
EDGE, STOP, NO_BREAK, LINE_END = "\x1e", "\x0b", "\x02", "\x03"
# Signs that move (a note, a running title, a page, a note read in its place, what an editor makes of words), and one
# that does not: struck words.
NOTE, ASIDE, PAGE, OWN, OTHER, STRUCK = (chr(0xE000 + 0x400 * number) for number in range(6))
_MOVING, _STRUCK = f"{NOTE}-{chr(ord(STRUCK) - 1)}", f"{STRUCK}-\uf7ff"
_ASIDES = f"{ASIDE}-{chr(ord(PAGE) - 1)}"
_SIGNS = r"{}()\[\]"
_REST = (
    rf"({NO_BREAK}[ \t\r\n{LINE_END}{NO_BREAK}{_MOVING}{_STRUCK}{_SIGNS}]*)"
    rf"([^\s{EDGE}{STOP}{LINE_END}{NO_BREAK}{_SIGNS}]*)"
)
_JOINED = re.compile(rf"([ \t\r\n{LINE_END}{_MOVING}{_STRUCK}]*){_REST}")
# After a hyphen it is the end of a line.
_HYPHENATED = re.compile(rf"([-\u2010\u00ac=\u2e17])([ \t\r\n{LINE_END}{_MOVING}{_STRUCK}]*){_REST}")
_WITHIN = re.compile(rf"(?<=\w)([{_MOVING}{_STRUCK}]*[{_MOVING}][{_MOVING}{_STRUCK}]*)(\w+)")
_OWN = f"[{_MOVING}{_STRUCK}]*[{OWN}-{chr(ord(OTHER) - 1)}][{_MOVING}{_STRUCK}]*"
_CLOSED = re.compile(rf"(?<=[^\s{EDGE}{STOP}{LINE_END}{_MOVING}{_STRUCK}])({_OWN})([.,;:!?)\]»”“’…]+)")


@dataclass
class Words:
    """The words of a text, and those of each note, in the order of their numbers."""

    text: list[str]
    notes: list[list[str]]


@dataclass
class _Twin:
    mixed: frozenset[str]
    struck: bool
    apparatus: bool
    signs: dict[str, str] = field(default_factory=dict)

    def sign(self, kind: str, inner: str) -> str:
        made = chr(ord(kind) + sum(kind <= one < chr(ord(kind) + 0x400) for one in self.signs))
        self.signs[made] = inner
        return made

    def inside(self, element: etree._Element) -> str:
        name = tei_name(element)
        own = "".join((element.text or "", *(child.tail or "" for child in element)))
        has_text = (
            allows_text(element, name)
            if name in {"mod", "restore"}
            else name in self.mixed or bool(own.strip(" \t\r\n"))
        )
        place = child_edge(name, has_text=has_text)
        last = element[-1] if is_indented(element) else None
        out = (element.text or "") if has_text and last is None else ""
        spoken = bool(out.strip(" \t\r\n") or (has_words(element) and editorial_signs(name, _parent(element))[0]))
        for child in element:
            if isinstance(child.tag, str):
                made, silent = self.element(child, place, spoken=spoken)
                datum = is_datum_after_datum(child, name)
                if not silent and (place or datum):
                    apart = (place or Edge.BLANK) is Edge.BLANK and spoken and has_words(child)
                    made = STOP + (EDGE if apart else "") + made
                spoken = spoken or (not silent and has_words(child))
                out += made
            tail = child.tail or ""
            out += tail if has_text and child is not last else ""
            spoken = spoken or bool(tail.strip(" \t\r\n"))
        return out

    def element(self, element: etree._Element, place: Edge, *, spoken: bool = False) -> tuple[str, bool]:
        """Return what an element gives, and whether it is one that is never seen."""
        name, parent = tei_name(element), _parent(element)
        if name in {"lb", "pb", "cb", "gb", "milestone"}:
            joined = NO_BREAK if element.get("break") == "no" else ""
            page = self.sign(PAGE, "") if name == "pb" else ""
            joined = EDGE if element.get("break") == "yes" and name != "lb" and not place else joined
            return joined + page + (LINE_END if name == "lb" and not place else ""), True
        if is_register(element, name) or (name in SKIPPED_ELEMENTS and (name, parent) != ("metamark", "ellipsis")):
            return "", True
        if name == "choice":
            return self.choice(element, place), False
        if name == "app":
            return self.app(element, place), False
        if name == "note" and is_apparatus(element):
            if not has_content(element):
                return "", False
            return self.sign(NOTE, self.inside(element)), False
        if name in {"gap", "space"}:
            return f"{STOP}[...]{STOP}" if name == "gap" else f"{STOP} {STOP}{self.inside(element)}", False
        return self.plain(element, place, spoken=spoken), False

    def plain(self, element: etree._Element, place: Edge, *, spoken: bool = False) -> str:
        name, parent = tei_name(element), _parent(element)
        before, after = editorial_signs(name, parent) if has_words(element) else ("", "")
        inner = f"{before}{self.inside(element)}{after}"
        if name == "del" and not _is_restored(element):
            return self.sign(STRUCK, inner if self.struck else "")
        edge = edge_of(element, name, parent, place)
        if name == "fw" or (name == "note" and not place):
            return self.sign(ASIDE if name == "fw" else OWN, f"{EDGE}{inner}{EDGE}")
        if edge > Edge.BLANK:
            return f"{STOP}{EDGE}{inner}{EDGE}{STOP}"
        if edge and not place:
            return (STOP + EDGE if spoken else "") + inner + (STOP + EDGE if spoken or has_words(element) else "")
        return inner

    def choice(self, element: etree._Element, place: Edge) -> str:
        """The first that is on the paper, or may be; those of a choice within a choice count as its own."""
        readings = [child for child in element if isinstance(child.tag, str)]
        ranks = ("sic", "orig", "abbr", "am", "unclear", "seg", "", "corr", "reg", "expan", "ex")

        def rank(one: etree._Element) -> int:
            inner = [rank(each) for each in one if isinstance(each.tag, str)] if tei_name(one) == "choice" else []
            return min(inner) if inner else ranks.index(tei_name(one)) if tei_name(one) in ranks else 6

        read = sorted(readings, key=rank)[:1]
        made = "".join(self.element(one, Edge.NONE)[0] for one in read)
        for one in readings:
            if one not in read and has_words(one):
                made += self.sign(OTHER, self.inside(one) if self.apparatus else "")
        return _add_edges(made + _stray(element), place)

    def app(self, element: etree._Element, place: Edge) -> str:
        """The lemma, or else the first reading; the others, notes and witnesses are a note."""
        found = [
            one
            for one in element.iterdescendants()
            if tei_name(one) in {"lem", "rdg"} and all(tei_name(each) == "rdgGrp" for each in _between(one, element))
        ]
        read = (*(one for one in found if tei_name(one) == "lem"), *found)[:1]
        made = "".join(self.element(one, Edge.NONE)[0] for one in read)
        others = []
        for one in element.iterdescendants():
            beside = isinstance(one.tag, str) and all(tei_name(each) == "rdgGrp" for each in _between(one, element))
            other = beside and one not in read and tei_name(one) not in {"rdgGrp", "lb", "pb", "cb", "gb", "milestone"}
            if other and (one in found or has_words(one)):
                others.append(self.inside(one))
        if others:
            made += self.sign(NOTE, EDGE.join(others)) if self.apparatus else self.sign(PAGE, "")
        return _add_edges(made + _stray(element), place)

    def settle(self, text: str) -> str:
        """Return a string with its signs at the ends of words, and no break where there is none."""
        while _HYPHENATED.search(text):
            text = _HYPHENATED.sub(self.join_hyphenated, text, count=1)
        while NO_BREAK in text:
            text = _JOINED.sub(self.join, text, count=1)
        before = ""
        while before != text:
            before, text = text, _CLOSED.sub(self.move, _WITHIN.sub(self.move, text, count=1), count=1)
        return text

    def join(self, match: re.Match[str]) -> str:
        kept = re.sub(rf"[^{_MOVING}{_STRUCK}{_SIGNS}]", "", match[1] + match[2])
        moving, rest = re.sub(f"[^{_MOVING}]", "", kept), match[3]
        kept = re.sub(f"[{_MOVING}]", "", kept)
        if not moving or not re.sub(f"[{_MOVING}{_STRUCK}]", "", rest):
            return kept + moving + rest
        later = re.sub(f"[^{_MOVING}]", "", rest)
        return kept + re.sub(f"[{_MOVING}]", "", rest) + moving + later

    def join_hyphenated(self, match: re.Match[str]) -> str:
        """A word that goes on in the next line: what moves is behind the rest of it."""
        hyphen, before, after, rest = match.groups()
        after = re.sub(rf"[^{_MOVING}{_STRUCK}{_SIGNS}]", "", after)
        moving = re.sub(f"[^{_MOVING}]", "", before + after)
        if not moving or not re.sub(f"[{_MOVING}{_STRUCK}]", "", rest):
            return hyphen + before + LINE_END + after + rest
        later = re.sub(f"[^{_MOVING}]", "", rest)
        return hyphen + re.sub(f"[{_MOVING}]", "", before + LINE_END + after + rest) + moving + later

    def move(self, match: re.Match[str]) -> str:
        if match.re is _WITHIN and re.search(f"[{_ASIDES}]", match[1]):
            return match[0].replace(match[2], STOP + match[2], 1)
        struck, moving = (re.sub(f"[^{kind}]", "", match[1]) for kind in (_STRUCK, _MOVING))
        return struck + match[2] + moving

    def expand(self, text: str, notes: list[list[str]]) -> str:
        """Return a string with words in the place of its signs, and add those of its notes."""
        out = ""
        for char in self.settle(text):
            if NOTE <= char < ASIDE:
                number = len(notes)
                notes.append([])
                notes[number] = plain_words(self.expand(self.signs[char], notes))
                out += f" [{number + 1}]"
            else:
                inner = self.expand(self.signs[char], notes) if char in self.signs else char
                out += "" if OTHER <= char < STRUCK else inner
        return out


def plain_words(text: str) -> list[str]:
    """Return the words of a string without the signs of editions, calls of notes as words (`#1`)."""
    text = re.sub(r"\[(\d+)\]", r" #\1 ", re.sub(f"[{EDGE}{LINE_END}]", " ", text))
    return re.sub(rf"[\[\]{{}}()—;{STOP}]", "", text.replace("[...]", " ... ")).split()


def _parent(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else tei_name(parent)


def _between(one: etree._Element, above: etree._Element) -> list[etree._Element]:
    found = []
    while (one := one.getparent()) is not above:
        found.append(one)
    return found


def _is_restored(element: etree._Element) -> bool:
    changes = [one for one in map(tei_name, element.iterancestors()) if one in {"add", "del", "restore", "subst"}]
    return changes[:1] == ["restore"]


def _stray(element: etree._Element) -> str:
    texts = (element.text or "", *(child.tail or "" for child in element))
    return "".join(text for text in texts if text.strip(" \t\r\n"))


def _add_edges(made: str, place: Edge) -> str:
    return f"{EDGE}{made}{EDGE}" if place > Edge.BLANK else made


def read_words(root: etree._Element, mixed: frozenset[str], *, struck: bool, apparatus: bool) -> Words:
    """Return what is read of a document; `struck`: with struck words; `apparatus`: with other readings, as notes."""
    twin = _Twin(mixed, struck, apparatus)
    notes: list[list[str]] = []
    text = "".join(f"{EDGE}{twin.inside(one)}{EDGE}" for one in root.iterfind("{*}text"))
    return Words(plain_words(twin.expand(text, notes)), notes)
