"""Adds the functions of XSLT to a parser of XPath (XSLT 1.0, clause 12; XSLT 3.0, clause 20)."""

from abc import ABCMeta
from collections.abc import Callable, Iterator
from copy import copy
from typing import Any

from elementpath.xpath_nodes import XPathNode
from lxml import etree

from teikit.schematron.xpath.bounds import Parser
from teikit.schematron.xpath.context import Context
from teikit.schematron.xpath.first import number
from teikit.schematron.xpath.number_format import PictureError, format_number

# The functions that XSLT adds to XPath, as far as they are implemented.
XSLT_FUNCTIONS = frozenset({"current", "key", "generate-id", "document", "system-property", "function-available"})
# Functions of XSLT that have no meaning where no stylesheet runs, or need what lxml does not offer.
UNSUPPORTED_FUNCTIONS = frozenset({
    "element-available", "type-available", "unparsed-entity-uri", "unparsed-entity-public-id", "current-group",
    "current-grouping-key", "regex-group", "current-merge-group", "current-merge-key", "accumulator-before",
    "accumulator-after", "copy-of", "snapshot", "stream-available", "available-system-properties", "current-output-uri",
})  # fmt: skip
_PROPERTIES = {"vendor": "teikit", "is-schema-aware": "no", "supports-serialization": "no"}
_IDS = etree.XPath("id($names)", smart_strings=False)


def add_function(parser: Parser, name: str, nargs: Any, evaluate: Callable[[Any, Context], Any]) -> None:
    """Add a function to a parser class."""
    token = parser.function(name, nargs=nargs)

    def evaluate_token(self: Any, context: Any = None) -> Any:
        if context is None:
            raise self.missing_context()
        return evaluate(self, context)

    setattr(token, "evaluate", evaluate_token)  # noqa: B010  how elementpath itself binds what a token does


def add_xslt(parser: Parser, version: str) -> None:
    """Add the functions of a version of XSLT to a parser class."""
    add_function(parser, "current", 0, lambda _self, context: context.current)
    add_function(parser, "key", 2, _key)
    add_function(parser, "system-property", 1, lambda self, context: _system_property(self, context, version))
    add_function(parser, "function-available", (1, 2), _is_available)
    if "generate-id" not in parser.symbol_table:
        add_function(parser, "generate-id", (0, 1), _generate_id)
    if "format-number" not in parser.symbol_table:
        add_function(parser, "format-number", (2, 3), _format_number)


def add_ids(parser: Parser) -> None:
    """Give a parser class the function id() of XPath (1.0, 4.1; 3.1, 14.5.1).

    That of elementpath has no IDs of a document type, and in XPath 1.0 takes one name only.
    """
    old = parser.symbol_table["id"]

    def select(self: Any, context: Any = None) -> Iterator[Any]:
        if context is None:
            raise self.missing_context()
        item = next(iter(_items(self, 1, context)), None) if len(self) > 1 else context.item
        yield from _elements_by_id(context, item, " ".join(_texts(self, 0, context)))

    def evaluate(self: Any, context: Any = None) -> Any:
        return list(select(self, context))

    parser.symbol_table["id"] = ABCMeta(old.__name__, (old,), {"select": select, "evaluate": evaluate})


def _items(self: Any, index: int, context: Context) -> list[Any]:
    """Return the items of an argument."""
    return list(self[index].select(copy(context)))


def _texts(self: Any, index: int, context: Context) -> list[str]:
    """Return the strings of the items of an argument."""
    return [self.string_value(each) for each in _items(self, index, context)]


def _elements_by_id(context: Context, item: Any, names: str) -> Iterator[Any]:
    root: Any = item if isinstance(item, XPathNode) else context.root
    while root.parent is not None:
        root = root.parent
    elements = getattr(root, "elements", {})
    start = root.value.getroot() if hasattr(root.value, "getroot") else root.value
    found: Any = _IDS(start, names=names)
    yield from (elements[each] for each in found if each in elements)


def _key(self: Any, context: Context) -> Any:
    name = self.get_argument(context, required=True)
    if context.look_up_key is None:
        raise self.error("XTDE1260", "there are no keys here")
    # A node may have several of the values, and be there twice for one.
    values = dict.fromkeys(_texts(self, 1, context))
    found = {id(node): node for value in values for node in context.look_up_key(str(name), value)}
    return sorted(found.values(), key=lambda node: node.position)


def _generate_id(self: Any, context: Context) -> str:
    node: Any = next(iter(_items(self, 0, context)), None) if len(self) else context.item
    return "" if node is None else f"n{node.position}"


def _system_property(self: Any, context: Context, version: str) -> Any:
    name = str(self.get_argument(context, required=True)).rpartition(":")[2].rpartition("}")[2]
    if name == "version":
        return float(version) if version == "1.0" else version
    return _PROPERTIES.get(name, "")


def _is_available(self: Any, context: Context) -> bool:
    prefix, _, name = str(self.get_argument(context, required=True)).rpartition(":")
    token = self.parser.symbol_table.get(name) if prefix in {"", "fn"} else None
    return token is not None and "function" in str(token.label) and not getattr(token, "is_refused", False)


def _format_number(self: Any, context: Context) -> str:
    if len(self) > 2:
        raise self.error("FODF1280", "there is no decimal format with a name")
    value = next(iter(_items(self, 0, context)), "")
    picture = next(iter(_texts(self, 1, context)), "")
    try:
        return format_number(number(self.string_value(value) if isinstance(value, XPathNode) else value), picture)
    except PictureError as error:
        raise self.error("FODF1310", str(error)) from None
