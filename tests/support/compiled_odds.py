"""Small ODDs, compiled without the specifications of TEI P5."""

from collections.abc import Mapping

from teikit.odd.compiler import Compilation, compile_odd
from teikit.p5.nodes import TEI
from teikit.p5.specs import Library
from teikit.relaxng.syntax.loading import MemoryLoader

PREFIXES = (
    f'xmlns:tei="{TEI}" xmlns:sch="http://purl.oclc.org/dsdl/schematron"'
    ' xmlns:rng="http://relaxng.org/ns/structure/1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
)


def odd(content: str, attributes: str = 'start="a"') -> bytes:
    """An ODD that is a schemaSpec only."""
    return f'<schemaSpec xmlns="{TEI}" {PREFIXES} ident="mine" {attributes}>{content}</schemaSpec>'.encode()


def compiled(
    content: str, attributes: str = 'start="a"', files: Mapping[str, str] | None = None, library: Library | None = None
) -> Compilation:
    """An ODD, compiled; `files` are those that it can refer to."""
    loader = MemoryLoader({name: text.encode() for name, text in (files or {}).items()})
    return compile_odd("test.odd", odd(content, attributes), loader=loader, default=library or Library("nothing"))
