"""A compiled schema and a document to what happened: which rules fired where, what failed, what could not be tried."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from teikit.schematron.compiler import (
    Bound,
    Compiled,
    CompiledAssertion,
    CompiledKey,
    CompiledPattern,
    CompiledRule,
    Variable,
    Variables,
)
from teikit.schematron.model import Insertion, Text
from teikit.schematron.tree import Origin
from teikit.schematron.xpath.document import Document, Node, identity
from teikit.schematron.xpath.query import ExpressionError, Known
from teikit.shallow_repr import shallow_repr

_LONGEST_VALUE = 1_000


@dataclass(frozen=True, slots=True)
class Tried:
    """A pattern is tried."""

    pattern: CompiledPattern

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule matched a node."""

    rule: CompiledRule
    node: Node

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class Told:
    """An assert failed, or a report was made, at a node (None: the document); texts are evaluated."""

    assertion: CompiledAssertion
    node: Node | None
    message: str
    diagnostics: tuple[tuple[Text, str], ...] = ()
    properties: tuple[tuple[Text, str], ...] = ()

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class Failed:
    """Something could not be evaluated; `assertion` is None where it was a context or a key."""

    origin: Origin
    node: Node | None
    reason: str
    assertion: CompiledAssertion | None = None

    __repr__ = shallow_repr


Event = Tried | Fired | Told | Failed


class VariableError(ExpressionError):
    """A variable that an expression uses has no value; holds where it is declared."""

    def __init__(self, variable: Variable, reason: str) -> None:
        super().__init__(f"the variable '${variable.let.name}' {reason}")
        self.origin = variable.let.origin


def run(
    schema: Compiled,
    document: Document,
    phase: str,
    active: Sequence[CompiledPattern],
    read: Callable[[str], Any] | None,
) -> Iterator[Event]:
    """Yield what happens when a document is judged in a phase, pattern by pattern, each in document order."""
    running = _Run(schema, document, phase, read)
    for pattern in active:
        yield Tried(pattern)
        yield from running.pattern(pattern)


class _Run:
    """The judging of one document: what its variables and keys hold."""

    def __init__(self, schema: Compiled, document: Document, phase: str, read: Callable[[str], Any] | None) -> None:
        self.document = document
        self.read = read
        self._keys = schema.keys
        self._phase = phase
        self._values: dict[Variable, list[Any] | str] = {}
        self._local: dict[Variable, list[Any] | str] = {}
        self._tables: dict[str, dict[str, list[Any]]] = {}

    def pattern(self, pattern: CompiledPattern) -> Iterator[Event]:
        """Yield what happens with a pattern: for each node the first rule that matches it fires."""
        fired: dict[Any, tuple[CompiledRule, Node]] = {}
        for rule in pattern.rules:
            for context in rule.contexts:
                try:
                    for node in self.matching(context):
                        fired.setdefault(identity(node), (rule, node))
                except ExpressionError as error:
                    yield Failed(getattr(error, "origin", rule.rule.origin), None, str(error))
        rules = {key: rule for key, (rule, _) in fired.items()}
        for node in self.document.in_order(node for _, node in fired.values()):
            yield from self._rule(rules[identity(node)], node)

    def matching(self, context: Bound) -> list[Node]:
        """Return the nodes that a pattern matches.

        Raises:
            ExpressionError: It fails.
        """
        query = context.query
        if any(map(self.document.tags.isdisjoint, query.tags)):
            return []
        if not query.calls_current:
            return query.nodes(self.document, None, _Scope(self, context, None))
        # In a pattern the current node is the one that is held against it.
        every: list[Node] = list(self.document.nodes)
        return [node for node in every if node in query.nodes(self.document, None, _Scope(self, context, node))]

    def _rule(self, rule: CompiledRule, node: Node) -> Iterator[Event]:
        yield Fired(rule, node)
        self._local = {}
        for assertion in rule.assertions:
            try:
                if self._holds(assertion.test, node) == (assertion.assertion.kind == "report"):
                    yield self._told(assertion, node)
            except ExpressionError as error:
                yield Failed(getattr(error, "origin", assertion.assertion.origin), node, str(error), assertion)

    def _holds(self, bound: Bound, node: Node) -> bool:
        return bound.query.holds(self.document, node, _Scope(self, bound, node))

    def _told(self, assertion: CompiledAssertion, node: Node) -> Told:
        given = assertion.assertion
        message = self._words(given.text, assertion.inserts, node)
        diagnostics = tuple((each, self._words(each, assertion.inserts, node)) for each in given.diagnostics)
        properties = tuple((each, self._words(each, assertion.inserts, node)) for each in given.properties)
        return Told(assertion, self._subject(assertion.subject, node), message, diagnostics, properties)

    def _subject(self, subject: Bound | None, node: Node) -> Node:
        if subject is None:
            return node
        found = subject.query.nodes(self.document, node, _Scope(self, subject, node))
        return found[0] if found else node

    def _words(self, text: Text, inserts: Mapping[Insertion, Bound], node: Node) -> str:
        parts = (
            each if isinstance(each, str) else self._inserted(inserts.get(each), each, node) for each in text.parts
        )
        return " ".join("".join(parts).split())

    def _inserted(self, bound: Bound | None, insertion: Insertion, node: Node) -> str:
        if bound is None:
            # The schema is wrong here, which is reported once.
            return "[...]"
        scope = _Scope(self, bound, node)
        try:
            if insertion.kind == "value-of":
                return _cut(bound.query.string(self.document, node, scope))
            items = bound.query.items(self.document, node, scope)
            return _cut(str(_name(items[0]))) if items else ""
        except ExpressionError as error:
            # What failed is known even where its message is not.
            return f"[{error}]"

    def value(self, variables: Variables, node: Node | None) -> list[Any] | str:
        """Return the value of a variable.

        Raises:
            VariableError: It has none.
        """
        for variable in variables:
            if variable.phase in {"", self._phase}:
                values = self._local if variable.is_local else self._values
                if variable not in values:
                    values[variable] = self._evaluated(variable, node if variable.is_local else None)
                return values[variable]
        raise VariableError(variables[0], f"is declared in the phase '{variables[0].phase}' only")

    def _evaluated(self, variable: Variable, node: Node | None) -> list[Any] | str:
        if variable.query is None:
            return variable.let.content.text()
        bound = Bound(variable.query, variable.uses, variable.let.origin)
        try:
            return variable.query.items(self.document, node, _Scope(self, bound, node))
        except VariableError:
            raise
        except ExpressionError as error:
            raise VariableError(variable, f"has no value: {error}") from None

    def keyed(self, name: str, value: str) -> list[Any]:
        """Return the nodes that a key finds by a value."""
        if name not in self._keys:
            raise ExpressionError(f"asks for the key '{name}', which is not declared")
        if name not in self._tables:
            self._tables[name] = self._table(self._keys[name])
        return self._tables[name].get(value, [])

    def _table(self, keys: Sequence[CompiledKey]) -> dict[str, list[Any]]:
        table: dict[str, list[Any]] = {}
        for key in keys:
            for node in (each for match in key.match for each in self.matching(match)):
                scope = _Scope(self, key.use, node)
                for item in key.use.query.items(self.document, node, scope):
                    table.setdefault(str(getattr(item, "string_value", item)), []).append(self.document.made(node))
        return table


class _Scope(Known):
    """What an expression may know at a node."""

    __slots__ = ("_bound", "_node", "_run")

    def __init__(self, run: _Run, bound: Bound, node: Node | None) -> None:
        self._run, self._bound, self._node = run, bound, node
        self.keyed = run.keyed
        self.read = run.read

    def value(self, name: str) -> Any:
        """Return the value of a variable."""
        return self._run.value(self._bound.uses[name], self._node)

    def current(self) -> Node | None:
        """Return the node that XSLT calls the current one."""
        return self._node


def _name(item: Any) -> str:
    """Return the name of a node as it is written in the document, with its prefix."""
    element = getattr(item, "value", None)
    if isinstance(element, etree._Element) and isinstance(element.tag, str) and not hasattr(item, "match_value"):
        prefix = f"{element.prefix}:" if element.prefix else ""
        return prefix + etree.QName(element).localname
    name = getattr(item, "name", None) or ""
    if name.startswith("{http://www.w3.org/XML/1998/namespace}"):
        return "xml:" + name.partition("}")[2]
    return name.rpartition("}")[2]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 3] + "..."
