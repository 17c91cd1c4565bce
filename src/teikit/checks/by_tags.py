"""A usual document to the findings of all checks, in one walk over its tags as they stand in the source.

Its twin is `walk`, which hears expat's events: it takes what is unusual, and says the same of all else.
"""

from collections.abc import Sequence
from functools import lru_cache

from teikit.checks.check import Check
from teikit.checks.finding import CheckedElement, Finding
from teikit.checks.walk import MOST_BASES, XML_BASE, Subscriptions, name_for_checks, new_tuple, subscriptions_of
from teikit.document.markup import SLASH, Markup, require_tag
from teikit.document.start_tags import XML_ID, Declared, NotTokenizableError, StartTagReader, declared_namespaces

# No more meanings are remembered, nor those of longer tags (in bytes).
_MOST_MEANINGS = 32_768
_LONGEST = 256
_SPACE, _GREATER, _BEYOND = b" >\x80"


class _TagMeaning:
    """A tag that checks want to see: the name and the attributes of its element, and who sees what of it.

    `keys` are the attributes that somebody wants to see, each with the place of that check. `sees` are the places of
    those who want to see the element itself, `empties` of those who do so if it is empty.
    """

    __slots__ = ("attribute_subscribers", "attributes", "empty_subscribers", "ends_itself", "name", "start_subscribers")

    def __init__(self, tag: bytes, name: str, attributes: dict[str, str], interests: Subscriptions) -> None:
        self.name, self.attributes = name, attributes
        self.ends_itself = tag.endswith(b"/")
        self.attribute_subscribers = [(key, place) for key in attributes for place in interests.attributes.get(key, ())]
        self.start_subscribers = interests.elements.get(name, ())
        self.empty_subscribers = interests.empties.get(name, ())


class _TagMeanings(dict[bytes, "_TagMeaning | bool"]):
    """What tags mean to checks; of those whose elements nobody sees, unless they are empty, whether they are open."""

    def __init__(self, interests: Subscriptions, tags: StartTagReader) -> None:
        super().__init__()
        self.subscriptions, self._tags = interests, tags

    def __missing__(self, tag: bytes) -> "_TagMeaning | bool":
        require_tag(tag)
        meaning = self.read(tag)
        is_seen = meaning is not None and (
            meaning.attribute_subscribers
            or meaning.start_subscribers
            or (meaning.ends_itself and meaning.empty_subscribers)
        )
        made = meaning if meaning is not None and is_seen else not tag.endswith(b"/")
        # What bears an identifier does not come again.
        if len(tag) <= _LONGEST and (meaning is None or XML_ID not in meaning.attributes):
            if len(self) >= _MOST_MEANINGS:
                self.clear()
            self[tag] = made
        return made

    def read(self, tag: bytes) -> _TagMeaning | None:
        """Return what a tag means, None for one of an example."""
        name, pairs = self._tags.read(tag)
        local = name_for_checks(name)
        attributes = dict(zip(pairs[::2], pairs[1::2], strict=True))
        return None if local is None else _TagMeaning(tag, local, attributes, self.subscriptions)


@lru_cache(maxsize=16)
def _tag_meanings(kinds: tuple[type[Check], ...], declared: Declared) -> _TagMeanings:
    return _TagMeanings(subscriptions_of(kinds), StartTagReader(declared))


def findings(checks: Sequence[Check], source: Markup) -> list[Finding]:
    """Return what checks find in a well-formed document.

    Raises:
        UnusualError: the document is not as most are; the checks have seen some of it then.

    """
    if any(check.sees_text and check.has_relevant_text(source.data) for check in checks):
        raise NotTokenizableError
    tags = source.tags_without_comments() if source.has_comments_or_instructions() else source.tags()
    root = tags[0].partition(b">")[0]
    require_tag(root)
    _Walk(checks, _tag_meanings(tuple(map(type, checks)), declared_namespaces(root))).walk_tags(tags)
    return [each for check in checks for each in check.findings()]


class _Walk:
    """One walk: the elements that are open, and the values of xml:base in force."""

    def __init__(self, checks: Sequence[Check], meanings: _TagMeanings) -> None:
        self._checks, self._meanings = checks, meanings
        self._ends = meanings.subscriptions.ends
        # Of elements that no check wants to see the number alone.
        self._open: list[CheckedElement | int] = [-1]
        self._bases: list[tuple[str, ...]] = [()]

    def walk_tags(self, tags: Sequence[bytes]) -> None:
        """Let checks see what stands in tags, each with the text behind it."""
        meanings, number = self._meanings, -1
        push, pop = self._open.append, self._open.pop
        before = b""
        for tag in tags:
            if tag[0] == SLASH:
                element = pop()
                if isinstance(element, CheckedElement):
                    self._end(element)
                    is_leaf = element.number == number
                else:
                    is_leaf = element == number
                # The text of most leaves ends with a letter or a point.
                if is_leaf and ((last := before[-1]) == _GREATER or not _SPACE < last < _BEYOND):
                    self._end_leaf(before, number)
            else:
                number += 1
                meaning = meanings[tag.partition(b">")[0]]
                if meaning is True:
                    push(number)
                elif meaning is not False:
                    self._begin(meaning, number)
            before = tag

    def _begin(self, meaning: _TagMeaning, number: int) -> None:
        outer, attributes = self._open[-1], meaning.attributes
        if XML_BASE in attributes:
            self._bases.append((*self._bases[-1], attributes[XML_BASE])[:MOST_BASES])
        parent = outer if isinstance(outer, int) else outer.number
        element = new_tuple(CheckedElement, (number, meaning.name, attributes, parent, self._bases[-1]))
        checks = self._checks
        for key, place in meaning.attribute_subscribers:
            checks[place].attribute(element, key, attributes[key])
        for place in meaning.start_subscribers:
            checks[place].start(element)
        if not meaning.ends_itself:
            self._open.append(element)
            return
        self._end(element)
        for place in meaning.empty_subscribers:
            checks[place].empty(element)

    def _end(self, element: CheckedElement) -> None:
        if XML_BASE in element.attributes:
            self._bases.pop()
        for place in self._ends.get(element.name, ()):
            self._checks[place].end(element)

    def _end_leaf(self, tag: bytes, number: int) -> None:
        """Let checks see that an element is empty, if it is."""
        source, _, text = tag.partition(b">")
        if b"&#" in text:
            raise NotTokenizableError
        if text and not text.decode().isspace():
            return
        meaning = self._meanings.read(source)
        if meaning is not None and meaning.empty_subscribers:
            element = CheckedElement(number, meaning.name, meaning.attributes, -1, ())
            for place in meaning.empty_subscribers:
                self._checks[place].empty(element)
