"""A schema's tree becomes a grammar in the simple form of clause 4, held to the restrictions of clause 7."""

from teikit.relaxng.grammar.grammar import Grammar
from teikit.relaxng.grammar.identifiers import Identifiers, identifiers
from teikit.relaxng.grammar.simplify import simplify

__all__ = ["Grammar", "Identifiers", "identifiers", "simplify"]
