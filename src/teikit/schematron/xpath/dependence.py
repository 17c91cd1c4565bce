"""Finds what the value of each part of an expression depends on: focus, current node, variables, document."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

# elementpath's token, which is not typed.
Token = Any

_LITERALS = frozenset({"(string)", "(integer)", "(decimal)", "(float)"})
_STEPS = frozenset({
    "(name)", ":", ".", "..", "@", "self", "parent", "child", "descendant", "descendant-or-self", "ancestor",
    "ancestor-or-self", "following", "following-sibling", "preceding", "preceding-sibling", "attribute", "node", "text",
    "comment", "processing-instruction", "element",
})  # fmt: skip
_OPERATORS = frozenset({
    "and", "or", "=", "!=", "<", "<=", ">", ">=", "eq", "ne", "lt", "le", "gt", "ge", "is", "<<", ">>", "||", "+", "-",
    "*", "div", "idiv", "mod", "to", ",", "|", "union", "intersect", "except", "if",
})  # fmt: skip
# Functions of nothing but their arguments, or of the focus where they have none.
_FUNCTIONS = frozenset({
    "not", "boolean", "true", "false", "count", "exists", "empty", "concat", "contains", "starts-with", "ends-with",
    "substring", "substring-before", "substring-after", "translate", "upper-case", "lower-case", "tokenize",
    "string-join", "matches", "replace", "distinct-values", "index-of", "subsequence", "reverse", "data", "max", "min",
    "sum", "avg", "abs", "round", "floor", "ceiling", "deep-equal", "zero-or-one", "exactly-one", "one-or-more", "head",
    "tail", "string", "normalize-space", "string-length", "number", "name", "local-name", "namespace-uri",
})  # fmt: skip
_OF_FOCUS = frozenset({
    "position", "last", "id", "root", "data", "string", "normalize-space", "string-length", "number", "name",
    "local-name", "namespace-uri",
})  # fmt: skip
_READING = frozenset({"doc", "document"})
_BINDING = frozenset({"for", "let", "some", "every"})


class Dependence(NamedTuple):
    """What a value depends on; `variables` are the names of those that it uses.

    Nothing is known of one that `is_unknown`.
    """

    variables: frozenset[str] = frozenset()
    has_focus: bool = False
    has_current: bool = False
    reads_document: bool = False
    is_unknown: bool = False

    @property
    def is_constant(self) -> bool:
        """Whether the value is the same wherever in a document it is asked for."""
        return not (self.variables or self.has_focus or self.has_current or self.is_unknown)

    @property
    def is_of_focus(self) -> bool:
        """Whether the value depends on the focus, and on nothing else besides the document."""
        return self.has_focus and not (self.variables or self.has_current or self.is_unknown)

    @property
    def is_without_focus(self) -> bool:
        """Whether the value does not depend on the focus."""
        return not (self.has_focus or self.is_unknown)


_NOTHING = Dependence()
_FOCUS = Dependence(has_focus=True)
_UNKNOWN = Dependence(is_unknown=True)


def dependences(token: Token) -> dict[int, Dependence]:
    """Return the dependence of an expression and of each of its parts, by the identity of their tokens."""
    found: dict[int, Dependence] = {}
    _find(token, found)
    return found


def _find(token: Token, found: dict[int, Dependence]) -> Dependence:
    is_binding = token.symbol in _BINDING
    made = _of_binding(token, found) if is_binding else _of(token, [_find(each, found) for each in token])
    found[id(token)] = made
    return made


def _of(token: Token, parts: list[Dependence]) -> Dependence:
    symbol = token.symbol
    if symbol in {"/", "//", "[", "!"}:
        return _of_path(symbol, parts)
    if symbol == "$":
        return Dependence(frozenset({variable_name(token)})) if len(token) == 1 else _UNKNOWN
    if symbol == "current":
        return Dependence(has_current=True)
    if symbol in _LITERALS:
        return _NOTHING
    if symbol in _READING and parts:
        # A file is read once while a document is validated.
        return _join([*parts, Dependence(reads_document=True)])
    if symbol in _STEPS or (symbol == "*" and not parts):
        return _FOCUS if all(_is_name_test(each) for each in token) else _UNKNOWN
    if symbol == "(":
        return _join(parts)
    if symbol in _OF_FOCUS and (not parts or symbol == "id"):
        return _join([*parts, _FOCUS])
    return _join(parts) if symbol in _OPERATORS or symbol in _FUNCTIONS else _UNKNOWN


def _is_name_test(token: Token) -> bool:
    kinds = {"(name)", ":", "*", "(string)", "node", "text", "comment", "processing-instruction", "element"}
    return token.symbol in kinds and all(map(_is_name_test, token))


def _of_path(symbol: str, parts: list[Dependence]) -> Dependence:
    """Return the dependence of a path or a filter: the focus of what is on the right comes from the left."""
    if symbol in {"/", "//"} and len(parts) < 2:
        start = Dependence(reads_document=True)
    elif len(parts) == 2:
        start = parts[0]
    else:
        return _UNKNOWN
    return _join([start, *(each._replace(has_focus=False) for each in parts[-1:])])


def _of_binding(token: Token, found: dict[int, Dependence]) -> Dependence:
    if len(token) < 3:
        # A name.
        return _FOCUS
    joined, bound = _NOTHING, frozenset[str]()
    for variable, source in zip(token[:-1:2], token[1:-1:2], strict=True):
        joined = _join([joined, _without(_find(source, found), bound)])
        bound |= {variable_name(variable)}
    return _join([joined, _without(_find(token[-1], found), bound)])


def _without(dependence: Dependence, bound: frozenset[str]) -> Dependence:
    return dependence._replace(variables=dependence.variables - bound)


def _join(parts: Iterable[Dependence]) -> Dependence:
    many = list(parts)
    return Dependence(
        frozenset().union(*(each.variables for each in many)),
        has_focus=any(each.has_focus for each in many),
        has_current=any(each.has_current for each in many),
        reads_document=any(each.reads_document for each in many),
        is_unknown=any(each.is_unknown for each in many),
    )


def variable_name(token: Token) -> str:
    """Return the name in a reference to a variable."""
    name = token[0]
    return f"{name[0].value}:{name[1].value}" if name.symbol == ":" else str(name.value)


def start_of_path(token: Token) -> Token | None:
    """Return the start of a path that leaves from `root()` or an ancestor into the document, None for other paths."""
    is_deep = False
    while token.symbol in {"/", "//", "["} and len(token) == 2:
        is_deep |= token.symbol == "//"
        token = token[0]
    is_start = token.symbol == "root" and not len(token)
    return token if is_deep and (is_start or token.symbol in {"ancestor", "ancestor-or-self"}) else None


def uses_position(token: Token) -> bool:
    """Return whether an expression asks for the position or the size of a focus, its own or an inner one."""
    return any(each.symbol in {"position", "last"} for each in token.iter())


def conjuncts(token: Token) -> Iterator[Token]:
    """Yield the parts of an expression that are joined by `and`, in order."""
    if token.symbol == "and" and len(token) == 2:
        yield from conjuncts(token[0])
        yield from conjuncts(token[1])
    elif token.symbol == "(" and len(token) == 1:
        yield from conjuncts(token[0])
    else:
        yield token
