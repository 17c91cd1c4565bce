"""Reads TEI P5 from a user's file, p5subset.xml, with its prose."""

from teikit.errors import IncorrectSchemaError
from teikit.messages import escape_control, pluralize, quote_names
from teikit.odd.reading.library_reading import read_library
from teikit.odd.reporting import Reporter
from teikit.p5.specs import Library
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import Loader, MemoryLoader

# The modules that every version has, and fewer elements than any version has.
_MODULES = ("tei", "header", "core", "textstructure")
_FEWEST_ELEMENTS = 400


def read_p5_file(path: str, data: bytes, loader: Loader | None = None, *, is_whole: bool = True) -> Library:
    """Return TEI P5 of any version from a file with all its specifications.

    Args:
        path: its name for messages.
        data: its content.
        loader: reads what it includes; by default nothing.
        is_whole: refuse what is not all of TEI P5; else any specifications are taken, such as those of MEI.

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
    if missing := _missing(library, is_whole=is_whole):
        raise IncorrectSchemaError(f"{escape_control(path)}: is not TEI P5 (p5subset.xml): {missing}")
    return library


def _missing(library: Library, *, is_whole: bool) -> str:
    """Return in words what a library lacks of TEI P5, "" if it lacks nothing."""
    elements = [each.ident for each in library.specs if each.kind == "element"]
    if elements and not is_whole:
        return ""
    if len(elements) < _FEWEST_ELEMENTS:
        return f"it defines {pluralize(len(elements), 'element')}, not {_FEWEST_ELEMENTS} or more"
    if "TEI" not in elements:
        return "it does not define the element 'TEI'"
    modules = [each for each in _MODULES if each not in library.modules]
    return f"it does not define the module {quote_names(modules)}" if modules else ""
