"""Runs all checks over a document in one walk over its tags.

Most documents are walked by their tags as cut (`walk_markup`), the others by expat's events (`walk_events`), with the
same findings in more time.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from xml.parsers.expat import XMLParserType

from teikit.checks.check import Check
from teikit.checks.finding import CheckedElement, Finding
from teikit.document.expat import PARSE_ERRORS, feed, make_parser, release
from teikit.document.markup import Markup
from teikit.document.start_tags import (
    SLASH,
    XML_ID,
    Attributes,
    Declared,
    NotTokenizableError,
    StartTagReader,
    declared_namespaces,
    require_tag,
    start_tag_reader,
)
from teikit.limits import Budget

TEI = "http://www.tei-c.org/ns/1.0 "
XML_BASE = "http://www.w3.org/XML/1998/namespace base"
# Examples of TEI in a document, which are text.
_EXAMPLES = "http://www.tei-c.org/ns/Examples "
_INCLUDE = "http://www.w3.org/2001/XInclude include"
# More nested values of xml:base are ignored.
_MOST_BASES = 64
# Names are few; the cache is cleared if a document has very many.
_MOST_NAMES = 20_000
# The most meanings that are cached, and the longest tag of one (in bytes).
_MOST_MEANINGS = 32_768
_LONGEST = 256
# The most combinations of names and attributes that are cached.
_MOST_COMBINATIONS = 4_096
_SPACE, _GREATER, _BEYOND = b" >\x80"
# Takes half the time of calling the class.
_new_tuple = tuple.__new__


class Subscribers(NamedTuple):
    """The checks that see the elements of one name and attributes, by their indexes in a sequence of kinds.

    `attributes` has the index of a check and each attribute that it sees; `starts` and `ends` see the element itself,
    `empties` see it if it is empty.
    """

    name: str
    attributes: tuple[tuple[int, str], ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    empties: tuple[int, ...]
    has_base: bool
    has_id: bool

    @property
    def see_tag(self) -> bool:
        """Whether some check sees the start tag, whatever the content of the element."""
        return bool(self.attributes or self.starts)


class Subscriptions:
    """The elements and attributes that checks see, by the indexes of the checks in a sequence of kinds."""

    def __init__(self, kinds: Sequence[type[Check]]) -> None:
        self._elements = _by_name([each.elements for each in kinds])
        # Most do nothing there.
        self._ends = _by_name([each.elements if each.end is not Check.end else frozenset() for each in kinds])
        self._empties = _by_name([each.empties for each in kinds])
        self._attributes = _by_name([each.attributes for each in kinds])
        self._known: dict[tuple[str, ...], Subscribers | None] = {}

    def meaning(self, name: str, attributes: Attributes) -> "TagMeaning | None":
        """Return what a start tag means to checks, None for one of an example."""
        keys = attributes[::2]
        combination = (name, *keys)
        subscribers = self._known.get(combination, _UNKNOWN)
        if isinstance(subscribers, str):
            subscribers = self._subscribers(name, keys)
            self._remember(combination, subscribers)
        return None if subscribers is None else (subscribers, dict(zip(keys, attributes[1::2], strict=True)))

    def _remember(self, combination: tuple[str, ...], subscribers: Subscribers | None) -> None:
        if sum(map(len, combination)) <= _LONGEST:
            if len(self._known) >= _MOST_COMBINATIONS:
                self._known.clear()
            self._known[combination] = subscribers

    def _subscribers(self, name: str, keys: Sequence[str]) -> Subscribers | None:
        local = name_for_checks(name)
        if local is None:
            return None
        attributes = tuple((place, key) for key in keys for place in self._attributes.get(key, ()))
        starts, ends, empties = (each.get(local, ()) for each in (self._elements, self._ends, self._empties))
        return Subscribers(local, attributes, starts, ends, empties, XML_BASE in keys, XML_ID in keys)


def _by_name(named: Iterable[frozenset[str]]) -> dict[str, tuple[int, ...]]:
    """Return for each name the indexes of the sets that contain it."""
    places: dict[str, tuple[int, ...]] = {}
    for place, names in enumerate(named):
        for name in names:
            places[name] = (*places.get(name, ()), place)
    return places


_UNKNOWN = ""
_subscriptions_of = lru_cache(maxsize=64)(Subscriptions)


def name_for_checks(name: str) -> str | None:
    """Return the name of an element for checks: "" in a foreign namespace, None in an example."""
    if name.startswith(TEI):
        return name.removeprefix(TEI)
    if name.startswith(_EXAMPLES):
        return None
    return "xi:include" if name == _INCLUDE else ""


# A start tag: its subscribers and its attributes. A plain tuple, since it is created faster than a class.
TagMeaning = tuple[Subscribers, dict[str, str]]
# An open element that some check sees.
_OpenElement = tuple[Subscribers, CheckedElement]


class _Walk:
    """Calls the checks, and tracks the open elements and the values of xml:base in force."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._checks = checks
        # Only the number of elements that no check sees.
        self.open_elements: list[_OpenElement | int] = [-1]
        self._bases: list[tuple[str, ...]] = [()]

    def start(self, meaning: TagMeaning, number: int) -> _OpenElement:
        """Pass a start tag to the checks; return the element for `open_elements` and `end`."""
        subscribers, attributes = meaning
        outer, checks, bases = self.open_elements[-1], self._checks, self._bases
        if subscribers.has_base:
            bases.append((*bases[-1], attributes[XML_BASE])[:_MOST_BASES])
        parent = outer if isinstance(outer, int) else outer[1].number
        element = _new_tuple(CheckedElement, (number, subscribers.name, attributes, parent, bases[-1]))
        for place, key in subscribers.attributes:
            checks[place].attribute(element, key, attributes[key])
        for place in subscribers.starts:
            checks[place].start(element)
        return subscribers, element

    def end(self, opened: _OpenElement) -> None:
        """Pass the end of an element to the checks that saw its start."""
        subscribers, element = opened
        if subscribers.has_base:
            self._bases.pop()
        for place in subscribers.ends:
            self._checks[place].end(element)

    def empty(self, meaning: TagMeaning, number: int) -> None:
        """Pass an element that has just ended to the checks that see it if it is empty."""
        subscribers, attributes = meaning
        if subscribers.empties:
            element = CheckedElement(number, subscribers.name, attributes, -1, ())
            for place in subscribers.empties:
                self._checks[place].empty(element)


class _TagMeanings(dict[bytes, TagMeaning | bool]):
    """The meanings of tags; for tags that no check sees, unless they are empty, whether an end tag follows."""

    def __init__(self, subscriptions: Subscriptions, reader: StartTagReader) -> None:
        super().__init__()
        self._subscriptions, self._reader = subscriptions, reader

    def __missing__(self, tag: bytes) -> TagMeaning | bool:
        require_tag(tag)
        meaning = self.read(tag)
        entry: TagMeaning | bool = not tag.endswith(b"/")
        if meaning is not None and (meaning[0].see_tag or (meaning[0].empties and not entry)):
            entry = meaning
        # A tag with an identifier is not repeated.
        if len(tag) <= _LONGEST and not (meaning is not None and meaning[0].has_id):
            if len(self) >= _MOST_MEANINGS:
                self.clear()
            self[tag] = entry
        return entry

    def read(self, tag: bytes) -> TagMeaning | None:
        """Return what a tag means, None for one of an example."""
        return self._subscriptions.meaning(*self._reader.read(tag))


@lru_cache(maxsize=16)
def _tag_meanings(kinds: tuple[type[Check], ...], declared: Declared) -> _TagMeanings:
    return _TagMeanings(_subscriptions_of(kinds), start_tag_reader(declared))


def walk_markup(checks: Sequence[Check], markup: Markup) -> list[Finding]:
    """Return what checks find in a well-formed document.

    Raises:
        NotTokenizableError: the document is unusual; the checks have seen some of it already.
    """
    if any(check.sees_text and check.has_relevant_text(markup.data) for check in checks):
        raise NotTokenizableError
    root = markup.tags[0].partition(b">")[0]
    require_tag(root)
    _walk_tags(_Walk(checks), _tag_meanings(tuple(map(type, checks)), declared_namespaces(root)), markup.tags)
    return [each for check in checks for each in check.findings()]


def _walk_tags(walk: _Walk, meanings: _TagMeanings, tags: Sequence[bytes]) -> None:
    """Walk tags, each with the text after it."""
    opened, start, end, number = walk.open_elements, walk.start, walk.end, -1
    push, pop = opened.append, opened.pop
    before = b""
    for tag in tags:
        if tag[0] == SLASH:
            element = pop()
            if isinstance(element, int):
                is_leaf = element == number
            else:
                end(element)
                is_leaf = element[1].number == number
            # The text of most leaves ends with a letter or a point.
            if is_leaf and ((last := before[-1]) == _GREATER or not _SPACE < last < _BEYOND):
                _end_leaf(walk, meanings, before, number)
        else:
            number += 1
            source = tag.partition(b">")[0]
            meaning = meanings[source]
            if meaning is True:
                push(number)
            elif meaning is not False:
                element = start(meaning, number)
                if source[-1] != SLASH:
                    push(element)
                else:
                    end(element)
                    walk.empty(meaning, number)
        before = tag


def _end_leaf(walk: _Walk, meanings: _TagMeanings, tag: bytes, number: int) -> None:
    """Pass an element without child elements to the checks if it is empty."""
    source, _, text = tag.partition(b">")
    if b"&#" in text:
        raise NotTokenizableError
    if text and not text.decode().isspace():
        return
    if (meaning := meanings.read(source)) is not None:
        walk.empty(meaning, number)


class _NameMeanings(dict[str, TagMeaning | None]):
    """The meanings of start tags without attributes, by the names of their elements."""

    def __init__(self, subscriptions: Subscriptions) -> None:
        super().__init__()
        self._subscriptions = subscriptions
        # With this expat keeps one string for each name.
        self.names: dict[str, str] = {}

    def __missing__(self, name: str) -> TagMeaning | None:
        meaning = self[name] = self.read(name, [])
        return meaning

    def read(self, name: str, attributes: Attributes) -> TagMeaning | None:
        """Return what a start tag means, None where no check sees it, not even if its element is empty."""
        meaning = self._subscriptions.meaning(name, attributes)
        return meaning if meaning is not None and (meaning[0].see_tag or meaning[0].empties) else None

    def limit(self) -> None:
        """Clear the cache if it has too many names."""
        if len(self.names) > _MOST_NAMES:
            self.names.clear()
            self.clear()


@lru_cache(maxsize=64)
def _name_meanings(kinds: tuple[type[Check], ...]) -> _NameMeanings:
    return _NameMeanings(_subscriptions_of(kinds))


def walk_events(checks: Sequence[Check], pieces: Iterable[bytes], budget: Budget | None = None) -> list[Finding]:
    """Return what checks find in a document given in pieces; nothing if it is not well-formed."""
    meanings = _name_meanings(tuple(map(type, checks)))
    meanings.limit()
    parser = make_parser(budget, names=meanings.names)
    parser.buffer_text = parser.ordered_attributes = True
    _set_handlers(parser, _Walk(checks), meanings, [check.text for check in checks if check.sees_text])
    try:
        feed(parser, pieces)
    except PARSE_ERRORS:
        # Validation has reported this already, or the file has changed since.
        return []
    finally:
        release(parser)
    return [each for check in checks for each in check.findings()]


def _set_handlers(
    parser: XMLParserType, walk: _Walk, meanings: _NameMeanings, see_text: Sequence[Callable[[str, int], None]]
) -> None:
    """Set the handlers of a walk: closures, which access shared variables faster."""
    opened = walk.open_elements
    # The number of the last start tag, and of the last with text after it; how much text there was, in code points.
    number = with_text = -1
    offset = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal number
        number += 1
        meaning = meanings.read(name, attributes) if attributes else meanings[name]
        opened.append(number if meaning is None else walk.start(meaning, number))

    def end(_name: str) -> None:
        element = opened.pop()
        if isinstance(element, int):
            return
        walk.end(element)
        subscribers, seen = element
        if seen.number == number != with_text:
            walk.empty((subscribers, seen.attributes), number)

    def text(data: str) -> None:
        nonlocal with_text, offset
        if with_text != number and not data.isspace():
            with_text = number
        if not data.isascii():
            for see in see_text:
                see(data, offset)
        offset += len(data)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
