"""Makes the screen of a compiled schema: each of its rules becomes a probe, as far as XPath 1.0 can say the same.

A probe may find what the rules do not report, as nodes that an earlier rule of the pattern takes; never the reverse.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from teikit.schematron.compiler import CompiledRule, CompiledSchema
from teikit.schematron.model import Insertion, SchematronRule
from teikit.schematron.screen import LARGEST, TEXT_BITS, Probe, Screen
from teikit.schematron.xpath.cost import SizeClass, Sizes, estimate, estimate_at_each
from teikit.schematron.xpath.functions import is_time_dependent
from teikit.schematron.xpath.names import name_alternatives
from teikit.schematron.xpath.query import Query, is_focus_dependent
from teikit.schematron.xpath.translation import (
    NAME_TESTS,
    Token,
    Type,
    Types,
    UntranslatableError,
    is_one_of,
    translate,
)

# The sizes of documents for which the cost of a probe is estimated, from that of the fewest nodes, and these in bits.
_FEWEST = 5
_SIZES = tuple(SizeClass(bits, bits + TEXT_BITS).sizes for bits in range(_FEWEST, LARGEST + 1))
# What is cheap for documents of this size is not replaced by what is cheaper and finds less.
_USUAL_SIZE = 16
# What a probe may cost, in the units of `xpath.cost`: a few tenths of a second at the most.
_MOST = 3e7
# Elements of which a condition is tried for each that is inside: no more than documents of a class are deep.
_DEPTH = 32
_TRUE, _FALSE = "true()", "false()"
_PLAIN_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


class _Elements(NamedTuple):
    """The elements that a context selects, anywhere in a document: a test of their names, and conditions.

    The tokens are those of the conditions. The context selects the `attribute` of these elements, if it is not "".
    """

    test: str
    conditions: tuple[str, ...] = ()
    tokens: tuple[Token, ...] = ()
    attribute: str = ""

    def where(self, condition: str, *tokens: Token) -> "_Elements":
        return self._replace(conditions=(*self.conditions, condition), tokens=(*self.tokens, *tokens))

    @property
    def step(self) -> str:
        """The test with its conditions."""
        return self.test + "".join(f"[{each}]" for each in self.conditions)


class _Condition(NamedTuple):
    """A condition in XPath 1.0, with the tokens that decide what it costs."""

    text: str
    tokens: tuple[Token, ...] = ()


def make_screen(schema: CompiledSchema) -> Screen:
    """Return the screen of a compiled schema, all of whose patterns are run."""
    names = {prefix: uri for prefix, uri in schema.model.namespaces.items() if prefix}
    return Screen(names, tuple(dict.fromkeys(tuple(each) for each in _probes(schema))))


def _probes(schema: CompiledSchema) -> Iterator[Probe]:
    is_always_timed = is_time_dependent(*_shared_expressions(schema))
    for number, rule in ((number, rule) for number, each in enumerate(schema.patterns) for rule in each.rules):
        is_timed = is_always_timed or is_time_dependent(*_expressions(rule.rule))
        for context in rule.contexts:
            probe = _probe_or_tags(context.query, rule) if schema.patterns[number].documents is None else Probe(())
            yield probe._replace(is_timed=is_timed, pattern=number)


def _shared_expressions(schema: CompiledSchema) -> Iterator[str]:
    """Yield the expressions that any rule may use."""
    model = schema.model
    of_phases = (let for phase in model.phases.values() for let in phase.lets)
    of_patterns = (let for pattern in model.patterns for let in pattern.lets)
    yield from (each.value or "" for each in (*model.lets, *of_phases, *of_patterns))
    yield from (each.body for each in model.functions)
    for key in model.keys:
        yield from (key.match, key.use)


def _expressions(rule: SchematronRule) -> Iterator[str]:
    yield from (rule.context, rule.subject, rule.visit)
    yield from (each.value or "" for each in rule.lets)
    for assertion in rule.assertions:
        yield from (assertion.test, assertion.subject)
        texts = (assertion.text, *assertion.diagnostics, *assertion.properties)
        yield from (part.expression for text in texts for part in text.parts if isinstance(part, Insertion))


def _probe_or_tags(context: Query, rule: CompiledRule) -> Probe:
    """Return the probe for a rule in one of its contexts, of tags alone where XPath 1.0 cannot say the same."""
    tags = tuple(tuple(sorted(each)) for each in context.tags)
    if rule.visit is not None:
        # The assertions are about other nodes than those that the context selects.
        return Probe(tags)
    try:
        return _probe(context, rule, tags)
    except (UntranslatableError, RecursionError):
        return Probe(tags)


def _probe(context: Query, rule: CompiledRule, tags: tuple[tuple[str, ...], ...]) -> Probe:
    elements = _flatten(context.token)
    lets, types = _lets(rule)
    reported = [(each.test.query.token, each.assertion.kind == "report") for each in rule.assertions]
    fault = _join("or", [_may_be(token, types, truth=truth) for token, truth in reported])
    text, is_plain = fault.text, "$" not in fault.text
    if elements.attribute:
        # Variables would be those of the attribute.
        text = f"{elements.attribute}[{text if is_plain else _TRUE}]"
    to_select, to_try = _largest(elements.tokens), _largest((), fault.tokens)
    at_once = _largest((*elements.tokens, *fault.tokens)) if is_plain else 0
    path = f"/descendant-or-self::{elements.step}"
    attributes = _required_attributes(elements)
    return Probe(tags, path, () if is_plain else lets, text, to_select, to_try, at_once, attributes=attributes)


def _required_attributes(elements: _Elements) -> tuple[bytes, ...]:
    """Return the local names, in ASCII, of attributes without which a document has no such elements."""
    found, waiting = {elements.attribute.removeprefix("@").rpartition(":")[2]}, [*elements.tokens]
    while waiting:
        each = waiting.pop()
        if each.symbol in {"and", "("}:
            waiting += each
        elif each.symbol == "@":
            found.add(translate(each, {})[1].removeprefix("@").rpartition(":")[2])
    return tuple(sorted(each.encode() for each in found if _PLAIN_NAME.fullmatch(each)))


def _lets(rule: CompiledRule) -> tuple[tuple[tuple[str, str], ...], Types]:
    """Return the variables of a rule that libxml2 evaluates, in order, and their types."""
    found: dict[str, str] = {}
    types: dict[str, Type] = {}
    for name, query in rule.lets:
        if query is not None and query.xpath1 and query.type is not None and query.uses <= found.keys():
            found[name], types[name] = query.xpath1, query.type
    return tuple(found.items()), types


def _may_be(token: Token, types: Types, *, truth: bool) -> _Condition:
    """Return a condition that holds where an expression is true, or where it is false, and maybe elsewhere."""
    exact = _translate(token, types)
    if exact is not None and _is_always_cheap(token):
        return _Condition(f"boolean({exact})" if truth else f"not({exact})", (token,))
    if (paths := _counted(token)) is not None:
        parts = [_may_be(each, types, truth=truth) for each in paths]
        return _join("or" if truth else "and", parts)
    if token.symbol in {"and", "or"} and len(token) == 2:
        parts = [_may_be(each, types, truth=truth) for each in token]
        return _join("and" if (token.symbol == "and") is truth else "or", parts)
    if token.symbol in {"(", "boolean", "exists"} and len(token) == 1:
        return _may_be(token[0], types, truth=truth)
    if token.symbol in {"not", "empty"} and len(token) == 1:
        return _may_be(token[0], types, truth=not truth)
    if token.symbol == "[" and truth:
        # Where a path with a condition selects something, the path without it does.
        return _may_be(token[0], types, truth=True)
    if exact is not None:
        return _Condition(f"boolean({exact})" if truth else f"not({exact})", (token,))
    return _Condition(_TRUE)


def _translate(token: Token, types: Types) -> str | None:
    try:
        return None if is_focus_dependent(token) else translate(token, types)[1]
    except UntranslatableError:
        return None


def _counted(token: Token) -> list[Token] | None:
    """Return the paths of which one selects something where `count(a | b) > 0`; None for other expressions."""
    is_compared = token.symbol in {">", "gt"} and token[0].symbol == "count" and token[1].symbol == "(integer)"
    if not is_compared or token[1].value:
        return None
    found, waiting = [], [token[0][0]]
    while waiting:
        each = waiting.pop()
        if each.symbol in {"|", "union"}:
            waiting += each
        else:
            found.append(each)
    return found


def _join(operator: str, parts: Sequence[_Condition]) -> _Condition:
    """Return conditions as one; what does not decide is left out."""
    absorbing, neutral = (_TRUE, _FALSE) if operator == "or" else (_FALSE, _TRUE)
    if any(each.text == absorbing for each in parts):
        return _Condition(absorbing)
    kept = list({each.text: each for each in parts if each.text != neutral}.values())
    if len(kept) < 2:
        return kept[0] if kept else _Condition(neutral)
    return _Condition(
        f" {operator} ".join(f"({each.text})" for each in kept), tuple(token for each in kept for token in each.tokens)
    )


def _flatten(token: Token) -> _Elements:
    """Return a pattern as a condition for elements anywhere, which libxml2 selects in one walk.

    Raises:
        UntranslatableError: It cannot be said so, or not in XPath 1.0.
    """
    match token.symbol:
        case "(name)" | ":" | "*":
            return _Elements(NAME_TESTS[token.symbol](token, {})[1])
        case "(" if (names := name_alternatives(token)) is not None:
            return _Elements("*", (is_one_of(names),))
        case "(" | "child" if len(token) == 1:
            return _flatten(token[0])
        case "@" if len(token) == 1:
            name = translate(token, {})[1]
            return _Elements("*", (name,), (), name)
        case "[":
            return _filter(_flatten(token[0]), token[1])
        case "/" | "//" if len(token):
            return _descend(token)
    raise UntranslatableError(token.symbol)


def _filter(elements: _Elements, condition: Token) -> _Elements:
    kind, text = translate(condition, {})
    is_current = any(each.symbol == "current" for each in condition.iter())
    if kind is Type.NUMBER or is_current or is_focus_dependent(condition) or elements.attribute:
        raise UntranslatableError("position")
    return elements.where(text, condition)


def _descend(token: Token) -> _Elements:
    last, is_deep = _flatten(token[-1]), token.symbol == "//"
    if len(token) == 1:
        return last if is_deep else last.where("not(parent::*)")
    outer = _flatten(token[0])
    if outer.attribute or (last.attribute and is_deep):
        raise UntranslatableError("attribute")
    if last.attribute:
        # The element of an attribute is the one before it.
        return outer.where(last.attribute)._replace(attribute=last.attribute)
    axis, times = ("ancestor", _DEPTH) if is_deep else ("parent", 1)
    return last.where(f"{axis}::{outer.step}", *outer.tokens * times)


def _is_always_cheap(token: Token) -> bool:
    return _largest((), (token,)) >= _USUAL_SIZE


def _largest(at_each: Sequence[Token], once: Sequence[Token] = ()) -> int:
    """Return the size of the largest documents for which expressions are cheap: at each of their nodes, or at one."""

    def cost(sizes: Sizes) -> float:
        together = sizes.nodes + sum(estimate_at_each(token, sizes) for token in at_each)
        return max(together, *(estimate(token, sizes) for token in once), 0)

    # An expression costs no less in a larger document.
    cheap = bisect_right(_SIZES, _MOST, key=cost)
    return _FEWEST + cheap - 1 if cheap else 0
