"""Writes the specifications in effect as a grammar, with all definitions that its start leads to."""

from collections.abc import Callable
from functools import partial

from teikit.diagnostics import Severity
from teikit.messages import quote
from teikit.odd.grammar.any_element import AnyElementWriter
from teikit.odd.grammar.attribute_patterns import AttributeWriter
from teikit.odd.grammar.content import ContentWriter, reference_key
from teikit.odd.grammar.datatypes import DatatypeWriter
from teikit.odd.grammar.documentation import Documentation
from teikit.odd.grammar.model_classes import class_pattern, split_form
from teikit.odd.grammar.names import FORMS, PatternNames
from teikit.odd.grammar.patterns import PatternBuilder
from teikit.odd.grammar.possible_content import find_impossible
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.odd.schema import EffectiveElement, OddSchema
from teikit.odd.schema_rules import (
    CONTENT_NOT_SUPPORTED,
    REQUIRED_DELETED,
    UNKNOWN_CLASS,
    UNKNOWN_ELEMENT,
    UNKNOWN_MODULE,
    UNKNOWN_START,
    UNREACHABLE,
)
from teikit.p5.nodes import Node, Place
from teikit.p5.specs import Spec
from teikit.relaxng.syntax.tree import COMPATIBILITY, RELAXNG, XSD, SchemaElement

Definitions = dict[str, list[SchemaElement]]


class GrammarWriter:
    """Writes one grammar: definitions are made when something refers to them, or an element has them."""

    def __init__(
        self, schema: OddSchema, reporter: Reporter, foreign: Definitions, documentation: Documentation, default: str
    ) -> None:
        self._schema = schema
        self._reporter = reporter
        self._foreign = foreign
        self._names = PatternNames(schema)
        self._builder = PatternBuilder(reporter)
        self._documentation = documentation
        self._definitions: dict[str, SchemaElement] = {}
        self._waiting: dict[str, Callable[[], SchemaElement]] = {}
        self._any_named = f"{schema.customisation.prefix}anyNamedElement"
        self._any = AnyElementWriter(self._builder, schema.customisation, default)
        self._datatypes = DatatypeWriter(self._builder, self._find_datatype, self.macro)
        self._content = ContentWriter(self._builder, self, self._datatypes)
        refer = partial(self.pattern, auto_prefix=False)
        self._attributes = AttributeWriter(schema, self._builder, self._datatypes, self._need, documentation, refer)

    def write(self) -> SchemaElement:
        """Return the grammar."""
        start = self._start()
        for key in self._schema.elements:
            self._need_element(key)
        self._finish()
        self._need_references_of_foreign()
        self._definitions |= self._any.definitions
        if start is None:
            self._define_any_named(dict.fromkeys(map(self._names.of_element, self._schema.elements)))
        definitions = self._reachable(start) if start is not None else self._all()
        place = self._schema.customisation.place
        namespace = self._schema.customisation.namespace
        root = self._builder.pattern("grammar", place, definitions, {"ns": namespace, "datatypeLibrary": XSD})
        root.namespaces = {"": RELAXNG, "a": COMPATIBILITY}
        if start is not None:
            root.children.append(self._builder.pattern("start", place, [start]))
        return root

    def check_possible(self, root: SchemaElement) -> None:
        """Report elements that no document can have, but not where something else is reported already."""
        if not root.children or root.children[-1].name != "start":
            return
        *definitions, start = root.children
        specs = {self._names.of_element(key): each.spec for key, each in self._schema.elements.items()}
        for each in find_impossible(definitions, start, specs, self._schema):
            line = self._reporter.places.span(each.place)
            reported = {(known.file, known.span and known.span.start.line) for known in self._reporter.diagnostics}
            if each.is_fatal:
                self._reporter.fail(RULE["odd/impossible-content"], each.words, each.place)
            elif (each.place.file, line and line.start.line) not in reported:
                self._reporter.report(RULE["odd/impossible-content"], each.words, each.place)

    def _finish(self) -> None:
        """Make all definitions that are needed."""
        while self._waiting:
            name, make = self._waiting.popitem()
            self._definitions[name] = make()

    def _need_references_of_foreign(self) -> None:
        """Make the definitions that grammars in RELAX NG refer to, which may be those of specifications."""
        waiting = [each for definitions in self._foreign.values() for each in definitions]
        while waiting:
            pattern = waiting.pop()
            if pattern.name == "grammar":
                continue
            name = pattern.attributes["name"].strip() if pattern.name == "ref" else ""
            if name and name not in self._foreign and name not in self._definitions:
                self.pattern(name, Place(pattern.file, pattern.span), auto_prefix=False)
                self._finish()
            waiting += pattern.children

    def _defined(self, name: str) -> list[SchemaElement]:
        """Return the definitions of a name; those of a grammar in RELAX NG only add to that of a specification."""
        foreign = self._foreign.get(name, [])
        if name in self._definitions:
            return [self._definitions[name], *(each for each in foreign if "combine" in each.attributes)]
        return foreign

    def _start(self) -> SchemaElement | None:
        """Return the pattern that the grammar starts with; None if the ODD wants none."""
        place = self._schema.customisation.place
        wanted = self._schema.customisation.start
        if wanted == []:
            return None
        if wanted is None:
            deletion = self._schema.deleted.get(("element", "TEI"))
            if deletion is not None and deletion.span:
                self._reporter.fail(
                    UNKNOWN_START, "the element 'TEI', with which documents begin, is deleted", deletion
                )
                return None
            # As the Stylesheets do it.
            wanted = [each for each in ("TEI", "teiCorpus") if each in self._names.elements]
            if not wanted:
                self._reporter.fail(UNKNOWN_START, "there is no element 'TEI' to start with, and no @start", place)
                return None
        patterns = {name: self.pattern(name, place, auto_prefix=True) for name in wanted}
        found = [each for each in patterns.values() if each is not None]
        # Without any start there is no grammar.
        report = self._reporter.report if found else self._reporter.fail
        for name, made in patterns.items():
            if made is None and name not in self._schema.misspelt:
                report(UNKNOWN_START, *self._missing_start(name))
        if not found:
            self._reporter.escalate(UNKNOWN_MODULE, UNKNOWN_ELEMENT)
        return self._builder.choice(found, place) if found else None

    def _missing_start(self, name: str) -> tuple[str, Place]:
        """Return the message about a name in @start, and its place: where the element is deleted, if it is."""
        deletion = self._schema.deleted.get(("element", name))
        if deletion is not None and deletion.span is not None:
            return f"the element {quote(name)} is deleted, but @start names it", deletion
        near = self._reporter.suggest_names(name, self._names.elements)
        place = self._schema.customisation.place.of("start", name)
        return f"@start names {quote(name)}, which is not in the schema{near}", place

    def _reachable(self, start: SchemaElement) -> list[SchemaElement]:
        """Return the definitions that the start leads to, in order; elements that are not among them are reported."""
        seen: dict[str, None] = {}
        waiting = [start]
        while waiting:
            pattern = waiting.pop()
            name = pattern.attributes["name"] if pattern.name == "ref" else ""
            if name and name not in seen:
                seen[name] = None
                waiting += self._defined(name)
            waiting += pattern.children
        if self._any_named in seen:
            self._define_any_named(seen)
        if self._schema.misspelt or self._is_cut_off():
            return self._all(seen)
        for key, element in self._schema.elements.items():
            # A module may have elements that need others, which it is no fault to leave out.
            if self._names.of_element(key) not in seen and element.spec.place.attribute:
                words = f"nothing that may occur in a document leads to the element '{element.name}'"
                self._reporter.report(UNREACHABLE, words, element.spec.place)
        return self._all(seen)

    def _is_cut_off(self) -> bool:
        """Return whether elements may be unreachable for a reason that is reported.

        What is inside of what is deleted, or is in no class since that is misspelt, cannot be reached, either.
        """
        ids = {REQUIRED_DELETED.id, UNKNOWN_CLASS.id}
        return any(each.rule in ids and each.severity is not Severity.INFO for each in self._reporter.diagnostics)

    def _define_any_named(self, seen: dict[str, None]) -> None:
        place = self._schema.customisation.place
        found = [name for name in map(self._names.of_element, self._schema.elements) if name in seen]
        references = [self._builder.reference(name, place) for name in found]
        choice = self._builder.choice(references, place) if found else self._builder.pattern("notAllowed", place)
        self._definitions[self._any_named] = self._define(self._any_named, choice)

    def _all(self, names: dict[str, None] | None = None) -> list[SchemaElement]:
        order = {name: rank for rank, name in enumerate(self._order())}
        mine = [name for name in self._definitions if names is None or name in names]
        mine.sort(key=lambda name: order.get(name, -1))
        made = [each for name in mine for each in self._defined(name)]
        for name, definitions in self._foreign.items():
            if name not in self._definitions and (names is None or name in names):
                made += definitions
        return made

    def _order(self) -> list[str]:
        """Return the names of all specifications in the order of output."""
        schema = self._schema
        first = [*schema.datatypes.values(), *schema.macros.values(), *schema.classes.values()]
        return [*(self._names.of(each) for each in first), *map(self._names.of_element, schema.elements)]

    def _need(self, name: str, make: Callable[[], SchemaElement]) -> None:
        """Have a definition made, once."""
        if name not in self._definitions and name not in self._waiting:
            self._waiting[name] = lambda: self._define(name, make())

    def _define(self, name: str, pattern: SchemaElement) -> SchemaElement:
        return self._builder.pattern("define", Place(pattern.file, pattern.span), [pattern], {"name": name})

    # What content refers to (see teikit.odd.grammar.content.References).

    def element(self, key: str, place: Place) -> SchemaElement | None:
        """Return a reference to an element, None if it is not in the schema."""
        known = self._names.elements.get(key)
        if known is None:
            return self._foreign_reference(key, place) or self._strike("element", key)
        self._need_element(known)
        return self._builder.reference(self._names.of_element(known), place)

    def _need_element(self, key: tuple[str, str]) -> None:
        element = self._schema.elements[key]
        self._need(self._names.of_element(key), lambda: self._element(element))

    def _element(self, element: EffectiveElement) -> SchemaElement:
        spec = element.spec
        content = self._specified_content(spec)
        parts = self._attributes.patterns(element.parts)
        inner = [content] if content.name != "empty" or not parts else []
        attributes = {"name": element.name}
        if element.namespace != self._schema.customisation.namespace:
            attributes["ns"] = element.namespace
        made = self._builder.pattern("element", spec.place, [*inner, *parts], attributes)
        self._documentation.annotate(made, spec.prose)
        return made

    def _specified_content(self, spec: Spec) -> SchemaElement:
        """Return the content of a specification, a list of values if it has no other."""
        if spec.content is None and spec.values is not None:
            values = [self._builder.value(each.written or each.ident, each.place) for each in spec.values.items]
            return self._builder.choice(values, spec.place) if values else self._builder.pattern("empty", spec.place)
        return self._content.content(spec.content or (), spec.place, auto_prefix=spec.auto_prefix)

    def model_class(self, node: Node) -> SchemaElement | None:
        """Return the pattern of a classRef, with a choice of its members where it has one."""
        key = reference_key(node)
        spec = self._schema.classes.get(key)
        if spec is None:
            return self._foreign_reference(key, node.place) or self._strike("class", key)
        form = self._form(node)
        included, excluded = node.attributes.get("include"), node.attributes.get("except")
        if included is None and excluded is None:
            return self._class_form(spec, form, node.place)
        members = self._chosen(spec, (included or "").split(), (excluded or "").split())
        made = class_pattern(self._builder, spec, members, form, self._member)
        if made.name == "notAllowed":
            made = self._builder.pattern("notAllowed", node.place)
        return made

    def _form(self, node: Node) -> str:
        """Return @expand; what it does not know is the choice of the members, which is the default."""
        form = node.get("expand").strip()
        if form and form not in FORMS:
            near = self._reporter.suggest_names(form, FORMS)
            words = f"{quote(form)} is no way to expand a class; the choice of its members is used{near}"
            self._reporter.report(CONTENT_NOT_SUPPORTED, words, node.place.of("expand"))
            return ""
        return form

    def _chosen(self, spec: Spec, included: list[str], excluded: list[str]) -> list[Spec]:
        """Return the elements that a classRef chooses among the members of a class, and of the classes in it."""
        found: dict[int, Spec] = {}
        seen: set[str] = set()
        waiting = [spec]
        while waiting:
            current = waiting.pop()
            is_chosen = current.ident in included if included else current.ident not in excluded
            if current.kind == "element":
                found |= {id(current): current} if is_chosen else {}
            elif current is not spec and included and current.ident in included:
                found[id(current)] = current
            elif current.ident not in seen and (current is spec or current.ident not in excluded):
                seen.add(current.ident)
                waiting += reversed(self._schema.members.get(current.ident, []))
        return list(found.values())

    def _class_form(self, spec: Spec, form: str, place: Place) -> SchemaElement | None:
        if form and spec.generate is not None and form not in spec.generate:
            return None
        name = self._names.of(spec) + (f"_{form}" if form else "")
        members = self._schema.members.get(spec.ident, [])
        self._need(name, lambda: class_pattern(self._builder, spec, members, form, self._member))
        return self._builder.reference(name, place)

    def _member(self, member: Spec, form: str) -> SchemaElement | None:
        if member.kind == "class":
            return self._class_form(member, form, member.place)
        key = self._names.keys[id(member)]
        self._need_element(key)
        return self._builder.reference(self._names.of_element(key), member.place)

    def _find_datatype(self, key: str) -> Spec | None:
        return self._schema.datatypes.get(key) or self._schema.macros.get(key)

    def macro(self, key: str, place: Place) -> SchemaElement | None:
        """Return a reference to a macro or a datatype."""
        spec = self._find_datatype(key)
        if spec is None:
            return self._foreign_reference(key, place) or self._strike("macro", key)
        self._need(self._names.of(spec), lambda: self._specified_content(spec))
        return self._builder.reference(self._names.of(spec), place)

    def all_elements(self, place: Place) -> SchemaElement:
        """Return a reference to the choice of all elements that something else leads to."""
        return self._builder.reference(self._any_named, place)

    def any_element(self, node: Node) -> SchemaElement:
        """Return the pattern of an anyElement."""
        return self._any.reference(node)

    def pattern(self, name: str, place: Place, *, auto_prefix: bool) -> SchemaElement | None:
        """Return a reference to what a ref names: an element, a class or its form, attributes, a macro, a datatype.

        The name may be that of a pattern with its prefix, too, which it must be if there is no automatic prefix.
        """
        ident = self._names.ident(name)
        for known in (name, ident) if auto_prefix else (ident, name):
            if (made := self._named(known, place)) is not None:
                return made
        return self._foreign_reference(name, place) or self._strike("", name)

    def _named(self, name: str, place: Place) -> SchemaElement | None:
        if name in self._names.by_pattern:
            key = self._names.by_pattern[name]
            self._need_element(key)
            return self._builder.reference(name, place)
        if name in self._names.elements:
            return self.element(name, place)
        if self._find_datatype(name) is not None:
            return self.macro(name, place)
        ident, form = split_form(name)
        if (spec := self._schema.classes.get(ident)) is not None:
            return self._class_form(spec, form, place)
        return self._attributes.named(name, place)

    def _foreign_reference(self, name: str, place: Place) -> SchemaElement | None:
        return self._builder.reference(name, place) if name in self._foreign else None

    def report_lost_choice(self, node: Node) -> None:
        """Report what was deleted although content demands one of some alternatives, none of which is left."""
        for each in node.descendants():
            kind = {"elementRef": "element", "classRef": "class"}.get(each.name, "")
            if self._schema.deleted.get((kind, reference_key(each))):
                self._strike(kind, reference_key(each))

    def _strike(self, kind: str, key: str) -> SchemaElement | None:
        """Report what was deleted although content demands it; its reference is left out."""
        deletion = self._schema.deleted.get((kind, key))
        if deletion is not None and deletion.span is not None and self._content.is_required:
            words = f"content that stays demands the {kind} '{key}', which is deleted; it is no longer demanded"
            self._reporter.report(REQUIRED_DELETED, words, deletion)
        return None
