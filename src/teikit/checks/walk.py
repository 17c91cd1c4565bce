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


def _handle(parser: expat.XMLParserType, checks: Sequence[Check]) -> None:
    """Let checks see the events of a parser: closures, which reach what they share faster."""
    starts, ends, attributes = _tables(checks)
    opened = _Open()
    numbers, stack, filled, bases = opened.numbers, opened.elements, opened.filled, opened.bases
    names: dict[str, str | None] = {}
    number = -1

    def start(name: str, pairs: list[str]) -> None:
        nonlocal number
        number += 1
        filled[-1] = True
        filled.append(False)
        local = names[name] if name in names else names.setdefault(name, _seen_as(name))
        sees = starts.get(local, ()) if local else ()
        keys = [key for key in pairs[::2] if key in attributes] if pairs and local is not None else ()
        element = None
        if local is not None and (sees or keys):
            named = dict(zip(pairs[::2], pairs[1::2], strict=True))
            if XML_BASE in named:
                bases.append((len(stack), (*bases[-1][1], named[XML_BASE])))
            element = Element(number, local, named, len(stack), numbers[-1], bases[-1][1])
            for key in keys:
                for see_attribute in attributes[key]:
                    see_attribute(element, key, named[key])
            for see in sees:
                see(element)
        numbers.append(number)
        stack.append(element if sees else None)

    parser.StartElementHandler = start
    parser.EndElementHandler = _end_handler(ends, opened)
    parser.CharacterDataHandler = _text_handler([check.text for check in checks if check.sees_text], opened)


def _seen_as(name: str) -> str | None:
    """Return the name by which checks know an element: "" for one of a foreign namespace, None for an example's."""
    if name.startswith(TEI):
        return name.removeprefix(TEI)
    if name.startswith(_EXAMPLES):
        return None
    return "xi:include" if name == _INCLUDE else ""


class _Open:
    """What is open at a place of a document, the root's parent first."""

    __slots__ = ("bases", "elements", "filled", "numbers")

    def __init__(self) -> None:
        self.numbers = [-1]
        # None for those that no check wants to see end.
        self.elements: list[Element | None] = []
        # Whether anything was seen in it.
        self.filled = [False]
        # Where xml:base changes: the depth, and the values in force.
        self.bases: list[tuple[int, tuple[str, ...]]] = [(-1, ())]


def _end_handler(ends: dict[str, list[_SeeEnd]], opened: _Open) -> Callable[[str], None]:
    numbers, stack, filled, bases = opened.numbers, opened.elements, opened.filled, opened.bases

    def end(_name: str) -> None:
        numbers.pop()
        element, is_filled = stack.pop(), filled.pop()
        if bases[-1][0] == len(stack):
            bases.pop()
        if element is not None:
            for see_end in ends[element.name]:
                see_end(element, is_empty=not is_filled)

    return end


def _text_handler(see_text: list[Callable[[str, int], None]], opened: _Open) -> Callable[[str], None]:
    offset = 0
    filled = opened.filled

    def text(data: str) -> None:
        nonlocal offset
        if not filled[-1] and not data.isspace():
            filled[-1] = True
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
