"""Runs a compiled schema on a document: yields the rules that fired, and asserts and reports with their nodes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from teikit.limits import describe_excess, limit
from teikit.messages import shorten
from teikit.schematron.compiler import (
    BoundQuery,
    CompiledAssertion,
    CompiledKey,
    CompiledPattern,
    CompiledRule,
    CompiledSchema,
    Variable,
    Variables,
)
from teikit.schematron.item_values import content_value, is_element, item_name
from teikit.schematron.model import Insertion, MessageText
from teikit.schematron.other_documents import UNREADABLE, DocumentReader
from teikit.schematron.rule_clock import RuleClock, describe_limit
from teikit.schematron.tree import Origin
from teikit.schematron.xpath.context import UnreadableDocumentError
from teikit.schematron.xpath.document import Node, XPathDocument, identity
from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.query import EvaluationScope
from teikit.shallow_repr import ShallowRepr

_LONGEST_VALUE = 1_000


@dataclass(frozen=True, slots=True, repr=False)
class ActivePattern(ShallowRepr):
    """A pattern is tried, on other documents than the validated one if it names some."""

    pattern: CompiledPattern
    documents: tuple[XPathDocument, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class FiredRule(ShallowRepr):
    """A rule matched a node; Saxon does not say which."""

    rule: CompiledRule
    node: Node | None
    document: XPathDocument | None = None


@dataclass(frozen=True, slots=True, repr=False)
class FormattedText(ShallowRepr):
    """A text of the schema with its insertions evaluated: all of it in `words`, with single spaces.

    `values` are those of its parts, in order and as they are, where it has markup.
    """

    text: MessageText
    words: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class ReportedAssertion(ShallowRepr):
    """An assert failed, or a report was made, at a node (None: the document); texts are evaluated."""

    assertion: CompiledAssertion
    node: Node | None
    message: FormattedText
    diagnostics: tuple[FormattedText, ...] = ()
    properties: tuple[FormattedText, ...] = ()
    document: XPathDocument | None = None


@dataclass(frozen=True, slots=True, repr=False)
class EvaluationFailure(ShallowRepr):
    """An expression could not be evaluated; `assertion` is None where it was a context of `rule` or a key."""

    origin: Origin
    node: Node | None
    reason: str
    assertion: CompiledAssertion | None = None
    rule: CompiledRule | None = None
    document: XPathDocument | None = None


# The `document` of an event is None for the validated one.
Event = ActivePattern | FiredRule | ReportedAssertion | EvaluationFailure


class VariableError(ExpressionError):
    """A variable that an expression uses has no value; has its declaration's position."""

    def __init__(self, variable: Variable, reason: str) -> None:
        super().__init__(f"the variable '${variable.let.name}' {reason}")
        self.origin = variable.let.origin


def run(
    schema: CompiledSchema,
    document: XPathDocument,
    phase: str,
    active: Sequence[CompiledPattern],
    reader: DocumentReader | None,
) -> Iterator[Event]:
    """Yield the events of validating a document in a phase, pattern by pattern, each in document order."""
    running = _Evaluation(schema, document, phase, reader)
    for pattern in active:
        if pattern.documents is None:
            yield ActivePattern(pattern)
            yield from running.run_pattern(pattern)
        else:
            yield from _run_elsewhere(running, pattern, pattern.documents, reader)


def _run_elsewhere(
    running: "_Evaluation", pattern: CompiledPattern, documents: BoundQuery, reader: DocumentReader | None
) -> Iterator[Event]:
    """Yield the events of a pattern for the documents to which an expression refers."""
    try:
        references = dict.fromkeys(running.strings(documents))
        found = dict.fromkeys(reader.document(documents.origin.base, each) for each in references) if reader else {}
    except (ExpressionError, UnreadableDocumentError) as error:
        yield ActivePattern(pattern)
        yield EvaluationFailure(getattr(error, "origin", pattern.pattern.origin), None, str(error))
        return
    yield ActivePattern(pattern, tuple(found))
    for document in found:
        for event in running.of_document(document).run_pattern(pattern):
            yield event if isinstance(event, ActivePattern) else replace(event, document=document)


class _Evaluation:
    """The evaluation of one document: the values of its variables and keys."""

    def __init__(
        self,
        schema: CompiledSchema,
        document: XPathDocument,
        phase: str,
        reader: DocumentReader | None,
        main: "_Evaluation | None" = None,
    ) -> None:
        self.document = document
        self.reader = reader
        self._schema, self._main = schema, main
        self._keys = schema.keys
        self._phase = phase
        self._nested = 0
        self._clock = RuleClock(document.spending)
        self._unreadable: set[tuple[CompiledAssertion, str]] = set()
        self._values: dict[Variable, list[Any] | str] = {}
        self._local: dict[Variable, list[Any] | str] = {}
        self._tables: dict[str, dict[str, list[Any]]] = {}

    def of_document(self, document: XPathDocument) -> "_Evaluation":
        """Return the evaluation of another document, with the values of the global variables of this one."""
        return _Evaluation(self._schema, document, self._phase, self.reader, self)

    def strings(self, bound: BoundQuery) -> list[str]:
        """Return the strings of the items of an expression at the document.

        Raises:
            ExpressionError: It fails.
        """
        items = bound.query.items(self.document, None, _NodeScope(self, bound, None))
        return [str(getattr(each, "string_value", each)) for each in items]

    def run_pattern(self, pattern: CompiledPattern) -> Iterator[Event]:
        """Yield the events of a pattern: for each node the first rule that matches it fires, in a group each."""
        rules = self.possible_rules(pattern)
        for given in [[each] for each in rules] if pattern.pattern.is_group else [rules] if rules else []:
            yield from self.run_rules(given)

    def possible_rules(self, pattern: CompiledPattern) -> list[tuple[CompiledRule, list[BoundQuery]]]:
        """Return the rules of a pattern, with their contexts, that are about elements that the document has: few."""
        is_missing, found = self.document.tags.isdisjoint, []
        for rule in pattern.rules:
            contexts = [each for each in rule.contexts if not any(map(is_missing, each.query.tags))]
            if contexts:
                found.append((rule, contexts))
        return found

    def run_rules(self, given: Sequence[tuple[CompiledRule, Sequence[BoundQuery]]]) -> Iterator[Event]:
        """Yield the events of the rules of a pattern: for each node the first rule that matches it fires."""
        fired: dict[Any, tuple[CompiledRule, Node]] = {}
        for rule, contexts in given:
            self._clock.begin(rule)
            failures = [*self._match(rule, contexts, fired)]
            self._clock.end(rule)
            yield from failures
        if not fired:
            return
        rules = {key: rule for key, (rule, _) in fired.items()}
        for node in self.document.sort_nodes(node for _, node in fired.values()):
            rule = rules[identity(node)]
            if rule not in self._clock.given_up:
                self._clock.begin(rule)
                events = [*self._run_rule(rule, node)]
                self._clock.end(rule)
                yield from events
                if rule in self._clock.given_up:
                    yield from self._describe_end(rule, node, events)

    def _match(
        self, rule: CompiledRule, contexts: Sequence[BoundQuery], fired: dict[Any, tuple[CompiledRule, Node]]
    ) -> Iterator[Event]:
        """Add the nodes that a rule matches in contexts to those that have a rule; yield what fails."""
        for context in contexts:
            try:
                for node in self.matching_nodes(context):
                    fired.setdefault(identity(node), (rule, node))
            except ExpressionError as error:
                yield EvaluationFailure(getattr(error, "origin", rule.rule.origin), None, str(error), rule=rule)

    def _describe_end(self, rule: CompiledRule, node: Node, events: Sequence[Event]) -> Iterator[Event]:
        """Yield that a rule is tried at no other node, if its own events do not say so."""
        reason = describe_limit("rule-seconds")
        if not any(isinstance(each, EvaluationFailure) and each.reason == reason for each in events):
            yield EvaluationFailure(rule.rule.origin, node, reason, rule=rule)

    def matching_nodes(self, context: BoundQuery) -> list[Node]:
        """Return the nodes that a pattern matches.

        Raises:
            ExpressionError: It fails.
        """
        query = context.query
        if any(map(self.document.tags.isdisjoint, query.tags)):
            return []
        if not query.calls_current:
            return query.nodes(self.document, None, _NodeScope(self, context, None))
        # In a pattern the current node is the one that is matched.
        return [*self._matching_themselves(context)]

    def _matching_themselves(self, context: BoundQuery) -> Iterator[Node]:
        for node in self.document.nodes:
            self._clock.check()
            if node in context.query.nodes(self.document, None, _NodeScope(self, context, node)):
                yield node

    def _run_rule(self, rule: CompiledRule, node: Node) -> Iterator[Event]:
        yield FiredRule(rule, node)
        self._local = {}
        if rule.visit is None:
            yield from self._try_assertions(rule, node)
            return
        try:
            visited = rule.visit.query.nodes(self.document, node, _NodeScope(self, rule.visit, node))
        except ExpressionError as error:
            yield EvaluationFailure(getattr(error, "origin", rule.rule.origin), node, str(error))
            return
        for each in visited:
            yield from self._try_assertions(rule, each)

    def _try_assertions(self, rule: CompiledRule, node: Node) -> Iterator[Event]:
        for assertion in rule.assertions:
            try:
                if self._is_true(assertion.test, node) == (assertion.assertion.kind == "report"):
                    yield self._reported_assertion(assertion, node)
            except ExpressionError as error:
                if self._is_new(assertion, str(error)):
                    origin = getattr(error, "origin", assertion.assertion.origin)
                    yield EvaluationFailure(origin, node, str(error), assertion)

    def _is_new(self, assertion: CompiledAssertion, reason: str) -> bool:
        """Return whether a failure is to be reported: that a document cannot be read, at the first node only."""
        if UNREADABLE not in reason:
            return True
        is_new = (assertion, reason) not in self._unreadable
        self._unreadable.add((assertion, reason))
        return is_new

    def _is_true(self, bound: BoundQuery, node: Node) -> bool:
        self._clock.check()
        return bound.query.is_true(self.document, node, _NodeScope(self, bound, node))

    def _reported_assertion(self, assertion: CompiledAssertion, node: Node) -> ReportedAssertion:
        given = assertion.assertion
        message = self._format_text(given.text, assertion.inserts, node)
        diagnostics = tuple(self._format_text(each, assertion.inserts, node) for each in given.diagnostics)
        properties = tuple(self._format_text(each, assertion.inserts, node) for each in given.properties)
        return ReportedAssertion(assertion, self._subject(assertion.subject, node), message, diagnostics, properties)

    def _subject(self, subject: BoundQuery | None, node: Node) -> Node:
        if subject is None:
            return node
        found = subject.query.nodes(self.document, node, _NodeScope(self, subject, node))
        return found[0] if found else node

    def _format_text(self, text: MessageText, inserts: Mapping[Insertion, BoundQuery], node: Node) -> FormattedText:
        values = tuple(
            each if isinstance(each, str) else self._insertion_value(inserts.get(each), each, node)
            for each in text.parts
        )
        words = " ".join("".join(values).split())
        if not self.document.spending.take_message(len(words)):
            return FormattedText(text, f"[{describe_excess('message-characters')}]")
        return FormattedText(text, words, values if text.markup else ())

    def _insertion_value(self, bound: BoundQuery | None, insertion: Insertion, node: Node) -> str:
        if bound is None:
            # An error in the schema, which is reported once.
            return "[...]"
        scope = _NodeScope(self, bound, node)
        try:
            if insertion.kind == "value-of":
                return shorten(bound.query.string(self.document, node, scope), _LONGEST_VALUE)
            items = bound.query.items(self.document, node, scope)
            if items and insertion.kind == "path" and not is_element(items[0]):
                return shorten(bound.query.string(self.document, node, scope), _LONGEST_VALUE)
            return shorten(str(item_name(items[0])), _LONGEST_VALUE) if items else ""
        except ExpressionError as error:
            # The assertion failed even if its message cannot be evaluated.
            return f"[{error}]"

    def value(self, variables: Variables, node: Node | None) -> list[Any] | str:
        """Return the value of a variable.

        Raises:
            VariableError: It has none.
        """
        for variable in variables:
            if variable.phase in {"", self._phase}:
                if self._main is not None and not variable.is_local:
                    return self._main.value(variables, None)
                is_constant = variable.query is not None and variable.query.is_constant
                is_local = variable.is_local and not is_constant
                values = self._local if is_local else self._values
                if variable not in values:
                    values[variable] = self._evaluate_nested(variable, node if is_local else None)
                return values[variable]
        raise VariableError(variables[0], f"is declared in the phase '{variables[0].phase}' only")

    def _evaluate_nested(self, variable: Variable, node: Node | None) -> list[Any] | str:
        """Evaluate a variable, which may use others that use others, and so on."""
        if self._nested >= limit("variable-depth"):
            raise VariableError(variable, describe_limit("variable-depth"))
        self._nested += 1
        try:
            return self._evaluate(variable, node)
        finally:
            self._nested -= 1

    def _evaluate(self, variable: Variable, node: Node | None) -> list[Any] | str:
        if variable.query is None:
            return content_value(variable.let)
        bound = BoundQuery(variable.query, variable.uses, variable.let.origin)
        try:
            return variable.query.items(self.document, node, _NodeScope(self, bound, node))
        except VariableError:
            raise
        except ExpressionError as error:
            raise VariableError(variable, f"has no value: {error}") from None

    def look_up_key(self, name: str, value: str) -> list[Any]:
        """Return the nodes that a key has for a value."""
        if name not in self._keys:
            raise ExpressionError(f"asks for the key '{name}', which is not declared")
        if name not in self._tables:
            self._tables[name] = self._table(self._keys[name])
        return self._tables[name].get(value, [])

    def _table(self, keys: Sequence[CompiledKey]) -> dict[str, list[Any]]:
        table: dict[str, list[Any]] = {}
        for key in keys:
            for node in (each for match in key.match for each in self.matching_nodes(match)):
                self._clock.check()
                scope = _NodeScope(self, key.use, node)
                for item in key.use.query.items(self.document, node, scope):
                    value = str(getattr(item, "string_value", item))
                    table.setdefault(value, []).append(self.document.to_elementpath_node(node))
        return table


class _NodeScope(EvaluationScope):
    """The variables and keys that an expression may use at a node."""

    __slots__ = ("_bound", "_node", "_run")

    def __init__(self, run: _Evaluation, bound: BoundQuery, node: Node | None) -> None:
        self._run, self._bound, self._node = run, bound, node
        self.look_up_key = run.look_up_key
        if run.reader is not None:
            self.read = partial(run.reader.tree, bound.origin.base)

    def value(self, name: str) -> Any:
        """Return the value of a variable."""
        return self._run.value(self._bound.uses[name], self._node)

    def current(self) -> Node | None:
        """Return the node that XSLT calls the current one."""
        return self._node
