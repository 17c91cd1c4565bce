"""Compiles the model of a schema: parses each expression, and binds each variable to its declaration.

Each fault is reported, and what depends on it is left out: an assertion whose test is wrong, a
whole pattern where a context is, since the first rule that matches a node is then not known.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from teikit.diagnostics import Severity
from teikit.messages import quote
from teikit.schematron.cycles import find_cyclic
from teikit.schematron.faults import Faults, describe_fault
from teikit.schematron.library import add_functions
from teikit.schematron.model import (
    Assertion,
    Insertion,
    Let,
    SchematronKey,
    SchematronModel,
    SchematronPattern,
    SchematronRule,
)
from teikit.schematron.on_demand import OnDemand
from teikit.schematron.rule_ids import rule_ids
from teikit.schematron.severities import SEVERITIES, find_severity
from teikit.schematron.tree import Origin
from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.query import Language, Query
from teikit.schematron.xpath.translation import ATOMIC, Type, Types
from teikit.shallow_repr import ShallowRepr

_T = TypeVar("_T")
# A function or prefix that is not declared (XPath 3.1, appendix F).
_UNDECLARED = ("XPST0017", "XPST0081")


@dataclass(slots=True, eq=False, repr=False)
class Variable(ShallowRepr):
    """A declared variable; `is_local` ones have a value for each node, others one for a document.

    `phase` is the one that it is declared in, "" outside of phases. `uses` is filled when all are known. It
    `is_broken` if it has no value because of a fault.
    """

    let: Let
    query: Query | None
    is_local: bool
    phase: str = ""
    uses: Mapping[str, "Variables"] = field(default_factory=dict)
    is_broken: bool = False

    def __post_init__(self) -> None:
        self.is_broken |= self.let.is_ambiguous or (self.query is None and self.let.value is not None)


# The declarations of a name: more than one only where phases differ, the schema's last.
Variables = tuple[Variable, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BoundQuery(ShallowRepr):
    """An expression with the variables that it uses."""

    query: Query
    uses: Mapping[str, Variables]
    origin: Origin


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CompiledAssertion(ShallowRepr):
    """An assertion; `rule` is the id for its diagnostics.

    `inserts` has the valid insertions of its texts.
    """

    assertion: Assertion
    rule: str
    severity: Severity
    test: BoundQuery
    subject: BoundQuery | None
    inserts: Mapping[Insertion, BoundQuery]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CompiledRule(ShallowRepr):
    """A rule; `contexts` together select its nodes, and `visit` the nodes of each that its assertions are about.

    `lets` are its own variables in order, None for one of no value.
    """

    rule: SchematronRule
    contexts: tuple[BoundQuery, ...]
    assertions: tuple[CompiledAssertion, ...]
    lets: tuple[tuple[str, Query | None], ...] = ()
    visit: BoundQuery | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CompiledPattern(ShallowRepr):
    """A pattern; `documents` refers to those that it is about instead of the validated one."""

    pattern: SchematronPattern
    rules: tuple[CompiledRule, ...]
    documents: BoundQuery | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CompiledKey(ShallowRepr):
    """An `xsl:key`."""

    match: tuple[BoundQuery, ...]
    use: BoundQuery


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CompiledSchema(ShallowRepr):
    """A compiled schema."""

    model: SchematronModel
    patterns: Sequence[CompiledPattern]
    keys: Mapping[str, tuple[CompiledKey, ...]]


_Scope = Mapping[str, Variables]
NO_SCOPE: _Scope = {}


def compile_schema(
    model: SchematronModel, language: Language, faults: Faults, *, is_correct: bool = False
) -> CompiledSchema:
    """Return a compiled schema without its faulty parts.

    The patterns of one that is known to be correct are compiled when they are asked for.
    """
    compiler = _SchemaCompiler(add_functions(language, model, faults), faults)
    top, scopes = compiler.global_variables(model)
    keys: dict[str, tuple[CompiledKey, ...]] = {}
    for key in model.keys:
        keys[key.name] = (*keys.get(key.name, ()), *compiler.key(key, top))
    names = rule_ids(model)
    pairs = list(zip(model.patterns, scopes, strict=True))
    if is_correct:
        on_demand = OnDemand(pairs, lambda pair: _require(compiler.pattern(*pair, names), pair[0]))
        return CompiledSchema(model, on_demand, keys)
    patterns = [compiler.pattern(each, scope, names) for each, scope in pairs]
    return CompiledSchema(model, tuple(each for each in patterns if each is not None), keys)


def _require(made: CompiledPattern | None, pattern: SchematronPattern) -> CompiledPattern:
    """Return a pattern of a correct schema; there is one in any case."""
    return made or CompiledPattern(pattern, ())


class _SchemaCompiler:
    """Reports faults; each expression that is written several times is parsed once."""

    def __init__(self, language: Language, faults: Faults) -> None:
        self._language = language
        self._queries: dict[tuple[str, frozenset[tuple[str, Type]]], Query] = {}
        self._faults = faults
        # Names that several patterns declare.
        self._ambiguous: set[str] = set()

    def global_variables(self, model: SchematronModel) -> tuple[_Scope, list[_Scope]]:
        """Return the variables that all expressions may use, and those for each pattern (5.4.5).

        A variable of a pattern is global, unless other patterns declare one of its name: each then uses its own.
        """
        # Those of a phase come first: they hide those of the schema.
        common = [
            Variable(let, self._let(let), is_local=False, phase=phase.id)
            for phase in model.phases.values()
            for let in phase.lets
        ]
        common += [Variable(let, self._let(let), is_local=False) for let in model.lets]
        own = [[Variable(let, self._let(let), is_local=False) for let in each.lets] for each in model.patterns]
        scope = _group_by_name(common)
        for name, group in _group_by_name(chain(*own)).items():
            if name in scope:
                self._report_clash(group, scope[name])
            elif len(group) > 1:
                self._ambiguous.add(name)
            else:
                scope[name] = group
        scopes = [_extend(scope, _group_by_name(each)) for each in own]
        self._bind_variables([(common, scope), *zip(own, scopes, strict=True)])
        return scope, scopes

    def _report_clash(self, of_patterns: Variables, others: Variables) -> None:
        """Report the variables of patterns with the name of one of the schema or a phase: all are global."""
        level = "a phase" if all(each.phase for each in others) else "the schema"
        for each in of_patterns:
            name = each.let.name
            message = f"the variable '{name}' of a pattern is declared in {level} too; both are global, rename one"
            self._faults.add("sch-schema/name-twice", message, each.let.origin)

    def key(self, key: SchematronKey, scope: _Scope) -> list[CompiledKey]:
        match, use = self._compile_match(key.match, scope, key.origin), self._bind_query(key.use, scope, key.origin)
        if match is None or use is None:
            self._faults.leave_out("key", key.name)
            return []
        return [CompiledKey(match, use)]

    def pattern(self, pattern: SchematronPattern, scope: _Scope, names: Mapping[int, str]) -> CompiledPattern | None:
        rules = [self._rule(each, pattern, scope, names) for each in pattern.rules]
        kept = tuple(each for each in rules if each is not None)
        documents = None if pattern.documents is None else self._documents(pattern, pattern.documents, scope)
        if len(kept) < len(rules) or (pattern.documents is not None and documents is None):
            return None
        return CompiledPattern(pattern, kept, documents)

    def _documents(self, pattern: SchematronPattern, text: str, scope: _Scope) -> BoundQuery | None:
        bound = self._bind_query(text, scope, pattern.origin)
        if "document" not in self._language.allowed:
            message = "'documents' reads other files and is not allowed; --allow-read FOLDER allows it for a folder"
            self._faults.add("sch-schema/not-supported", message, pattern.origin)
            return None
        return bound

    def _rule(
        self, rule: SchematronRule, pattern: SchematronPattern, outer: _Scope, names: Mapping[int, str]
    ) -> CompiledRule | None:
        contexts = self._compile_match(rule.context, outer, rule.origin)
        self._check_severity(rule.severity, rule.origin)
        scope, lets = dict(outer), []
        for let in rule.lets:
            # Each may use those before it, as variables in a template.
            variable = Variable(let, self._let(let, scope), is_local=True)
            variable.uses = self._used_variables(variable.query, scope, let.origin)
            variable.is_broken |= not _is_bound(variable.query, variable.uses)
            scope[let.name] = (variable,)
            lets.append((let.name, variable.query))
        assertions = [self._assertion(each, rule, pattern, scope, names) for each in rule.assertions]
        visit = self._bind_query(rule.visit, scope, rule.origin) if rule.visit else None
        if contexts is None or (rule.visit and visit is None):
            return None
        kept = tuple(each for each in assertions if each is not None)
        return CompiledRule(rule, contexts, kept, tuple(lets), visit)

    def _assertion(
        self,
        assertion: Assertion,
        rule: SchematronRule,
        pattern: SchematronPattern,
        scope: _Scope,
        names: Mapping[int, str],
    ) -> CompiledAssertion | None:
        test = self._bind_query(assertion.test, scope, assertion.origin)
        subject = assertion.subject or rule.subject
        where = self._bind_query(subject, scope, assertion.origin) if subject else None
        inserts = {}
        for text in (assertion.text, *assertion.diagnostics, *assertion.properties):
            for part in text.parts:
                if isinstance(part, Insertion) and (bound := self._bind_query(part.expression, scope, part.origin)):
                    inserts[part] = bound
        self._check_severity(assertion.severity, assertion.origin)
        if test is None:
            return None
        own, of_rule = (assertion.severity, assertion.role, assertion.flag), (rule.severity, rule.role, rule.flag)
        roles = (*own, *of_rule, pattern.role)
        return CompiledAssertion(assertion, names[id(assertion)], find_severity(*roles), test, where, inserts)

    def _check_severity(self, name: str, origin: Origin) -> None:
        if name and name.strip().lower() not in SEVERITIES:
            known = ", ".join(("fatal", "error", "warning", "info"))
            message = (
                f"the severity {quote(name, 40)} is not known, or has to be computed; those that are known: {known}"
            )
            self._faults.add("sch-schema/not-supported", message, origin)

    def _let(self, let: Let, scope: _Scope = NO_SCOPE) -> Query | None:
        return None if let.value is None else self._query(let.value, scope, let.origin)

    def _query(self, text: str, scope: _Scope, origin: Origin) -> Query | None:
        return self._try_compile(lambda: self._parse(text, _types(scope)), text, origin)

    def _parse(self, text: str, types: Types) -> Query:
        key = (text, frozenset(types.items()))
        if key not in self._queries:
            self._queries[key] = self._language.query(text, types)
        return self._queries[key]

    def _bind_query(self, text: str, scope: _Scope, origin: Origin) -> BoundQuery | None:
        query = self._query(text, scope, origin)
        if query is None:
            return None
        uses = self._used_variables(query, scope, origin)
        return BoundQuery(query, uses, origin) if _is_bound(query, uses) else None

    def _compile_match(self, text: str, scope: _Scope, origin: Origin) -> tuple[BoundQuery, ...] | None:
        queries = self._try_compile(lambda: self._language.pattern(text, _types(scope)), text, origin)
        if queries is None:
            return None
        bound = tuple(BoundQuery(each, self._used_variables(each, scope, origin), origin) for each in queries)
        return bound if all(_is_bound(each.query, each.uses) for each in bound) else None

    def _try_compile(self, make: Callable[[], _T], text: str, origin: Origin) -> _T | None:
        if self._faults.has_left_out_name(text):
            return None
        try:
            return make()
        except ExpressionError as error:
            if self._faults.is_incomplete and any(code in str(error) for code in _UNDECLARED):
                return None
            message = f"the expression {quote_expression(text)} {describe_fault(str(error))}"
            self._faults.add("sch-schema/expression", message, origin)
            return None

    def _used_variables(self, query: Query | None, scope: _Scope, origin: Origin) -> dict[str, Variables]:
        names = query.uses if query is not None else frozenset()
        for name in sorted(names - scope.keys()):
            if not self._faults.is_left_out("variable", name):
                several = "in one place, but in several patterns" if name in self._ambiguous else ""
                message = " ".join(f"the variable '${name}' is not declared {several}".split())
                self._faults.add("sch-schema/variable-unknown", message, origin)
        return {name: scope[name] for name in names & scope.keys()}

    def _bind_variables(self, levels: Iterable[tuple[Sequence[Variable], _Scope]]) -> None:
        """Bind the variables of levels, each with its scope, to each other, in any order, and find cycles."""
        every: list[Variable] = []
        for own, scope in levels:
            every += own
            for each in own:
                each.uses = self._used_variables(each.query, scope, each.let.origin)
        cyclic = find_cyclic(every, _used)
        for each in every:
            if each in cyclic:
                message = f"the variable '${each.let.name}' is declared by means of itself"
                self._faults.add("sch-schema/variable-cycle", message, each.let.origin)
                each.is_broken = True
        _mark_broken(every)


def _extend(scope: _Scope, own: _Scope) -> _Scope:
    """Return a scope with variables of a pattern: the same, where these are global."""
    return scope if all(scope.get(name) == group for name, group in own.items()) else {**scope, **own}


def _group_by_name(variables: Iterable[Variable]) -> dict[str, Variables]:
    found: dict[str, Variables] = {}
    for each in variables:
        found[each.let.name] = (*found.get(each.let.name, ()), each)
    return found


def _is_bound(query: Query | None, uses: Mapping[str, Variables]) -> bool:
    """Whether each variable of an expression is declared, and has a value in each phase."""
    names = query.uses if query is not None else frozenset()
    return names <= uses.keys() and not any(each.is_broken for group in uses.values() for each in group)


def _mark_broken(variables: Iterable[Variable]) -> None:
    """Mark the variables as broken that use a broken or undeclared one, directly or indirectly."""
    users: dict[Variable, list[Variable]] = {}
    broken = []
    for each in variables:
        for used in _used(each):
            users.setdefault(used, []).append(each)
        if each.is_broken or not _is_bound(each.query, each.uses):
            broken.append(each)
    while broken:
        each = broken.pop()
        each.is_broken = True
        broken += [user for user in users.pop(each, ()) if not user.is_broken]


def _used(variable: Variable) -> Iterable[Variable]:
    return (each for group in variable.uses.values() for each in group)


def _types(scope: _Scope) -> dict[str, Type]:
    """Return the types of the variables that have a single atomic value."""
    queries = ((name, group[0].query) for name, group in scope.items() if len(group) == 1)
    return {name: query.type for name, query in queries if query is not None and query.type in ATOMIC}


def quote_expression(text: str) -> str:
    """Return an expression in quotes, on one line and cut short."""
    return quote(" ".join(text.split()), 80)
