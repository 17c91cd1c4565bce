"""XML bytes to the place of each start tag, which lxml does not know (expat does)."""

from xml.parsers import expat

from teikit.diagnostics import Position


def start_tags(data: bytes) -> list[Position]:
    """Return where each element's start tag begins, in document order; data are well-formed."""
    found: list[Position] = []
    parser = expat.ParserCreate()

    def start(_name: str, _attributes: dict[str, str]) -> None:
        found.append(Position(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    parser.StartElementHandler = start
    parser.Parse(data, True)  # noqa: FBT003  expat names no arguments
    return found
