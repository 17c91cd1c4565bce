"""Translates expressions to equivalent XPath 1.0, so that libxml2 evaluates them, thirty times faster.

XPath 2 and later differ from 1.0 where numbers meet untyped values, where several items are used as a string, and in
types and sequences that 1.0 lacks. What may differ is refused here and evaluated by elementpath; what is translated is
compared with elementpath in tests/schematron/test_translation.py.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum, auto
from typing import Any

from teikit.schematron.xpath.current import CURRENT
from teikit.schematron.xpath.names import name_alternatives

# elementpath's token, which is not typed.
Token = Any


class UntranslatableError(Exception):
    """An expression that may mean something else in XPath 1.0."""


class Type(Enum):
    """The type of an expression: any number of nodes, at most one, or an atomic value of XPath 1.0."""

    NODES = auto()
    NODE = auto()
    STRING = auto()
    NUMBER = auto()
    BOOLEAN = auto()


Translation = tuple[Type, str]
# The types of variables with a single atomic value.
Types = Mapping[str, Type]
_TranslateToken = Callable[[Token, Types], Translation]

_ONE_NODE = {"self", "parent"}
_AXES = _ONE_NODE | {
    "child", "descendant", "descendant-or-self", "ancestor", "ancestor-or-self", "following", "following-sibling",
    "preceding", "preceding-sibling", "attribute",
}  # fmt: skip
_REVERSE = {"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"}
_ANY = frozenset(Type)
ATOMIC = frozenset({Type.STRING, Type.NUMBER, Type.BOOLEAN})
_AS_SETS = {Type.NODES, Type.NODE}
# Types that XPath 2 accepts as one string: no node at all is the empty string in both.
_AS_STRING = {Type.NODE, Type.STRING}
# What binds more tightly than all operators that are translated.
_OPERANDS = _AXES | {"(name)", ":", "*", "@", "/", "//", "[", ".", "..", "$", "(string)", "(integer)", "(", "current"}
_EQUALITY = {"=": "=", "!=": "!=", "eq": "=", "ne": "!="}
_ORDER = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_TESTS_BY_KIND = {"node", "text", "comment", "processing-instruction"}


def translate(token: Token, types: Types) -> Translation:
    """Return the type and the XPath 1.0 of a parsed expression; `types` are those of its variables.

    Raises:
        UntranslatableError: It is not certain to mean the same.
    """
    make = _BY_SYMBOL.get(token.symbol)
    if make is None:
        raise UntranslatableError(token.symbol)
    return make(token, types)


def _literal(token: Token, _types: Types) -> Translation:
    value = token.value
    if '"' not in value:
        return Type.STRING, f'"{value}"'
    if "'" not in value:
        return Type.STRING, f"'{value}'"
    raise UntranslatableError("quotes")


def _integer(token: Token, _types: Types) -> Translation:
    if token.value > 2**31:
        raise UntranslatableError("number")
    return Type.NUMBER, str(token.value)


def _name(token: Token, _types: Types) -> Translation:
    return Type.NODES, token.value


def _prefixed_name(token: Token, _types: Types) -> Translation:
    prefix, local = token
    if prefix.symbol != "(name)" or local.symbol not in {"(name)", "*"}:
        raise UntranslatableError("name")
    return Type.NODES, f"{prefix.value}:{local.value if local.symbol == '(name)' else '*'}"


def _asterisk(token: Token, _types: Types) -> Translation:
    if len(token):
        raise UntranslatableError("multiplication")
    return Type.NODES, "*"


def _attribute(token: Token, types: Types) -> Translation:
    _, name = _node_test(token[0], types)
    return (Type.NODES if "*" in name or "(" in name else Type.NODE), f"@{name}"


def _node_test(token: Token, types: Types) -> Translation:
    if token.symbol not in {"(name)", ":", "*", *_TESTS_BY_KIND}:
        raise UntranslatableError("node test")
    return translate(token, types)


def _axis(token: Token, types: Types) -> Translation:
    if not len(token):
        # A name that is also that of an axis.
        return Type.NODES, token.value
    _, test = _node_test(token[0], types)
    many = token.symbol not in _ONE_NODE and not (token.symbol == "attribute" and "*" not in test and "(" not in test)
    return (Type.NODES if many else Type.NODE), f"{token.symbol}::{test}"


def _kind_test(token: Token, _types: Types) -> Translation:
    if len(token):
        raise UntranslatableError("argument of a kind test")
    return Type.NODES, f"{token.symbol}()"


def _slash(token: Token, types: Types) -> Translation:
    if not len(token):
        return Type.NODE, "/"
    if (names := name_alternatives(token[-1])) is not None:
        # In one walk; libxml2 merges the results of several in the square of their size.
        before = translate(token[0], types)[1] if len(token) == 2 else ""
        return Type.NODES, f"{before}{token.symbol}*[{is_one_of(names)}]"
    if (steps := _alternatives(token[-1], types)) is not None:
        # XPath 1.0 has no parentheses here: `a/(b | c)` is `(a/b | a/c)`.
        before = translate(token[0], types)[1] if len(token) == 2 else ""
        return Type.NODES, f"({' | '.join(f'{before}{token.symbol}{each}' for each in steps)})"
    if len(token) == 1:
        return Type.NODES, f"{token.symbol}{_step(token[0], types)[1]}"
    left, path = translate(token[0], types)
    if left not in _AS_SETS:
        raise UntranslatableError("path from no node")
    right, step = _step(token[1], types)
    one = token.symbol == "/" and left is right is Type.NODE
    separator = "" if path == "/" else token.symbol
    if path == "/" and token.symbol == "//":
        raise UntranslatableError("root")
    return (Type.NODE if one else Type.NODES), f"{path}{separator}{step}"


def is_one_of(names: Iterable[Token]) -> str:
    """Return the condition that an element has one of some names."""
    return " or ".join(f"self::{translate(each, {})[1]}" for each in names)


def _alternatives(token: Token, types: Types) -> list[str] | None:
    """Return the steps of a union of steps in parentheses, None where there is no such thing."""
    is_union = token.symbol == "(" and len(token) == 1 and token[0].symbol in {"|", "union"}
    return _alternatives_of(token[0], types) if is_union else None


def _alternatives_of(token: Token, types: Types) -> list[str]:
    if token.symbol in {"|", "union"}:
        return [*_alternatives_of(token[0], types), _step(token[1], types)[1]]
    return [_step(token, types)[1]]


def _step(token: Token, types: Types) -> Translation:
    """Return a step of a path; XPath 2 allows any expression here."""
    inner = token
    while inner.symbol == "[":
        inner = inner[0]
    if inner.symbol not in {"(name)", ":", "*", "@", ".", "..", *_AXES, *_TESTS_BY_KIND}:
        raise UntranslatableError("step")
    return translate(token, types)


def _predicate(token: Token, types: Types) -> Translation:
    base, text = translate(token[0], types)
    if base not in _AS_SETS:
        raise UntranslatableError("predicate of no node")
    kind, condition = translate(token[1], types)
    if kind is Type.NUMBER and token[1].symbol not in {"(integer)", "last"}:
        raise UntranslatableError("computed position")
    if token[0].symbol in {".", ".."}:
        # XPath 1.0 has no predicate here.
        text = "self::node()" if text == "." else "parent::node()"
    one = base is Type.NODE or kind is Type.NUMBER
    return (Type.NODE if one else Type.NODES), f"{text}[{condition}]"


def _parenthesis(token: Token, types: Types) -> Translation:
    if len(token) != 1:
        raise UntranslatableError("sequence")
    kind, text = translate(token[0], types)
    return kind, f"({text})"


def _variable(token: Token, types: Types) -> Translation:
    name = token[0].value if token[0].symbol == "(name)" else ""
    if name not in types:
        raise UntranslatableError("variable")
    return types[name], f"${name}"


def _union(token: Token, types: Types) -> Translation:
    parts = [translate(each, types) for each in token]
    if any(kind not in _AS_SETS for kind, _ in parts):
        raise UntranslatableError("union")
    return Type.NODES, " | ".join(text for _, text in parts)


def _logic(token: Token, types: Types) -> Translation:
    if len(token) != 2:
        raise UntranslatableError(token.symbol)
    one, two = (_operand(each, translate(each, types)[1]) for each in token)
    return Type.BOOLEAN, f"{one} {token.symbol} {two}"


def _equality(token: Token, types: Types) -> Translation:
    if token.symbol in {"=", "!="} and len(token) == 2 and (literals := _literals(token[1])):
        left, text = translate(token[0], types)
        if left not in _AS_SETS | _AS_STRING:
            raise UntranslatableError("comparison")
        return Type.BOOLEAN, f"({' or '.join(f'{text} {token.symbol} {each}' for each in literals)})"
    (left, one), (right, two) = _operands(token, types)
    single = token.symbol in {"eq", "ne"}
    texts = _AS_STRING if single else _AS_SETS | _AS_STRING
    if not ({left, right} <= texts or left is right is Type.NUMBER):
        raise UntranslatableError("comparison")
    return Type.BOOLEAN, f"{_operand(token[0], one)} {_EQUALITY[token.symbol]} {_operand(token[1], two)}"


def _literals(token: Token) -> list[str]:
    """Return the strings of a sequence of literals in parentheses, nothing where it is another expression."""
    if token.symbol == "(" and len(token) == 1 and token[0].symbol == ",":
        return _literals(token[0])
    if token.symbol != ",":
        return []
    first, last = token
    before = _literals(first) if first.symbol == "," else [_literal(first, {})[1]] if first.symbol == "(string)" else []
    return [*before, _literal(last, {})[1]] if before and last.symbol == "(string)" else []


def _ordering(token: Token, types: Types) -> Translation:
    (left, one), (right, two) = _operands(token, types)
    if not left is right is Type.NUMBER:
        raise UntranslatableError("comparison")
    return Type.BOOLEAN, f"{_operand(token[0], one)} {_ORDER[token.symbol]} {_operand(token[1], two)}"


def _operand(token: Token, text: str) -> str:
    """Return an operand in parentheses if it needs them: in them libxml2 sorts nodes, for some axes in cubic time."""
    # Of two symbols one is an operator with operands, and one without a path that what follows would continue.
    is_other = (token.symbol == "*" and len(token) > 0) or (token.symbol == "/" and not len(token))
    is_path = token.symbol in _OPERANDS and not is_other
    return text if is_path else f"({text})"


def _operands(token: Token, types: Types) -> tuple[Translation, Translation]:
    if len(token) != 2:
        raise UntranslatableError(token.symbol)
    return translate(token[0], types), translate(token[1], types)


def _call(result: Type, name: str, *allowed: Iterable[Type], least: int | None = None) -> _TranslateToken:
    """Return the translator of a call with arguments of some types; those from `least` on may be omitted."""
    fewest = len(allowed) if least is None else least

    def make(token: Token, types: Types) -> Translation:
        if not fewest <= len(token) <= len(allowed):
            raise UntranslatableError("arguments")
        arguments = [translate(each, types) for each in token]
        if any(kind not in fit for (kind, _), fit in zip(arguments, allowed, strict=False)):
            raise UntranslatableError("type of an argument")
        return result, f"{name}({', '.join(text for _, text in arguments)})"

    return make


def _existence(name: str, allowed: Iterable[Type]) -> _TranslateToken:
    """Return the translator of a function that asks whether there is a node: one is enough, and is not sorted."""
    plain = _call(Type.BOOLEAN, name, allowed)

    def make(token: Token, types: Types) -> Translation:
        kind, text = plain(token, types)
        last = token[0][-1] if token[0].symbol in {"/", "//"} and len(token[0]) else token[0]
        while last.symbol == "[":
            last = last[0]
        return kind, f"{text[:-1]}[1])" if last.symbol in _REVERSE else text

    return make


def _concat(token: Token, types: Types) -> Translation:
    return _call(Type.STRING, "concat", *[_AS_STRING] * max(2, len(token)))(token, types)


NAME_TESTS: dict[str, _TranslateToken] = {"(name)": _name, ":": _prefixed_name, "*": _asterisk}
_EXISTS = _existence("boolean", _AS_SETS)
_EMPTY = _existence("not", _AS_SETS)
_BY_SYMBOL: dict[str, _TranslateToken] = {
    "(string)": _literal,
    "(integer)": _integer,
    **NAME_TESTS,
    "@": _attribute,
    ".": lambda _token, _types: (Type.NODE, "."),
    "..": lambda _token, _types: (Type.NODE, ".."),
    "/": _slash,
    "//": _slash,
    "[": _predicate,
    "(": _parenthesis,
    "$": _variable,
    "current": lambda _token, _types: (Type.NODE, f"${CURRENT}"),
    "|": _union,
    "union": _union,
    "and": _logic,
    "or": _logic,
    "exists": _EXISTS,
    "empty": _EMPTY,
    "count": _call(Type.NUMBER, "count", _AS_SETS),
    "string-length": _call(Type.NUMBER, "string-length", _AS_STRING, least=0),
    "translate": _call(Type.STRING, "translate", _AS_STRING, _AS_STRING, _AS_STRING),
    "concat": _concat,
    **{name: _call(Type.BOOLEAN, name) for name in ("true", "false")},
    **{name: _existence(name, _ANY) for name in ("not", "boolean")},
    **{name: _call(Type.NUMBER, name) for name in ("last", "position")},
    **{name: _call(Type.STRING, name, _AS_STRING, least=0) for name in ("string", "normalize-space")},
    **{name: _call(Type.BOOLEAN, name, _AS_STRING, _AS_STRING) for name in ("contains", "starts-with")},
    **{name: _call(Type.STRING, name, _AS_STRING, _AS_STRING) for name in ("substring-before", "substring-after")},
    **{name: _call(Type.STRING, name, {Type.NODE}, least=0) for name in ("name", "local-name", "namespace-uri")},
    **dict.fromkeys(_AXES, _axis),
    **dict.fromkeys(_TESTS_BY_KIND, _kind_test),
    **dict.fromkeys(_EQUALITY, _equality),
    **dict.fromkeys(_ORDER, _ordering),
}
