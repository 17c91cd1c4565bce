"""Compiles an ODD: reads it, selects and merges specifications, and makes a grammar of them."""

from dataclasses import dataclass, field

from teikit.diagnostics import Diagnostic
from teikit.odd.schema import OddSchema
from teikit.relaxng.syntax.tree import SchemaSource


@dataclass(slots=True)
class Compilation:
    """What an ODD was compiled to.

    `grammar` is a correct RELAX NG schema as a tree. `diagnostics` are warnings and remarks, each at its place in the
    ODD. `files` are all that was read with their SHA-256 digests in hexadecimal, the ODD first.
    """

    schema: OddSchema
    grammar: SchemaSource
    diagnostics: list[Diagnostic] = field(default_factory=list)
    files: tuple[tuple[str, str], ...] = ()
