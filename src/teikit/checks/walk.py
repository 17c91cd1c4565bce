"""A document's bytes to the findings of all checks, in one walk over expat's events."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from xml.parsers import expat

from teikit.checks.check import Check
from teikit.checks.finding import Element, Finding
from teikit.relaxng.verdict.feeding import feed

TEI = "http://www.tei-c.org/ns/1.0 "
XML_BASE = "http://www.w3.org/XML/1998/namespace base"
# What a document shows of TEI, as text: none of it means anything.
_EXAMPLES = "http://www.tei-c.org/ns/Examples "
_INCLUDE = "http://www.w3.org/2001/XInclude include"
_See = Callable[[Element], None]
_SeeEnd = Callable[..., None]
_SeeAttribute = Callable[[Element, str, str], None]


def findings(checks: Sequence[Check], chunks: Iterable[bytes]) -> Iterator[Finding]:
    """Yield what checks find in a document that is had in pieces; nothing where it is not well-formed."""
    parser = expat.ParserCreate(None, " ")
    parser.buffer_text = True
    parser.ordered_attributes = True
    _handle(parser, checks)
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


class _State:
    """Where the walk is: how many start tags it has met, less one, and the number of the last with text behind it."""

    __slots__ = ("number", "text_behind")

    def __init__(self) -> None:
        self.number = self.text_behind = -1


def _handle(parser: expat.XMLParserType, checks: Sequence[Check]) -> None:
    """Let checks see the events of a parser: closures, which reach what they share faster."""
    starts, ends, attributes = _tables(checks)
    state = _State()
    # What is open: of elements that no check wants to see the number alone.
    stack: list[Element | int] = [-1]
    # The values of xml:base in force, for each element that has one.
    bases: list[tuple[str, ...]] = [()]
    # By key the name by which checks know an element, and who wants to see it.
    known: dict[str, tuple[str | None, Sequence[_See]]] = {}

    def start(name: str, pairs: list[str]) -> None:
        state.number += 1
        local, sees = known[name] if name in known else known.setdefault(name, _known(name, starts))
        if local is None or not (sees or pairs):
            stack.append(state.number)
            return
        keys = [key for key in pairs[::2] if key in attributes]
        if not (sees or keys):
            stack.append(state.number)
            return
        outer = stack[-1]
        named = dict(zip(pairs[::2], pairs[1::2], strict=True))
        if XML_BASE in named:
            bases.append((*bases[-1], named[XML_BASE]))
        parent = outer if isinstance(outer, int) else outer.number
        element = Element(state.number, local, named, parent, bases[-1])
        for key in keys:
            for see_attribute in attributes[key]:
                see_attribute(element, key, named[key])
        for see in sees:
            see(element)
        stack.append(element)

    parser.StartElementHandler = start
    parser.EndElementHandler = _end_handler(ends, stack, bases, state)
    parser.CharacterDataHandler = _text_handler([check.text for check in checks if check.sees_text], state)


def _end_handler(
    ends: dict[str, list[_SeeEnd]], stack: list[Element | int], bases: list[tuple[str, ...]], state: _State
) -> Callable[[str], None]:
    def end(_name: str) -> None:
        element = stack.pop()
        if isinstance(element, int):
            return
        if XML_BASE in element.attributes:
            bases.pop()
        is_empty = state.number == element.number != state.text_behind
        for see_end in ends.get(element.name, ()):
            see_end(element, is_empty=is_empty)

    return end


def _known(name: str, starts: dict[str, list[_See]]) -> tuple[str | None, Sequence[_See]]:
    local = _seen_as(name)
    return local, starts.get(local, ()) if local else ()


def _seen_as(name: str) -> str | None:
    """Return the name by which checks know an element: "" for one of a foreign namespace, None for an example's."""
    if name.startswith(TEI):
        return name.removeprefix(TEI)
    if name.startswith(_EXAMPLES):
        return None
    return "xi:include" if name == _INCLUDE else ""


def _text_handler(see_text: list[Callable[[str, int], None]], state: _State) -> Callable[[str], None]:
    offset = 0

    def text(data: str) -> None:
        nonlocal offset
        if state.text_behind != state.number and not data.isspace():
            state.text_behind = state.number
        if not data.isascii():
            for see in see_text:
                see(data, offset)
        offset += len(data)

    return text


def _tables(
    checks: Sequence[Check],
) -> tuple[dict[str, list[_See]], dict[str, list[_SeeEnd]], dict[str, list[_SeeAttribute]]]:
    """Return who wants to see which elements and which attributes."""
    starts: dict[str, list[_See]] = {}
    ends: dict[str, list[_SeeEnd]] = {}
    attributes: dict[str, list[_SeeAttribute]] = {}
    for check in checks:
        for name in check.elements:
            starts.setdefault(name, []).append(check.start)
            ends.setdefault(name, []).append(check.end)
        for key in check.attributes:
            attributes.setdefault(key, []).append(check.attribute)
    return starts, ends, attributes
