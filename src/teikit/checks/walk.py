"""A document's bytes to the findings of all checks, in one walk over expat's events."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from xml.parsers import expat

from teikit.checks.check import Check
from teikit.checks.finding import CheckedElement, Finding
from teikit.document.expat import feed

TEI = "http://www.tei-c.org/ns/1.0 "
XML_BASE = "http://www.w3.org/XML/1998/namespace base"
# What a document shows of TEI, as text: none of it means anything.
_EXAMPLES = "http://www.tei-c.org/ns/Examples "
_INCLUDE = "http://www.w3.org/2001/XInclude include"
# More values of xml:base within each other than this do not count.
MOST_BASES = 64
# Names are few; documents that make them up are forgotten.
_MOST_NAMES = 20_000
# The name by which checks know an element (None for those of examples), and which checks want to see it, by place; then
# those that want to see it if it is empty.
_ElementInfo = tuple[str | None, tuple[int, ...], tuple[int, ...]]


class Subscriptions:
    """Which checks, by their places in a sequence of kinds, want to see which elements and attributes."""

    def __init__(self, kinds: Sequence[type[Check]]) -> None:
        self.elements = _by_name([each.elements for each in kinds])
        # Most do nothing there.
        self.ends = _by_name([each.elements if each.end is not Check.end else frozenset() for each in kinds])
        self.empties = _by_name([each.empties for each in kinds])
        self.attributes = _by_name([each.attributes for each in kinds])
        self.by_name: dict[str, _ElementInfo] = {}
        # Expat keeps one string for each name that it meets with this.
        self.names: dict[str, str] = {}

    def add_name(self, name: str) -> _ElementInfo:
        """Return what there is to know of an element, by its key."""
        local = name_for_checks(name)
        places = (self.elements.get(local, ()), self.empties.get(local, ())) if local else ((), ())
        return self.by_name.setdefault(name, (local, *places))

    def clear_names(self) -> None:
        """Make room where there are too many names."""
        if len(self.names) > _MOST_NAMES:
            self.names.clear()
            self.by_name.clear()


def _by_name(named: Iterable[frozenset[str]]) -> dict[str, tuple[int, ...]]:
    """Return for each name the places of the sets that hold it."""
    places: dict[str, tuple[int, ...]] = {}
    for place, names in enumerate(named):
        for name in names:
            places[name] = (*places.get(name, ()), place)
    return places


# Half the time of the class itself.
new_tuple = tuple.__new__
subscriptions_of = lru_cache(maxsize=64)(Subscriptions)


def findings(checks: Sequence[Check], chunks: Iterable[bytes]) -> Iterator[Finding]:
    """Yield what checks find in a document that is had in pieces; nothing where it is not well-formed."""
    interests = subscriptions_of(tuple(type(check) for check in checks))
    interests.clear_names()
    parser = expat.ParserCreate(None, " ", interests.names)
    parser.buffer_text = True
    parser.ordered_attributes = True
    _attach_handlers(parser, checks, interests)
    try:
        feed(parser, chunks)
    except (expat.ExpatError, ValueError, LookupError):
        # What validation has told already, or a file that changed since.
        return
    finally:
        # Handlers know the parser, and would keep it and each other alive.
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
    for check in checks:
        yield from check.findings()


class _WalkState:
    """Where the walk is: how many start tags it has met, less one, and the number of the last with text behind it."""

    __slots__ = ("number", "text_after")

    def __init__(self) -> None:
        self.number = self.text_after = -1


def _attach_handlers(parser: expat.XMLParserType, checks: Sequence[Check], interests: Subscriptions) -> None:
    """Let checks see the events of a parser: closures, which reach what they share faster."""
    known, attributes, learn = interests.by_name, interests.attributes, interests.add_name
    state = _WalkState()
    # What is open: of elements that no check wants to see the number alone.
    stack: list[CheckedElement | int] = [-1]
    # The values of xml:base in force, for each element that has one.
    bases: list[tuple[str, ...]] = [()]

    def start(name: str, pairs: list[str]) -> None:
        state.number += 1
        local, sees, empties = known.get(name) or learn(name)
        if local is None or not (sees or empties or pairs):
            stack.append(state.number)
            return
        keys = [key for key in pairs[::2] if key in attributes]
        if not (sees or empties or keys):
            stack.append(state.number)
            return
        outer = stack[-1]
        named = dict(zip(pairs[::2], pairs[1::2], strict=True))
        if XML_BASE in named:
            bases.append((*bases[-1], named[XML_BASE])[:MOST_BASES])
        parent = outer if isinstance(outer, int) else outer.number
        element = new_tuple(CheckedElement, (state.number, local, named, parent, bases[-1]))
        for key in keys:
            for place in attributes[key]:
                checks[place].attribute(element, key, named[key])
        for place in sees:
            checks[place].start(element)
        stack.append(element)

    parser.StartElementHandler = start
    parser.EndElementHandler = _end_handler(checks, interests, stack, bases, state)
    parser.CharacterDataHandler = _text_handler([check.text for check in checks if check.sees_text], state)


def _end_handler(
    checks: Sequence[Check],
    interests: Subscriptions,
    stack: list[CheckedElement | int],
    bases: list[tuple[str, ...]],
    state: _WalkState,
) -> Callable[[str], None]:
    wanted, empties = interests.ends, interests.empties

    def end(_name: str) -> None:
        element = stack.pop()
        if isinstance(element, int):
            return
        if XML_BASE in element.attributes:
            bases.pop()
        for place in wanted.get(element.name, ()):
            checks[place].end(element)
        if state.number == element.number != state.text_after:
            for place in empties.get(element.name, ()):
                checks[place].empty(element)

    return end


def name_for_checks(name: str) -> str | None:
    """Return the name by which checks know an element: "" for one of a foreign namespace, None for an example's."""
    if name.startswith(TEI):
        return name.removeprefix(TEI)
    if name.startswith(_EXAMPLES):
        return None
    return "xi:include" if name == _INCLUDE else ""


def _text_handler(see_text: list[Callable[[str, int], None]], state: _WalkState) -> Callable[[str], None]:
    offset = 0

    def text(data: str) -> None:
        nonlocal offset
        if state.text_after != state.number and not data.isspace():
            state.text_after = state.number
        if not data.isascii():
            for see in see_text:
                see(data, offset)
        offset += len(data)

    return text
