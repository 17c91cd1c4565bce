"""Indexes what expressions ask of a whole document again and again, so that their time does not grow with its square.

A path from the root that depends on nothing else is evaluated once a document. Where such a path, or a variable, is
compared with `=`, its values are a set. Where it is filtered by `[@n = $value]`, the nodes are found by their values.
elementpath evaluates as before what has values that are no texts, what fails, and what is not listed in `dependence`.

The methods of single tokens are replaced: the same classes serve all expressions.
"""

from collections.abc import Iterator
from copy import copy
from typing import Any, NamedTuple

from elementpath.xpath_tokens import XPathToken

from teikit.schematron.xpath.comparable import Values
from teikit.schematron.xpath.dependence import (
    Dependence,
    Token,
    dependences,
    start_of_path,
    uses_position,
    variable_name,
)
from teikit.schematron.xpath.finders import AndFinder, EqualFinder, Finder, make_finder
from teikit.schematron.xpath.ids import index_ids, is_inside
from teikit.schematron.xpath.spending import TooMuchError
from teikit.schematron.xpath.walks import make_walk

# Conditions that are not the number of a position.
_BOOLEAN = frozenset({"=", "!=", "eq", "ne", "and", "or", "not", "exists", "empty", "contains", "starts-with", "@"})
# What begins a path from the root, variables, and id().
_INDEXED = frozenset({"/", "//", "$", "id"})
# Shorter sequences are compared item by item.
_SHORT = 8


def add_indexes(token: Token) -> "Indexes":
    """Let an expression use indexes where it can.

    Returns:
        What they save.
    """
    tokens = [*token.iter()]
    if not any(each.symbol in _INDEXED for each in tokens):
        return Indexes()
    known = dependences(token)
    indexed = [each for each in tokens if _add(each, known)]
    repeated = {id(inner) for each in tokens for inner in _repeated(each)}
    whole = known[id(token)]
    return Indexes(
        whole.is_constant and whole.reads_document, bool(indexed), any(id(each) in repeated for each in indexed)
    )


class Indexes(NamedTuple):
    """What indexes save.

    Attributes:
        is_constant: whether the value of the expression depends on the document alone.
        at_nodes: whether they save time in large documents where the expression is evaluated at many nodes.
        at_once: whether they do so where it is evaluated once.
    """

    is_constant: bool = False
    at_nodes: bool = False
    at_once: bool = False


def _repeated(token: Token) -> Iterator[Token]:
    """Yield the parts of an expression that are evaluated for each item of another."""
    if token.symbol in {"[", "!"} and len(token) == 2:
        yield from token[1].iter()
    elif token.symbol in {"for", "some", "every"} and len(token) > 2:
        yield from token[-1].iter()


def _is_kept(token: Token, known: dict[int, Dependence]) -> bool:
    dependence = known[id(token)]
    is_constant = dependence.is_constant and dependence.reads_document
    return is_constant or (dependence.is_of_focus and start_of_path(token) is not None)


def _add(token: Token, known: dict[int, Dependence]) -> bool:
    dependence = known.get(id(token))
    if dependence is None or dependence.is_unknown:
        return False
    if _is_kept(token, known):
        return _keep(token)
    if token.symbol == "=":
        return _add_to_comparison(token, known)
    if token.symbol == "some":
        return _add_to_search(token, known)
    if token.symbol == "id" and len(token) == 1 and token.parser.version != "1.0":
        return index_ids(token)
    return _add_to_filter(token, known)


class Constant:
    """The value of an expression in a document, its items, and their values if they are texts.

    The token is kept with them, so that its identity stays its own.
    """

    __slots__ = ("_values", "items", "token", "value")

    def __init__(self, token: Token, value: Any) -> None:
        self.token = token
        self.value = value
        self.items: list[Any] = value if isinstance(value, list) else [value]
        self._values: Values | None = None

    @property
    def values(self) -> Values:
        """Its values."""
        if self._values is None:
            self._values = Values(self.token, self.items)
        return self._values


def _constant(token: Token, context: Any) -> Constant | None:
    """Return the value of a constant expression, None where it fails somewhere."""
    if (start := start_of_path(token)) is not None:
        return _constant_from(token, start, context)
    kept = context.memory.get(id(token))
    if kept is None:
        kept = context.memory[id(token)] = _walk(token, context) or _evaluate(token, copy(context)) or token
    return kept if isinstance(kept, Constant) else None


def _constant_from(token: Token, start: Token, context: Any) -> Constant | None:
    """Return the value of a path that depends on the nodes where it starts alone; the last one is kept."""
    # For root() elementpath compares all nodes with that of the context.
    is_root = start.symbol == "root" and is_inside(context.item, context.root)
    nodes = Constant(start, [context.root]) if is_root else _evaluate(start, copy(context))
    if nodes is None:
        return None
    kept = context.memory.get(id(token))
    if kept is None or [*map(id, kept[0])] != [*map(id, nodes.items)]:
        kept = context.memory[id(token)] = nodes.items, _evaluate(token, copy(context))
    value: Constant | None = kept[1]
    return value


def _walk(token: Token, context: Any) -> Constant | None:
    walk = make_walk(token)
    return None if walk is None else Constant(token, walk.nodes(context.root))


def _evaluate(token: Token, context: Any) -> Constant | None:
    kind = type(token)
    try:
        # The methods of the class: those of the token ask for what is kept.
        is_path = kind.select is not XPathToken.select
        return Constant(token, list(kind.select(token, context)) if is_path else kind.evaluate(token, context))
    except TooMuchError:
        raise
    except Exception:  # noqa: BLE001  elementpath lets through what Python's types raise; it is asked again
        return None


def _has_memory(token: Token, context: Any) -> bool:
    # A function that is passed on has a context of its own.
    return getattr(context, "memory", None) is not None and getattr(token, "context", None) is None


def _keep(token: Token) -> bool:
    """Let a constant expression be evaluated once a document."""
    kind = type(token)

    def select(context: Any = None) -> Iterator[Any]:
        found = _constant(token, context) if _has_memory(token, context) else None
        return kind.select(token, context) if found is None else iter(found.items)

    def evaluate(context: Any = None) -> Any:
        found = _constant(token, context) if _has_memory(token, context) else None
        return kind.evaluate(token, context) if found is None else found.value

    if kind.select is not XPathToken.select:
        token.select = select
    else:
        token.evaluate = evaluate
    return True


def _add_to_comparison(token: Token, known: dict[int, Dependence]) -> bool:
    sides = [side for side in (0, 1) if token[side].symbol == "$" or _is_kept(token[side], known)]
    if not sides:
        return False
    kind = type(token)

    def evaluate(context: Any = None) -> Any:
        for side in sides if _has_memory(token, context) else ():
            values = _values(token[side], context)
            if values is not None:
                answer = _compare(values, token[1 - side], context)
                if answer is not None:
                    return answer
        return kind.evaluate(token, context)

    token.evaluate = evaluate
    # Where a variable has more than one item, libxml2 cannot evaluate the expression in any case.
    return any(token[side].symbol != "$" for side in sides)


def _compare(values: Values, other: Token, context: Any) -> bool | None:
    """Return whether one of some values is equal to one of an expression; None where they cannot be looked up."""
    try:
        return values.has_any_of(other, copy(context))
    except TooMuchError:
        raise
    except Exception:  # noqa: BLE001  see `_constant`
        return None


def _values(token: Token, context: Any) -> Values | None:
    if token.symbol != "$":
        found = _constant(token, context)
        return None if found is None else found.values
    value = context.variables.get(variable_name(token))
    if not isinstance(value, list) or len(value) < _SHORT:
        return None
    known = context.memory.get(id(token))
    if known is None or known.items is not value:
        # A variable of one node is compared once.
        context.memory[id(token)] = Constant(token, value)
        return None
    return known.values if isinstance(known, Constant) else None


def _add_to_filter(token: Token, known: dict[int, Dependence]) -> bool:
    """Let nodes be found by their values where a path from the root is filtered."""
    for base, condition, more in _filters(token):
        if _is_kept(base, dependences(base)):
            finder = make_finder(condition, known)
            is_boolean = all(each.symbol in _BOOLEAN for each in more)
            if finder is None or not is_boolean or any(map(uses_position, (condition, *more))):
                return False
            _replace_select(token, base, AndFinder(finder, more) if more else finder)
            return True
    return False


def _add_to_search(token: Token, known: dict[int, Dependence]) -> bool:
    """Let `some $i in //a satisfies $i/@n = @m` find the item by its value."""
    if len(token) != 3 or not _is_kept(token[1], known):
        return False
    name, condition = variable_name(token[0]), token[2]
    while condition.symbol == "(" and len(condition) == 1:
        condition = condition[0]
    if condition.symbol not in {"=", "eq"}:
        return False
    for key, value in ((condition[0], condition[1]), (condition[1], condition[0])):
        other = known[id(value)]
        if known[id(key)] == Dependence(frozenset({name})) and not other.is_unknown and name not in other.variables:
            _replace_search(token, EqualFinder(condition, key, value, name))
            return True
    return False


def _replace_search(token: Token, finder: "EqualFinder") -> None:
    kind, base = type(token), token[1]

    def evaluate(context: Any = None) -> Any:
        found = _find(base, finder, context) if _has_memory(token, context) else None
        return kind.evaluate(token, context) if found is None else bool(found)

    token.evaluate = evaluate


def _replace_select(token: Token, base: Token, finder: "Finder") -> None:
    kind = type(token)

    def select(context: Any = None) -> Iterator[Any]:
        found = _find(base, finder, context) if _has_memory(token, context) else None
        return kind.select(token, context) if found is None else iter(found)

    token.select = select


def _find(base: Token, finder: "Finder", context: Any) -> list[Any] | None:
    start = _constant(base, context)
    if start is None or not start.items:
        return None if start is None else []
    try:
        numbers = finder.find(start.items, copy(context))
    except TooMuchError:
        raise
    except Exception:  # noqa: BLE001  see `_evaluate`
        return None
    return None if numbers is None else [start.items[each] for each in sorted(numbers)]


def _filters(token: Token) -> Iterator[tuple[Token, Token, list[Token]]]:
    """Yield a path without its last filters, the first of these, and the other ones, the longest path first.

    `//a[b]` is `(//a)[b]` where the condition is not the number of a position.
    """
    is_path = token.symbol in {"/", "//"} and len(token) > 0
    left = token[-1] if is_path else token
    more: list[Token] = []
    while left.symbol == "[" and len(left) == 2:
        base = left[0]
        if is_path:
            base = type(token)(token.parser)
            base[:] = [*token[:-1], left[0]]
        yield base, left[1], more
        left, more = left[0], [left[1], *more]
