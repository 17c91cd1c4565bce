"""The reader of a header: it returns the words of elements, and knows which elements with words nothing has read."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.exports.reading.kinds import REGISTERS, Edge
from teikit.exports.reading.parts import Item, Role, Words
from teikit.exports.reading.rule import read_content
from teikit.exports.record.entries import Resolver
from teikit.messages import quote
from teikit.shallow_repr import ShallowRepr
from teikit.tei.markup import LANG

_WORD = re.compile(r"\w")
# What an element may contain instead of structured parts.
PROSE = (T + "p", T + "ab")
# A remark on an element is not part of its words.
_COMMENTARY = REGISTERS | {"figure", "graphic", "note", "noteGrp"}
# The divisions of a header whose parts are named where they are not read (TEI P5 2.1.1).
_DIVISIONS = frozenset({T + "fileDesc", T + "encodingDesc", T + "profileDesc"})


def find_all(element: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at a path of TEI names, separated by slashes."""
    found = [element]
    for name in path.split("/"):
        tag = T + name
        found = [child for one in found for child in one.iterchildren(tag)]
    return found


def find_first(element: etree._Element, path: str) -> etree._Element | None:
    """Return the first element at a path of TEI names, None if there is none."""
    return next(iter(find_all(element, path)), None)


def find_below(elements: Iterable[etree._Element], path: str) -> list[etree._Element]:
    """Return the elements at a path that begins at any depth below some elements."""
    first, _, rest = path.partition("/")
    found = [one for element in elements for one in element.iterdescendants(T + first)]
    return [one for each in found for one in find_all(each, rest)] if rest else found


def find_or_empty(element: etree._Element, path: str) -> etree._Element:
    """Return the first element at a path of TEI names, an empty one if there is none."""
    found = find_first(element, path)
    return etree.Element("none") if found is None else found


def children(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the child elements, without comments and processing instructions."""
    return (child for child in element if isinstance(child.tag, str))


def paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs of an element, which it may have instead of structured parts."""
    return element.iterchildren(*PROSE)


def language_of(element: etree._Element) -> str:
    """Return the language of an element: its @xml:lang, or the nearest one above; empty if there is none."""
    stated = (each.get(LANG, "") for each in (element, *element.iterancestors()))
    return next(filter(None, stated), "")


class HeaderReader(ShallowRepr):
    """Reads the elements of a header, and marks those whose own text was read."""

    def __init__(self, root: etree._Element, resolver: Resolver) -> None:
        self.root = root
        self.resolver = resolver
        self._read: set[etree._Element] = set()

    def words(self, element: etree._Element | None, without: Collection[str] = ()) -> str:
        """Return the words of an element in one line, as in the reading text, but without remarks; empty for None.

        Elements named in `without` are left out too. An element that has only a note has the words of the note, unless
        notes are among these.
        """
        if element is None:
            return ""
        self._read.add(element)
        if not len(element):
            # Most elements contain text only.
            return " ".join((element.text or "").split())
        found = " ".join("".join(self._pieces(read_content(element), _COMMENTARY.union(without))).split())
        return found if found or "note" in without else self.joined(find_all(element, "note"), " ")

    def joined(self, elements: Iterable[etree._Element], separator: str = ", ") -> str:
        """Return the words of elements, each once, with a separator between them."""
        return separator.join(dict.fromkeys(filter(None, map(self.words, elements))))

    def first(self, elements: Iterable[etree._Element]) -> str:
        """Return the words of the first element that has some."""
        return next(filter(None, map(self.words, elements)), "")

    def _pieces(self, content: Iterable[Item], without: Collection[str]) -> Iterator[str]:
        for item in content:
            if isinstance(item, Words):
                yield item.text
            elif item.name in without:
                yield " "
            elif item.role is Role.WORDS:
                self._read.add(item.element)
                edge = " " if item.edge > Edge.BLANK else ""
                yield edge
                yield from self._pieces(item.content, without)
                yield edge
            elif item.role in {Role.SPACE, Role.LINE_END}:
                yield " "
            elif item.role is Role.GAP:
                yield "[...]"

    def unread(self) -> tuple[str, ...]:
        """Return the paths below teiHeader of the elements with words that nothing has read, each once.

        Where nothing in an element was read, the path is that of the element, and not those of its parts.
        """
        header = find_first(self.root, "teiHeader")
        if header is None:
            return ()
        touched = self._read.union(*(one.iterancestors() for one in self._read))
        lost = dict.fromkeys(self._unread_below(header, touched))
        return tuple(dict.fromkeys(_path(one, header, self._read) for one in lost))

    def _unread_below(self, element: etree._Element, touched: Collection[etree._Element]) -> Iterator[etree._Element]:
        """Yield the highest elements with words in which nothing was read, and those whose own text was not read."""
        is_read = element in self._read
        if not is_read and _WORD.search(element.text or ""):
            yield element
        for child in element:
            if child in touched or child.tag in _DIVISIONS:
                yield from self._unread_below(child, touched)
            elif isinstance(child.tag, str) and _WORD.search("".join(map(str, child.itertext()))):
                yield child
            if not is_read and _WORD.search(child.tail or ""):
                yield element


def _path(element: etree._Element, header: etree._Element, read: Collection[etree._Element]) -> str:
    """Return the path of an element, with its @type if a sibling with the same name was read."""
    above = list(takewhile(lambda one: one is not header, element.iterancestors()))
    path = "/".join(etree.QName(one).localname for one in (*reversed(above), element))
    siblings = (*element.itersiblings(element.tag), *element.itersiblings(element.tag, preceding=True))
    is_ambiguous = element.get("type") and any(one in read for one in siblings)
    return f"{path}[@type={quote(element.get('type', ''))}]" if is_ambiguous else path
