"""Reads TEI P5 from a user's file, p5subset.xml, with its prose."""

from teikit.errors import IncorrectSchemaError
from teikit.messages import escape_control, pluralize
from teikit.odd.library_reading import read_library
from teikit.odd.reporting import Reporter
from teikit.p5.specs import Library
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import Loader, MemoryLoader

# The modules that every version has, and fewer elements than any version has.
_MODULES = ("tei", "header", "core", "textstructure")
_FEWEST_ELEMENTS = 400


def read_p5_file(path: str, data: bytes, loader: Loader | None = None) -> Library:
    """Return TEI P5 of any version from a file with all its specifications.

    Args:
        path: its name for messages.
        data: its content.
        loader: reads what it includes; by default nothing.

    Raises:
        IncorrectSchemaError: it is not well-formed, or not TEI P5.
    """
    if data.lstrip()[:1] in {b"{", b"["}:
        raise IncorrectSchemaError(f"{escape_control(path)}: is JSON; TEI P5 is read from p5subset.xml")
    try:
        library = read_library(path, data, loader or MemoryLoader({}), Reporter())
    except SchemaSyntaxError as error:
        if error.diagnostics[0].rule != "odd/source-not-found":
            raise
        library = Library("")
    elements = sum(each.kind == "element" for each in library.specs)
    if elements < _FEWEST_ELEMENTS or not library.is_p5 or not set(library.modules).issuperset(_MODULES):
        found = pluralize(elements, "specification") + " of elements"
        raise IncorrectSchemaError(
            f"{escape_control(path)}: is not TEI P5, whose p5subset.xml defines more than "
            f"{_FEWEST_ELEMENTS} elements; there are {found} here"
        )
    return library
