"""A document to the findings of all checks, in one walk over its tags.

Most documents are walked as they are cut (`walk_markup`); the tags of the others come from expat's events
(`walk_events`), which say the same of all documents and take longer.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
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

TEI = "http://www.tei-c.org/ns/1.0 "
XML_BASE = "http://www.w3.org/XML/1998/namespace base"
# What a document shows of TEI, as text: none of it means anything.
_EXAMPLES = "http://www.tei-c.org/ns/Examples "
_INCLUDE = "http://www.w3.org/2001/XInclude include"
# More values of xml:base within each other than this do not count.
_MOST_BASES = 64
# Names are few; documents that make them up are forgotten.
_MOST_NAMES = 20_000
# No more meanings are remembered, nor those of longer tags (in bytes).
_MOST_MEANINGS = 32_768
_LONGEST = 256
# No more combinations of names and attributes are remembered.
_MOST_COMBINATIONS = 4_096
_SPACE, _GREATER, _BEYOND = b" >\x80"
# Half the time of the class itself.
_new_tuple = tuple.__new__


class Subscriptions:
    """Which checks, by their places in a sequence of kinds, want to see which elements and attributes."""

    def __init__(self, kinds: Sequence[type[Check]]) -> None:
        self.elements = _by_name([each.elements for each in kinds])
        # Most do nothing there.
        self.ends = _by_name([each.elements if each.end is not Check.end else frozenset() for each in kinds])
        self.empties = _by_name([each.empties for each in kinds])
        self.attributes = _by_name([each.attributes for each in kinds])
        self._by_tag: dict[tuple[str, ...], _Subscribers] = {}

    def subscribers(self, name: str, attributes: Sequence[str]) -> "_Subscribers":
        """Return who sees what of an element with a name and attributes; of few combinations it is worked out anew."""
        known = self._by_tag.get((name, *attributes))
        if known is None:
            seen = [(place, key) for key in attributes for place in self.attributes.get(key, ())]
            known = (seen, self.elements.get(name, ()), self.ends.get(name, ()), self.empties.get(name, ()))
            if len(self._by_tag) >= _MOST_COMBINATIONS:
                self._by_tag.clear()
            self._by_tag[name, *attributes] = known
        return known


# The places of the checks that see attributes of a tag, with the attributes; its start; its end; that it is empty.
_Subscribers = tuple[list[tuple[int, str]], tuple[int, ...], tuple[int, ...], tuple[int, ...]]


def _by_name(named: Iterable[frozenset[str]]) -> dict[str, tuple[int, ...]]:
    """Return for each name the places of the sets that hold it."""
    places: dict[str, tuple[int, ...]] = {}
    for place, names in enumerate(named):
        for name in names:
            places[name] = (*places.get(name, ()), place)
    return places


subscriptions_of = lru_cache(maxsize=64)(Subscriptions)


def name_for_checks(name: str) -> str | None:
    """Return the name by which checks know an element: "" for one of a foreign namespace, None for an example's."""
    if name.startswith(TEI):
        return name.removeprefix(TEI)
    if name.startswith(_EXAMPLES):
        return None
    return "xi:include" if name == _INCLUDE else ""


class TagMeaning:
    """A start tag that checks want to see: the name and the attributes of its element, and who sees what of it.

    Checks are given by their places. `attribute_subscribers` has each attribute that one wants to see.
    `start_subscribers` and `end_subscribers` want to see the element itself, `empty_subscribers` want to see it if it
    is empty.
    """

    __slots__ = (
        "attribute_subscribers",
        "attributes",
        "base",
        "empty_subscribers",
        "end_subscribers",
        "name",
        "start_subscribers",
    )

    def __init__(self, name: str, attributes: Attributes, subscriptions: Subscriptions) -> None:
        self.name = name
        self.attributes = dict(zip(attributes[::2], attributes[1::2], strict=True))
        self.base = self.attributes.get(XML_BASE)
        self.attribute_subscribers, self.start_subscribers, self.end_subscribers, self.empty_subscribers = (
            subscriptions.subscribers(name, attributes[::2])
        )

    @property
    def is_seen(self) -> bool:
        """Whether some check wants to see the tag, whatever is in its element."""
        return bool(self.attribute_subscribers or self.start_subscribers)


# An element that is open: its meaning, what checks see of it, and the number of its start tag; only that where no check
# sees it.
_OpenElement = tuple[TagMeaning, CheckedElement]


class _Walk:
    """Calls the checks: keeps the elements that are open, and the values of xml:base in force."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._checks = checks
        # Of elements that no check sees the number alone.
        self.open_elements: list[_OpenElement | int] = [-1]
        self._bases: list[tuple[str, ...]] = [()]

    def start(self, meaning: TagMeaning, number: int) -> _OpenElement:
        """Let checks see a start tag; return the element for those that are open, and for `end`."""
        outer, checks, bases = self.open_elements[-1], self._checks, self._bases
        if meaning.base is not None:
            bases.append((*bases[-1], meaning.base)[:_MOST_BASES])
        parent = outer if isinstance(outer, int) else outer[1].number
        element = _new_tuple(CheckedElement, (number, meaning.name, meaning.attributes, parent, bases[-1]))
        for place, key in meaning.attribute_subscribers:
            checks[place].attribute(element, key, meaning.attributes[key])
        for place in meaning.start_subscribers:
            checks[place].start(element)
        return meaning, element

    def end(self, opened: _OpenElement) -> None:
        """Let checks see the end of the innermost element that they saw the start of."""
        meaning, element = opened
        if meaning.base is not None:
            self._bases.pop()
        for place in meaning.end_subscribers:
            self._checks[place].end(element)

    def empty(self, meaning: TagMeaning, number: int) -> None:
        """Let checks see that the element which has just ended is empty."""
        if meaning.empty_subscribers:
            element = CheckedElement(number, meaning.name, meaning.attributes, -1, ())
            for place in meaning.empty_subscribers:
                self._checks[place].empty(element)


class _TagMeanings(dict[bytes, "TagMeaning | bool"]):
    """What tags mean to checks; of those that no check sees, unless they are empty, whether an end tag follows."""

    def __init__(self, subscriptions: Subscriptions, reader: StartTagReader) -> None:
        super().__init__()
        self._subscriptions, self._reader = subscriptions, reader

    def __missing__(self, tag: bytes) -> "TagMeaning | bool":
        require_tag(tag)
        meaning, is_open = self.read(tag), not tag.endswith(b"/")
        is_seen = meaning is not None and (meaning.is_seen or not (is_open or not meaning.empty_subscribers))
        entry = meaning if meaning is not None and is_seen else is_open
        # An identifier does not come again.
        if len(tag) <= _LONGEST and (meaning is None or XML_ID not in meaning.attributes):
            if len(self) >= _MOST_MEANINGS:
                self.clear()
            self[tag] = entry
        return entry

    def read(self, tag: bytes) -> TagMeaning | None:
        """Return what a tag means, None for one of an example."""
        name, attributes = self._reader.read(tag)
        local = name_for_checks(name)
        return None if local is None else TagMeaning(local, attributes, self._subscriptions)


@lru_cache(maxsize=16)
def _tag_meanings(kinds: tuple[type[Check], ...], declared: Declared) -> _TagMeanings:
    return _TagMeanings(subscriptions_of(kinds), start_tag_reader(declared))


def walk_markup(checks: Sequence[Check], markup: Markup) -> list[Finding]:
    """Return what checks find in a well-formed document.

    Raises:
        NotTokenizableError: the document is not as most are; the checks have seen some of it then.

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
    """Let checks see that an element without elements in it is empty, if it is."""
    source, _, text = tag.partition(b">")
    if b"&#" in text:
        raise NotTokenizableError
    if text and not text.decode().isspace():
        return
    meaning = meanings.read(source)
    if meaning is not None:
        walk.empty(meaning, number)


class _NameMeanings(dict[str, "TagMeaning | None"]):
    """What start tags without attributes mean to checks, by the names of their elements."""

    def __init__(self, subscriptions: Subscriptions) -> None:
        super().__init__()
        self.subscriptions = subscriptions
        # Expat keeps one string for each name that it meets with this.
        self.names: dict[str, str] = {}

    def __missing__(self, name: str) -> "TagMeaning | None":
        meaning = self[name] = self.read(name, [])
        return meaning

    def read(self, name: str, attributes: Attributes) -> TagMeaning | None:
        """Return what a start tag means, None where no check sees it, not even if its element is empty."""
        local = name_for_checks(name)
        meaning = None if local is None else TagMeaning(local, attributes, self.subscriptions)
        return meaning if meaning is not None and (meaning.is_seen or meaning.empty_subscribers) else None

    def limit(self) -> None:
        """Make room where there are too many names."""
        if len(self.names) > _MOST_NAMES:
            self.names.clear()
            self.clear()


@lru_cache(maxsize=64)
def _name_meanings(kinds: tuple[type[Check], ...]) -> _NameMeanings:
    return _NameMeanings(subscriptions_of(kinds))


def walk_events(checks: Sequence[Check], pieces: Iterable[bytes]) -> list[Finding]:
    """Return what checks find in a document that is had in pieces; nothing where it is not well-formed."""
    meanings = _name_meanings(tuple(map(type, checks)))
    meanings.limit()
    parser = make_parser(names=meanings.names)
    parser.buffer_text = True
    parser.ordered_attributes = True
    _set_handlers(parser, _Walk(checks), meanings, [check.text for check in checks if check.sees_text])
    try:
        feed(parser, pieces)
    except PARSE_ERRORS:
        # What validation has reported already, or a file that changed since.
        return []
    finally:
        release(parser)
    return [each for check in checks for each in check.findings()]


def _set_handlers(
    parser: XMLParserType, walk: _Walk, meanings: _NameMeanings, see_text: Sequence[Callable[[str, int], None]]
) -> None:
    """Let events drive a walk: closures, which reach what they share faster."""
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
        if element[1].number == number != with_text:
            walk.empty(element[0], number)

    def text(data: str) -> None:
        nonlocal with_text, offset
        if with_text != number and not data.isspace():
            with_text = number
        if not data.isascii():
            for see in see_text:
                see(data, offset)
        offset += len(data)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
