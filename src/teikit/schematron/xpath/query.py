"""A compiled expression of a schema, to evaluate at nodes of a document."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from elementpath.xpath_nodes import XPathNode
from lxml import etree

from teikit.limits import describe_excess, limit
from teikit.schematron.model import Binding
from teikit.schematron.xpath.context import context
from teikit.schematron.xpath.cost import SizeClass, is_cheap_in, is_linear
from teikit.schematron.xpath.current import CURRENT
from teikit.schematron.xpath.document import Node, XPathDocument, to_node
from teikit.schematron.xpath.errors import ErrorTranslator, ExpressionError
from teikit.schematron.xpath.indexes import Indexes, add_indexes
from teikit.schematron.xpath.local import copy_alone, is_local
from teikit.schematron.xpath.parsers import CODEPOINTS, parser_class
from teikit.schematron.xpath.spending import Spending, watched
from teikit.schematron.xpath.translation import ATOMIC, Token, Type, Types, UntranslatableError, translate
from teikit.schematron.xpath.user_functions import FunctionLibrary
from teikit.schematron.xpath.walks import ends_in_elements, is_attribute_path, make_walk
from teikit.schematron.xpath.xslt_functions import XSLT_FUNCTIONS
from teikit.shallow_repr import ShallowRepr

NO_TYPES: Types = {}


@dataclass(frozen=True, slots=True, repr=False)
class Language(ShallowRepr):
    """What all expressions of a schema share: its binding and namespaces, and which functions may read."""

    binding: Binding
    namespaces: Mapping[str, str]
    allowed: frozenset[str] = frozenset()
    is_fast: bool = True
    library: FunctionLibrary | None = None

    def parse(self, text: str) -> Token:
        """Return the tree of an expression.

        Raises:
            ExpressionError: It is not an expression, or calls a forbidden function.
        """
        if len(text) > limit("expression-characters"):
            raise ExpressionError(describe_excess("expression-characters"))
        library = self.library
        made: Callable[..., Any] = library.parser if library else parser_class(self.binding, self.allowed)
        collation = {} if self.is_xpath1 else {"default_collation": CODEPOINTS}
        # Constant parts are evaluated at once.
        with ErrorTranslator(), watched(Spending()):
            return made(dict(self.namespaces), **collation).parse(text)

    @property
    def is_xpath1(self) -> bool:
        """Whether expressions are XPath 1.0."""
        return self.binding in {"xslt", "xpath"}

    def query(self, text: str, types: Types = NO_TYPES) -> "Query":
        """Return an expression, compiled; `types` are those of its variables, as far as they are known.

        Raises:
            ExpressionError: It is wrong.
        """
        token = self.parse(text)
        with ErrorTranslator():
            return Query(self, text, token, types)

    def pattern(self, text: str, types: Types = NO_TYPES) -> "tuple[Query, ...]":
        """Return queries that together select the nodes that match a pattern (XSLT, 5.5).

        Raises:
            ExpressionError: It is wrong, or does not select nodes.
        """
        text = text.strip()
        token = self.parse(text)
        while token.symbol == "(" and len(token) == 1 and text.startswith("(") and text.endswith(")"):
            text = text[1:-1].strip()
            token = self.parse(text)
        with ErrorTranslator():
            alternatives = _alternatives(token, text)
        return tuple(self.query(each, types) for each in alternatives)


def variables(token: Token) -> set[str]:
    """Return the names of the variables that an expression uses and does not bind itself."""
    return set(_free_variables(token, frozenset()))


def _free_variables(token: Token, bound: frozenset[str]) -> Iterator[str]:
    if token.symbol == "$" and len(token) == 1:
        name = _variable(token)
        if name not in bound:
            yield name
        return
    if token.symbol in {"for", "let", "some", "every"} and len(token) >= 3:
        for variable, source in zip(token[:-1:2], token[1:-1:2], strict=True):
            yield from _free_variables(source, bound)
            bound |= {_variable(variable)}
        yield from _free_variables(token[-1], bound)
        return
    if token.symbol == "function" and token.label == "inline function":
        bound |= {_variable(each) for each in token if each.symbol == "$"}
        body = getattr(token, "body", None)
        yield from _free_variables(body, bound) if body is not None else ()
    for child in token:
        yield from _free_variables(child, bound)


def _variable(token: Token) -> str:
    name = token[0]
    return f"{name[0].value}:{name[1].value}" if name.symbol == ":" else str(name.value)


def _alternatives(token: Token, text: str) -> list[str]:
    """Return expressions for the whole document, one for each alternative of a pattern: `p` becomes `//p`."""
    if token.symbol in {"|", "union"} and len(token) == 2:
        start, end = token.span
        # The right side of a union is not a union: these operators are left-associative.
        return _alternatives(token[0], text[:start].strip()) + _alternatives(token[1], text[end:].strip())
    if token.symbol in {"/", "//"} and _is_absolute(token):
        return [text]
    first = token
    while first.symbol in {"/", "//", "["} and len(first):
        first = first[0]
    if token.symbol in {"id", "key"} or first.symbol in {"id", "key", "$"}:
        return [text]
    if token.symbol in _NO_PATHS or first.label == "literal":
        raise ExpressionError("is no pattern: it does not select nodes")
    return [f"//{text}"]


_NO_PATHS = {
    *("and", "or", "=", "!=", "<", ">", "<=", ">=", "eq", "ne", "lt", "gt", "le", "ge", "+", "-", "||"),
    *("for", "if", "some", "every", "let", "to", "not", "true", "false", "count", "string"),
}


def _is_absolute(token: Token) -> bool:
    while token.symbol in {"/", "//"} and len(token) == 2:
        token = token[0]
    return token.symbol in {"/", "//"} and len(token) < 2


class Query:
    """A compiled expression.

    `uses` has the variables that it needs. `tags` are sets: where a document has no tag of one of them, nothing is
    selected there. `calls_current`: it uses XSLT's current(). `is_constant`: it depends on the document alone.
    """

    __slots__ = (
        "_cheap_classes",
        "_fast",
        "_fast_nodes",
        "_indexes",
        "_is_absolute",
        "_is_linear",
        "_is_local",
        "_language",
        "_token",
        "_walk",
        "calls_current",
        "is_constant",
        "tags",
        "text",
        "type",
        "uses",
    )

    def __init__(self, language: Language, text: str, token: Token, types: Types) -> None:
        self.text = text
        self._language = language
        self._token = token
        self.uses = frozenset(variables(token)) | (language.library.uses(token) if language.library else frozenset())
        self._is_absolute = token.symbol in {"/", "//"} and _is_absolute(token)
        self.calls_current = any(each.symbol == "current" for each in token.iter())
        self._indexes = add_indexes(token) if language.is_fast else Indexes()
        self.is_constant = self._indexes.is_constant
        self.type: Type | None = None
        self._is_local = language.is_fast and not self.calls_current and is_local(token)
        self._fast: Callable[..., Any] | None = None
        is_walk = self.is_constant and is_attribute_path(token)
        self._walk = make_walk(token) if is_walk else None
        self._fast_nodes = ends_in_elements(token)
        self.tags = _tags(token, language.namespaces)
        if language.is_fast:
            self.type, self._fast = _compile_for_libxml2(language, text, token, types)
        self._is_linear = self._fast is None or is_linear(token)
        # Whether it is cheap in all documents of a class.
        self._cheap_classes: dict[SizeClass, bool] = {}

    @property
    def is_fast(self) -> bool:
        """Whether libxml2 evaluates it."""
        return self._fast is not None

    @property
    def token(self) -> Token:
        """The tree of the expression."""
        return self._token

    @property
    def xpath1(self) -> str:
        """The expression in XPath 1.0, "" where libxml2 cannot evaluate it."""
        return self._fast.path if isinstance(self._fast, etree.XPath) else ""

    def nodes(self, document: XPathDocument, node: Node | None, known: "EvaluationScope") -> list[Node]:
        """Return the nodes that the expression selects at a node, None being the document.

        Raises:
            ExpressionError: It fails, or returns an item that is not a node.
        """
        if self._fast is not None and self._fast_nodes and self._is_evaluable_by_libxml2(document, node, known):
            given = self._variable_values(known)
            with ErrorTranslator():
                return list(self._fast(document.tree if node is None else node, **given))
        if node is None and self._walk is not None:
            return self._walk.nodes(document.elementpath_tree)
        found = [to_node(each) for each in self.items(document, node, known)]
        if not all(isinstance(each, etree._Element | XPathNode) for each in found):
            raise ExpressionError("does not select nodes")
        return found

    def items(self, document: XPathDocument, node: Node | None, known: "EvaluationScope") -> list[Any]:
        """Return the items of the expression at a node, as those of elementpath.

        Raises:
            ExpressionError: It fails.
        """
        if self._fast is not None and self.type in ATOMIC and self._is_evaluable_by_libxml2(document, node, known):
            given = self._variable_values(known)
            with ErrorTranslator():
                value = self._fast(document.tree if node is None else node, **given)
            return [int(value) if self.type is Type.NUMBER else value]
        context = self._context(document, node, known)
        with ErrorTranslator(), watched(document.spending):
            return list(self._token.select(context))

    def _is_evaluable_by_libxml2(self, document: XPathDocument, node: Node | None, known: "EvaluationScope") -> bool:
        """Return whether libxml2 can start at a node: lxml starts from elements, at the document for absolute paths.

        libxml2 cannot be stopped: what may take long is evaluated by elementpath, which counts.
        """
        can_start = self._is_absolute if node is None else _is_element(node)
        is_indexed = self._indexes.at_once if node is None else self._indexes.at_nodes
        if is_indexed and document.is_worth_indexes(self._token):
            return False
        if not self._is_linear and not self._is_cheap(document, node):
            return False
        return can_start and (not self.calls_current or _is_element(known.current()))

    def _is_cheap(self, document: XPathDocument, node: Node | None) -> bool:
        size_class = document.size_class
        if size_class is not None:
            if size_class not in self._cheap_classes:
                self._cheap_classes[size_class] = is_cheap_in(size_class, self._token)
            if self._cheap_classes[size_class]:
                return True
        return document.is_cheap(self._token, node if _is_element(node) else None)

    def _variable_values(self, known: "EvaluationScope") -> dict[str, Any]:
        values: dict[str, Any] = {name: known.value(name)[0] for name in self.uses}
        if self.calls_current:
            values[CURRENT] = [known.current()]
        return values

    def is_true(self, document: XPathDocument, node: Node | None, known: "EvaluationScope") -> bool:
        """Return the effective boolean value at a node.

        Raises:
            ExpressionError: It fails.
        """
        if self._fast is not None and node is not None and self._is_evaluable_by_libxml2(document, node, known):
            given = self._variable_values(known)
            with ErrorTranslator():
                return bool(self._fast(node, **given))
        context = self._context(document, node, known)
        with ErrorTranslator(), watched(document.spending):
            return bool(self._token.boolean_value(list(self._token.select(context))))

    def string(self, document: XPathDocument, node: Node | None, known: "EvaluationScope") -> str:
        """Return the value as in `value-of`: in XPath 1.0 that of the first item, later of all, with spaces.

        Raises:
            ExpressionError: It fails.
        """
        context = self._context(document, node, known)
        with ErrorTranslator(), watched(document.spending):
            items = list(self._token.select(context))
            return self._join(items[:1] if self._language.is_xpath1 else items, document.spending)

    def _join(self, items: list[Any], spending: Spending) -> str:
        parts, count = [], 0
        for item in items:
            parts.append(self._token.string_value(item))
            count += len(parts[-1])
            spending.take_characters(count)
        return " ".join(parts)

    def _context(self, document: XPathDocument, node: Node | None, known: "EvaluationScope") -> Any:
        values = {name: known.value(name) for name in self.uses}
        if self._is_local and _is_element(node):
            tree = item = copy_alone(node)
            current = None
        else:
            tree, item, current = document.elementpath_tree, node, document.to_elementpath_node(known.current())
        made = context(tree, item, values, now=document.now, current=current, spending=document.spending)
        made.look_up_key, made.read, made.shared = known.look_up_key, known.read, values
        made.memory = document.memory
        return made


class EvaluationScope:
    """The environment of an expression besides its node: variables, keys, other files. This one is empty."""

    look_up_key: Callable[[str, str], Sequence[Any]] | None = None
    read: Callable[[str, Any], Any] | None = None

    def value(self, name: str) -> Any:
        """Return the value of a variable."""
        raise ExpressionError(f"uses the variable '${name}', which is not declared")

    def current(self) -> Node | None:
        """Return the node that XSLT calls the current one; None is the document."""
        return None


# Functions that libxml2 lacks, or evaluates differently from elementpath.
_NOT_LIBXML2 = {"$", "id", "lang", "doc", "format-number", *XSLT_FUNCTIONS}


def _compile_for_libxml2(
    language: Language, text: str, token: Token, types: Types
) -> tuple[Type | None, etree.XPath | None]:
    """Return an expression compiled for libxml2, and its type; nothing where its meaning may differ there."""
    namespaces = {prefix: uri for prefix, uri in language.namespaces.items() if prefix}
    kind = None
    if is_focus_dependent(token):
        return None, None
    try:
        if not language.is_xpath1 or any(each.symbol in _NOT_LIBXML2 for each in token.iter()):
            kind, text = translate(token, types)
        return kind, etree.XPath(text, namespaces=namespaces, smart_strings=False)
    except (UntranslatableError, etree.XPathError, RecursionError):
        return None, None


def is_focus_dependent(token: Token) -> bool:
    """Return whether an expression uses last() or position() outside of predicates, where lxml has none."""
    inside = token[:1] if token.symbol == "[" else token
    return token.symbol in {"last", "position"} or any(map(is_focus_dependent, inside))


def _is_element(node: Node | None) -> TypeGuard[etree._Element]:
    return isinstance(node, etree._Element) and isinstance(node.tag, str)


def _tags(token: Token, namespaces: Mapping[str, str]) -> tuple[frozenset[str], ...]:
    """Return sets of tags (`{uri}name`): where a document has none of one set, the expression selects nothing in it."""
    match token.symbol:
        case "/" | "//":
            return tuple(tags for each in token for tags in _tags(each, namespaces))
        case "[" | "(" | "child" | "descendant" if len(token):
            return _tags(token[0], namespaces)
        case "|" | "union":
            parts = [_tags(each, namespaces) for each in token]
            # One set of each alternative is enough.
            return (frozenset().union(*(each[-1] for each in parts)),) if all(parts) else ()
        case "(name)":
            return (frozenset({token.value}),)
        case ":" if token[0].symbol == token[1].symbol == "(name)" and token[0].value in namespaces:
            return (frozenset({f"{{{namespaces[token[0].value]}}}{token[1].value}"}),)
    return ()
