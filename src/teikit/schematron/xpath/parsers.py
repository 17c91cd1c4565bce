"""The classes of elementpath's parsers for the query bindings."""

from functools import lru_cache

from elementpath import XPath1Parser
from elementpath.xpath31 import XPath31Parser

from teikit.schematron.model import Binding
from teikit.schematron.xpath.bounds import Parser
from teikit.schematron.xpath.first import bind_comparisons
from teikit.schematron.xpath.functions import configure_functions
from teikit.schematron.xpath.grammar import NameExpectingParser, allow_operator_names, allow_paths_from_calls

# Not the locale's: results must not depend on where teikit runs.
CODEPOINTS = "http://www.w3.org/2005/xpath-functions/collation/codepoint"


@lru_cache(maxsize=16)
def parser_class(binding: Binding, allowed: frozenset[str] = frozenset()) -> Parser:
    """Return the parser for a binding; `allowed` are functions that may read although most schemas' may not.

    XPath 3.1 serves all later bindings: it is a superset of what 2.0 and 3.0 allow.
    """
    # elementpath expects one parser class in a module, and finds it by its name there: these have none.
    made: Parser
    if binding in {"xslt", "xpath"}:

        class First(XPath1Parser):
            """XPath 1.0."""

        bind_comparisons(First)
        allow_paths_from_calls(First)
        made = First
    else:

        class Later(NameExpectingParser, XPath31Parser):
            """XPath 3.1."""

        allow_operator_names(Later)
        made = Later
    configure_functions(made, binding, allowed)
    return made
