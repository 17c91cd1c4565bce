"""Expat: one way to make a parser, to feed it in linear time, and to release what it refers to."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from xml.parsers import expat

# What Parse raises: not well-formed, or an encoding that pyexpat cannot decode.
PARSE_ERRORS = (expat.ExpatError, ValueError, LookupError)
_HANDLERS = (
    "CharacterDataHandler",
    "StartElementHandler",
    "EndElementHandler",
    "StartNamespaceDeclHandler",
    "ProcessingInstructionHandler",
    "CommentHandler",
    "StartDoctypeDeclHandler",
    "ElementDeclHandler",
    "UnparsedEntityDeclHandler",
    "SkippedEntityHandler",
    "ExternalEntityRefHandler",
)


def make_parser(
    encoding: str | None = None, *, namespaces: bool = True, names: dict[str, str] | None = None
) -> expat.XMLParserType:
    """Return a parser.

    Args:
        encoding: overrides the encoding that the document declares.
        namespaces: names are expanded (see `teikit.document.names`); else they are as written, with their prefixes.
        names: one string for each name, shared by all parsers that are given the same dictionary.
    """
    separator = " " if namespaces else None
    # To pyexpat None is not "no dictionary", but "keep no names".
    if names is None:
        return expat.ParserCreate(encoding, separator)
    return expat.ParserCreate(encoding, separator, names)


def release(parser: expat.XMLParserType) -> None:
    """Remove all handlers: they often refer to the parser, which would keep it and them alive.

    Text that the parser has buffered goes to its handler first, and what that raises is dropped.
    """
    with suppress(Exception):
        parser.CharacterDataHandler = None
    for each in _HANDLERS:
        setattr(parser, each, None)


def is_well_formed(data: bytes) -> bool:
    """Whether a document is well-formed, with its namespaces declared."""
    try:
        make_parser().Parse(data, True)  # noqa: FBT003  expat names no arguments
    except PARSE_ERRORS:
        return False
    return True


def feed(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> None:
    """Parse pieces to the end; a piece that may only lengthen an unfinished token is held back.

    Expat before 2.6 begins an unfinished token anew with each piece: so it gets the next when there is as much again.
    """
    for _ in feed_steps(parser, chunks):
        pass


def feed_steps(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> Iterator[None]:
    """Do as `feed`, and give way whenever something was parsed."""
    given = waiting = 0
    held: list[bytes] = []
    for chunk in chunks:
        held.append(chunk)
        waiting += len(chunk)
        if waiting >= given - parser.CurrentByteIndex:
            parser.Parse(b"".join(held), False)  # noqa: FBT003  expat names no arguments
            given, waiting = given + waiting, 0
            held.clear()
            yield
    parser.Parse(b"".join(held), True)  # noqa: FBT003
