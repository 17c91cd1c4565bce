"""Pieces of a document to expat, so that a token as long as the document takes no longer than many short ones."""

from collections.abc import Iterable, Iterator
from xml.parsers import expat


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
