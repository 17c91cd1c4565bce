"""Estimates what an expression may cost libxml2, which cannot be stopped while it evaluates.

The estimate is an upper bound, in nodes that are visited or compared: the nodes that each step reaches, the merging of
node-sets, which libxml2 does by comparing each with each, and the texts of nodes.
"""

from collections import Counter
from collections.abc import Callable
from itertools import chain
from typing import Any, NamedTuple

from lxml import etree

from teikit.schematron.xpath.names import name_alternatives

# elementpath's token, which is not typed.
Token = Any

# What libxml2 may do at once: two or three seconds.
MOST = 3e8
# What it may cost in a class of documents: less, since some estimates are a little higher for smaller sizes.
_MOST_IN_CLASS = MOST / 4
# Documents of such a depth, and with so few nodes, have a class.
_USUAL_DEPTH = 32
_USUAL_NODES = 50_000
_IS_DEEPER = etree.XPath(f"boolean({'/*' * (_USUAL_DEPTH + 1)})")
_WITHOUT_TAGS: Any = etree.Comment, etree.ProcessingInstruction, etree.Entity
_TEXT_LENGTH: Callable[..., Any] = etree.XPath("string-length(/)")
# Comparisons of addresses, and characters that are copied, in the time of one node.
_COMPARED, _COPIED = 10, 64
_LINEAR = 200.0
_BY_NAME = {"(name)", ":", "*"}
_SIBLINGS = {"following-sibling", "preceding-sibling"}
_ANCESTORS = {"ancestor", "ancestor-or-self"}
_ANYWHERE = {"following", "preceding"}
_DESCENDANTS = {"descendant", "descendant-or-self"}
_AROUND = _SIBLINGS | _ANCESTORS | _ANYWHERE | {"parent", "..", "current"}
# Steps that may reach the whole document, and unions.
_FAR = _SIBLINGS | _ANCESTORS | _ANYWHERE | _DESCENDANTS | {"//", "|", "union"}
_SINGLE = {"(string)", "(integer)", "(decimal)", "@", "$", "count", "name", "local-name", "string-length", "."}
# Operands that are shorter than the expression or the name of an element, or that are there already.
_SHORT = {"(string)", "(integer)", "(decimal)", "$", "count", "name", "local-name", "string-length"}
_COMPARISONS = {"=", "!=", "<", "<=", ">", ">=", "eq", "ne", "lt", "le", "gt", "ge"}


class Sizes(NamedTuple):
    """The sizes of a document: its nodes, the most children of one, its depth, the length of its text.

    `names` has the number of elements by local name.
    """

    nodes: int
    children: int
    depth: int
    text: int
    names: "Counter[str]"

    def of(self, token: Token) -> float:
        """Return the number of nodes that a node test may select in a document."""
        test = token[-1] if token.symbol == ":" else token
        return min(self.names[str(test.value)], self.nodes) if test.symbol == "(name)" else self.nodes


class SizeClass(NamedTuple):
    """Bounds of the sizes of a document, as numbers of bits: it has less than `1 << nodes` elements, for example.

    Nearly all documents of a collection are of a few classes, for each of which a cost is estimated once.
    """

    nodes: int
    text: int

    @property
    def sizes(self) -> Sizes:
        """The largest sizes of the class."""
        nodes = 1 << self.nodes
        return Sizes(2 * nodes, 2 * nodes + 1, _USUAL_DEPTH, 1 << self.text, _Any())


class _Estimate(NamedTuple):
    """The cost of an expression at all of its context nodes together, and the number of nodes that it selects."""

    cost: float
    size: float


def measure(nodes: list[etree._Element]) -> Sizes:
    """Return the sizes of a document with these nodes in document order."""
    depths: dict[etree._Element | None, int] = {None: 0}
    most_children = text = 0
    names: Counter[str] = Counter()
    for each in nodes:
        depths[each] = depths.get(each.getparent(), 0) + 1
        most_children = max(most_children, len(each))
        text += len(each.text or "") + len(each.tail or "")
        if isinstance(each.tag, str):
            names[each.tag.rpartition("}")[2]] += 1
    # A text between all children.
    return Sizes(2 * len(nodes), 2 * most_children + 1, max(depths.values()), text, names)


def classify(tree: etree._ElementTree, count: int, *, most: int = _USUAL_NODES) -> SizeClass | None:
    """Return the class of a document with a number of nodes, None if it has none: in less time than `measure` takes.

    Documents that are unusually deep, or have more than `most` nodes, have none.
    """
    try:
        if count > most or _IS_DEEPER(tree):
            return None
        length = int(_TEXT_LENGTH(tree))
    except etree.XPathError:
        # More text than libxml2 joins.
        return None
    root = tree.getroot()
    # What is not in the text of a document.
    others = chain(root.itersiblings(preceding=True), root.itersiblings(), root.iter(*_WITHOUT_TAGS))
    text = length + sum(len(each.text or "") for each in others)
    return SizeClass(count.bit_length(), text.bit_length())


def is_cheap_in(size_class: SizeClass, token: Token) -> bool:
    """Return whether libxml2 may evaluate an expression in each document of a class."""
    return estimate(token, size_class.sizes) < _MOST_IN_CLASS


def is_linear(token: Token) -> bool:
    """Return whether the cost of an expression certainly grows no faster than documents."""
    if sum(each.symbol in _FAR for each in token.iter()) < 2 and not any(map(_compares_sets, token.iter())):
        return True
    size = 1_000_000
    everything: Counter[str] = _Any()
    return estimate(token, Sizes(size, size, 20, 20 * size, everything)) < _LINEAR * size


def _compares_sets(token: Token) -> bool:
    return token.symbol in _COMPARISONS and not any(each.symbol in _SINGLE for each in token)


class _Any(Counter[str]):
    def __missing__(self, _name: str) -> int:
        return 1 << 40


def is_inside(token: Token) -> bool:
    """Return whether an expression visits only what is inside its context node."""
    return not any(
        each.symbol in _AROUND or (each.symbol in {"/", "//"} and len(each) < 2) or each.symbol == "id"
        for each in token.iter()
    )


def estimate(token: Token, sizes: Sizes) -> float:
    """Return what it may cost to evaluate an expression once."""
    return _estimate(token, 1.0, sizes).cost


def estimate_at_each(token: Token, sizes: Sizes) -> float:
    """Return what it may cost to evaluate an expression at each node of a document."""
    once, nodes = _estimate(token, 1.0, sizes).cost, float(sizes.nodes)
    return min(nodes * once, _estimate(token, nodes, sizes).cost)


def _estimate(token: Token, contexts: float, sizes: Sizes) -> _Estimate:
    symbol = token.symbol
    if symbol in {"/", "//"}:
        return _path(token, contexts, sizes)
    if symbol == "[":
        base = _estimate(token[0], contexts, sizes)
        # A node may be tried once for each context that it is reached from.
        tried = base.size * (sizes.depth if _is_deep(token[0]) and contexts > 1 else 1)
        inside = _estimate(token[1], tried, sizes)
        return _Estimate(base.cost + tried + inside.cost, base.size)
    if symbol in {"|", "union"}:
        one, other = (_estimate(each, contexts, sizes) for each in token)
        merged = contexts * one.size * other.size / _COMPARED
        return _Estimate(one.cost + other.cost + merged, one.size + other.size)
    step = _step(token, contexts, sizes)
    return step if step is not None else _call(token, contexts, sizes)


def _path(token: Token, contexts: float, sizes: Sizes) -> _Estimate:
    """Estimate a path: the right side is evaluated at each node that the left side selects."""
    if not len(token):
        return _Estimate(contexts, 1.0)
    if len(token) == 1:
        # From the root, anew for each context.
        once = _descend(token, 1.0, sizes)
        return _Estimate(contexts * (1 + once.cost), once.size)
    left = _estimate(token[0], contexts, sizes)
    reached = left.size if contexts == 1 or left.size >= sizes.nodes else min(contexts * left.size, sizes.nodes)
    right = _descend(token, reached, sizes)
    is_absolute = _is_absolute(token)
    return _Estimate(left.cost + (contexts if is_absolute else 1.0) * right.cost, min(right.size, sizes.nodes))


def _descend(token: Token, reached: float, sizes: Sizes) -> _Estimate:
    names = name_alternatives(token[-1])
    if names is not None:
        return _named(names, token.symbol == "//", reached, sizes)
    return (_descendants if token.symbol == "//" else _estimate)(token[-1], reached, sizes)


def _named(names: list[Token], is_deep: bool, reached: float, sizes: Sizes) -> _Estimate:  # noqa: FBT001  a kind of step
    """Estimate a step to elements of one of several names, which is made in one walk."""
    size = min(sum(map(sizes.of, names)), sizes.nodes)
    visited = _inside(reached, sizes) if is_deep else min(reached * sizes.children, float(sizes.nodes))
    found = size * (min(reached, sizes.depth) if is_deep else 1)
    return _Estimate(visited * (1 + len(names)) + reached + found * size / _COMPARED, size)


def _is_absolute(token: Token) -> bool:
    while token.symbol in {"/", "//", "["} and len(token) == 2:
        token = token[0]
    return token.symbol in {"/", "//"}


def _descendants(token: Token, contexts: float, sizes: Sizes) -> _Estimate:
    """Estimate a step that is made from all nodes inside of some."""
    test = token
    while test.symbol == "[":
        test = test[0]
    size = sizes.of(test) if test.symbol in _BY_NAME else sizes.nodes
    visited = _inside(contexts, sizes)
    found = size * (min(contexts, sizes.depth) if contexts > 1 else 1)
    merged = found * size / _COMPARED if contexts > 1 or test is not token else 0.0
    cost = visited + merged
    while token.symbol == "[":
        cost += found + _estimate(token[1], found, sizes).cost
        token = token[0]
    if token.symbol not in _BY_NAME | {"text", "node", "comment", "processing-instruction"}:
        cost += _estimate(token, visited, sizes).cost
    return _Estimate(cost, size)


def _inside(contexts: float, sizes: Sizes) -> float:
    """Return the number of visits to what is inside of some nodes: each is inside of no more than the depth."""
    return sizes.nodes * min(contexts, sizes.depth) + contexts


def _step(token: Token, contexts: float, sizes: Sizes) -> _Estimate | None:
    symbol = token.symbol
    test = token[0] if len(token) == 1 else token
    size = sizes.of(test) if test.symbol in _BY_NAME else float(sizes.nodes)
    if symbol in {".", "..", "self", "parent", "@", "attribute", "$"}:
        return _Estimate(contexts, 1.0)
    if (symbol in _BY_NAME and len(token) != 2) or symbol in {":", "child", "text", "node"}:
        visited = min(contexts * sizes.children, float(sizes.nodes)) if contexts < sizes.nodes else contexts * 2
        return _Estimate(visited + contexts, min(size, sizes.children if contexts == 1 else sizes.nodes))
    if symbol in _DESCENDANTS:
        return _descendants(test, contexts, sizes)
    per_node = {**dict.fromkeys(_SIBLINGS, sizes.children), **dict.fromkeys(_ANCESTORS, sizes.depth)}
    per_node |= dict.fromkeys(_ANYWHERE, sizes.nodes)
    if symbol in per_node:
        found = contexts * per_node[symbol]
        merged = found * min(size, found) / _COMPARED if contexts > 1 else 0.0
        return _Estimate(found + merged, min(size, per_node[symbol] * contexts, sizes.nodes))
    return None


def _call(token: Token, contexts: float, sizes: Sizes) -> _Estimate:
    """Estimate a function, an operator or a literal."""
    operands = [_estimate(each, contexts, sizes) for each in token if hasattr(each, "symbol")]
    cost = contexts + sum(each.cost for each in operands)
    if token.symbol in {"count", "not", "boolean", "exists", "empty", "and", "or", "(", "name", "local-name", "last"}:
        return _Estimate(cost, operands[0].size if token.symbol == "(" and operands else 1.0)
    sets = [each.size for each in operands if each.size > 1]
    if token.symbol in _COMPARISONS and len(sets) == 2:
        cost += contexts * sets[0] * sets[1] / _COMPARED
    texts = min(sum(sets) + sum(each.symbol not in _SHORT for each in token if hasattr(each, "symbol")), sizes.nodes)
    # All of the text, once for each level, is what the texts of all nodes come to.
    return _Estimate(cost + contexts * _text(texts, sizes), 1.0)


def _text(nodes: float, sizes: Sizes) -> float:
    return min(nodes * sizes.text, float(sizes.text) * sizes.depth) / _COPIED


def _is_deep(token: Token) -> bool:
    return token.symbol in _DESCENDANTS | _ANCESTORS | _ANYWHERE | _SIBLINGS
