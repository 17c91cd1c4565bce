"""Expat: one way to make a parser, to feed it in linear time, and to release what it refers to."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from xml.parsers import expat

from teikit.document.declarations import guard
from teikit.document.entity_files import DocumentBudget, entity_handler
from teikit.document.reported_positions import event_place
from teikit.limits import Budget

# What Parse raises: not well-formed, or an encoding that pyexpat cannot decode.
PARSE_ERRORS = (expat.ExpatError, ValueError, LookupError)
_SMALL_PIECE = 1 << 12
_ABOUT_ENCODINGS = {
    expat.errors.codes[each]
    for each in (expat.errors.XML_ERROR_UNKNOWN_ENCODING, expat.errors.XML_ERROR_INCORRECT_ENCODING)
}
_HANDLERS = (
    "CharacterDataHandler",
    "StartElementHandler",
    "EndElementHandler",
    "StartNamespaceDeclHandler",
    "EndNamespaceDeclHandler",
    "ProcessingInstructionHandler",
    "CommentHandler",
    "StartDoctypeDeclHandler",
    "EndDoctypeDeclHandler",
    "ElementDeclHandler",
    "AttlistDeclHandler",
    "EntityDeclHandler",
    "UnparsedEntityDeclHandler",
    "SkippedEntityHandler",
    "ExternalEntityRefHandler",
    "DefaultHandlerExpand",
    "StartCdataSectionHandler",
)


class _NothingToCountError(Exception):
    """The document declares nothing whose use must be counted."""


def make_parser(
    budget: Budget | None = None,
    encoding: str | None = None,
    *,
    namespaces: bool = True,
    names: dict[str, str] | None = None,
) -> expat.XMLParserType:
    """Return a parser; it raises LimitExceededError where the declarations of a document exceed a limit.

    Args:
        budget: that of the document.
        encoding: overrides the encoding that the document declares.
        namespaces: names are expanded (see `teikit.document.names`); else they are as written, with their prefixes.
        names: one string for each name, shared by all parsers that are given the same dictionary.
    """
    separator = " " if namespaces else None
    # To pyexpat None is not "no dictionary", but "keep no names".
    known = () if names is None else (names,)
    parser = expat.ParserCreate(encoding, separator, *known)
    guard(parser, budget or Budget("the document"))
    if isinstance(budget, DocumentBudget):
        parser.ExternalEntityRefHandler = entity_handler(parser, budget)
    return parser


def make_fragment_parser() -> expat.XMLParserType:
    """Return a parser for a part of a document, which can have no declarations."""
    return expat.ParserCreate(None, " ")


def check_declarations(pieces: Iterable[bytes], budget: Budget) -> None:
    """Raise LimitExceededError where the declarations of a document cost too much for a parser that does not count.

    It is read up to its first element, and to the end only if it has declarations that are counted.
    """
    parser = expat.ParserCreate()
    guarded = guard(parser, budget)

    def start(_name: str, _attributes: dict[str, str]) -> None:
        if not guarded.counts:
            raise _NothingToCountError

    parser.StartElementHandler, parser.CharacterDataHandler = start, lambda _data: None
    with suppress(_NothingToCountError, *PARSE_ERRORS):
        feed(parser, pieces)
    release(parser)


def check_depth(pieces: Iterable[bytes], budget: Budget) -> None:
    """Raise LimitExceededError where elements are nested too deeply before the first fault of well-formedness."""
    parser, depth, most = make_parser(budget), 0, budget.limit("depth")

    def start(_name: str, _attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        if depth > most:
            raise budget.excess("depth", event_place(parser))

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        feed(parser, pieces)
    except PARSE_ERRORS:
        pass
    finally:
        release(parser)


def release(parser: expat.XMLParserType) -> None:
    """Remove all handlers: they often refer to the parser, which would keep it and them alive.

    Text that the parser has buffered goes to its handler first, and what that raises is dropped.
    """
    with suppress(Exception):
        parser.CharacterDataHandler = None
    for each in _HANDLERS:
        setattr(parser, each, None)


def is_well_formed(data: bytes, budget: Budget | None = None) -> bool:
    """Whether a document is well-formed, with its namespaces declared."""
    parser = make_parser(budget)
    try:
        parser.Parse(data, True)  # noqa: FBT003  expat names no arguments
    except PARSE_ERRORS:
        return False
    finally:
        release(parser)
    return True


def has_fault(pieces: Iterable[bytes], budget: Budget) -> bool:
    """Return whether a document is surely not well-formed; False too where its encoding cannot be read."""
    parser = make_parser(budget)
    try:
        feed(parser, pieces)
    except expat.ExpatError as error:
        return error.code not in _ABOUT_ENCODINGS
    except (ValueError, LookupError):
        return False
    finally:
        release(parser)
    return False


def split_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield pieces in smaller ones: expat hands out all that follows a place in its piece, for each place anew."""
    for chunk in chunks:
        for start in range(0, len(chunk), _SMALL_PIECE):
            yield chunk[start : start + _SMALL_PIECE]


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
