"""Which attributes elements have: their own and those of their classes, each as it is customised on the way.

A class is customised first, then the classes and elements that inherit from it (TEI P5, 22.5.3; decision of the TEI
Council in issue 2914 of the Guidelines): what is deleted in a class does not come back by a change in a member.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from teikit.limits import Budget
from teikit.messages import quote
from teikit.odd.merging.attribute_merging import Key, attribute_key, merge_attributes
from teikit.odd.merging.source_names import SourceNames
from teikit.odd.reporting import Reporter
from teikit.odd.schema import AttributeChoice, AttributeUse, ClassAttributes, OddSchema, Part, ResolvedClass
from teikit.odd.schema_rules import (
    ATTRIBUTE_NOT_INHERITED,
    CLASS_CYCLE,
    DUPLICATE_ATTRIBUTE,
    UNKNOWN_CLASS,
    UNKNOWN_CLASS_ATTRIBUTE,
)
from teikit.p5.specs import Attribute, AttributeList, AttributeReference, Spec
from teikit.shallow_repr import ShallowRepr

_ADDED = {"", "add"}


@dataclass(slots=True, repr=False)
class _Own(ShallowRepr):
    """The definitions of a specification itself, those that are in choices, and those that were used."""

    definitions: dict[Key, Attribute] = field(default_factory=dict)
    in_choice: set[Key] = field(default_factory=set)
    inherited: dict[Key, AttributeUse] = field(default_factory=dict)


class AttributeResolver:
    """Resolves the attributes of classes, once each, and of elements."""

    def __init__(self, schema: OddSchema, sources: SourceNames, reporter: Reporter) -> None:
        self._schema = schema
        self._sources = sources
        self.reporter = reporter
        self._budget = Budget(schema.customisation.file)
        # Classes that are resolved already.
        self._classes = schema.class_parts

    def of_class(self, ident: str) -> ResolvedClass:
        """Return the attributes of a class, with those of its superclasses."""
        known = self._classes.get(ident)
        if known is None:
            self._resolve_classes(ident)
            known = self._classes[ident]
        return known

    def _resolve_classes(self, ident: str) -> None:
        """Resolve a class, those above it before: chains of classes may be long."""
        opened = {ident: iter(self._classes_above(ident))}
        while opened:
            current = next(reversed(opened))
            above = next(opened[current], None)
            if above is None:
                del opened[current]
                if current not in self._classes:
                    self._classes[current] = self._resolve(current)
            elif above in opened:
                words = f"the class '{above}' is a member of itself, by way of {quote(current)}"
                self.reporter.report(CLASS_CYCLE, words, self._schema.classes[above].place)
                self._classes[above] = ResolvedClass(above)
            elif above not in self._classes:
                opened[above] = iter(self._classes_above(above))

    def _classes_above(self, ident: str) -> list[str]:
        """Return the classes whose attributes a class has, by membership or reference."""
        spec = self._schema.classes[ident]
        names = [each.key for each in spec.classes.members] if spec.classes else []
        waiting = [spec.attributes] if spec.attributes else []
        while waiting:
            for part in waiting.pop().parts:
                if isinstance(part, AttributeReference):
                    names.append(_class_and_name(part)[0])
                elif isinstance(part, AttributeList):
                    waiting.append(part)
        return [each for each in names if each in self._schema.classes]

    def _resolve(self, ident: str) -> ResolvedClass:
        parts = _Resolution(self, self._schema.classes[ident], ident).parts(is_own_first=True)
        keys = self.keys(parts)
        self.spend(len(keys))
        return ResolvedClass(ident, parts, keys)

    def parts_of(self, spec: Spec) -> list[Part]:
        """Return the attributes of an element."""
        parts = _Resolution(self, spec, "").parts(is_own_first=False)
        self.spend(len(parts))
        return parts

    def keys(self, parts: Iterable[Part]) -> set[Key]:
        """Return the keys of all attributes in some parts."""
        found: set[Key] = set()
        for part in parts:
            if isinstance(part, AttributeUse):
                found.add(attribute_key(part.definition))
            elif isinstance(part, ClassAttributes):
                found |= self.of_class(part.ident).keys
            elif isinstance(part, AttributeChoice):
                found |= self.keys(part.parts)
        return found

    def flat(self, ident: str) -> list[AttributeUse]:
        """Return all attributes of a class."""
        resolved = self.of_class(ident)
        self.spend(len(resolved.keys))
        return self._schema.uses(resolved.parts)

    def spend(self, count: int) -> None:
        """Count attributes, which are copied, against the limit."""
        self._budget.spend("odd-attributes", count)

    def suggest_class(self, ident: str) -> str:
        """Return a question that names the classes with names near to one that does not exist."""
        return "" if self._sources.has("class", ident) else self.reporter.suggest_names(ident, self._schema.classes)

    def definition(self, key: Key, classes: Iterable[ResolvedClass]) -> Attribute:
        """Return the definition of an attribute in the first of some classes that has it."""
        found = next((each for each in classes if key in each.keys), None)
        uses = self.flat(found.ident) if found else []
        return next((each.definition for each in uses if attribute_key(each.definition) == key), _UNKNOWN)

    def is_attribute_class(self, ident: str) -> bool:
        """Return whether there is such a class in the schema."""
        return ident in self._schema.classes

    def report_missing(self, own: Attribute, words: str, known: Iterable[Key]) -> None:
        """Report an attribute that is changed or deleted, but not there; a deletion may have been made already."""
        if own.ident in self._schema.misspelt_attributes:
            # What is misspelt is reported where it should have been selected.
            return
        place = own.place.of("ident")
        if own.mode == "delete" and self._sources.has_attribute(own.ident):
            self.reporter.remark(ATTRIBUTE_NOT_INHERITED, words, place)
            return
        near = self.reporter.suggest_names(own.ident, [name for _, name in known])
        self.reporter.report(ATTRIBUTE_NOT_INHERITED, words + near, place)


class _Resolution:
    """The resolution of one class or element; `origin` is the class, "" for an element."""

    def __init__(self, resolver: AttributeResolver, spec: Spec, origin: str) -> None:
        self._resolver = resolver
        self._spec = spec
        self._origin = origin
        self._own = _Own()
        self._seen: dict[Key, Attribute] = {}
        # Classes of which all attributes are inherited as they are.
        self._whole: list[ResolvedClass] = []
        self._collect(spec.attributes, in_choice=False)

    def _collect(self, attributes: AttributeList | None, *, in_choice: bool) -> None:
        if attributes is None:
            return
        in_choice = in_choice or attributes.is_choice
        for part in attributes.parts:
            if isinstance(part, AttributeList):
                self._collect(part, in_choice=in_choice)
            elif isinstance(part, Attribute):
                self._collect_attribute(part, in_choice=in_choice)

    def _collect_attribute(self, attribute: Attribute, *, in_choice: bool) -> None:
        key = attribute_key(attribute)
        known = self._own.definitions.get(key)
        is_change = attribute.mode == "change"
        merged = merge_attributes(known, attribute, self._resolver.reporter) if known and is_change else attribute
        self._own.definitions[key] = merged
        if self._origin and self._own.definitions[key].mode in {"change", "delete"}:
            # A class has no say in what it inherits.
            self._drop(self._own.definitions.pop(key))
        elif in_choice:
            self._own.in_choice.add(key)

    def _drop(self, own: Attribute) -> None:
        if own.place.span is not None:
            words = f"the class '{self._spec.ident}' has no attribute '{own.ident}' of its own to {own.mode}"
            self._resolver.report_missing(own, words, self._own.definitions)

    def parts(self, *, is_own_first: bool) -> list[Part]:
        """Return the attributes in order: those of a class come before those it inherits, those of an element after."""
        inherited: list[Part] = []
        if is_own_first:
            self._seen |= self._own.definitions
        for each in self._spec.classes.members if self._spec.classes else ():
            if self._resolver.is_attribute_class(each.key):
                self._inherit_class(each.key, inherited)
        own = self._own_parts(self._spec.attributes) if self._spec.attributes else []
        return [*own, *inherited] if is_own_first else [*inherited, *own]

    def _inherit_class(self, ident: str, into: list[Part]) -> None:
        waiting: list[Part] = [ClassAttributes(ident)]
        while waiting:
            part = waiting.pop()
            if not isinstance(part, ClassAttributes):
                into += self._inherit(part)
                continue
            resolved = self._resolver.of_class(part.ident)
            if resolved.keys.isdisjoint(self._own.definitions) and resolved.keys.isdisjoint(self._seen):
                if resolved.parts:
                    into.append(part)
                    self._resolver.spend(len(resolved.keys))
                    self._seen |= dict.fromkeys(resolved.keys, _UNKNOWN)
                    self._whole.append(resolved)
            else:
                waiting += reversed(resolved.parts)

    def _inherit(self, part: AttributeUse | AttributeChoice | AttributeReference) -> list[Part]:
        if isinstance(part, AttributeReference):
            return [part]
        if isinstance(part, AttributeChoice):
            inner: list[Part] = []
            for each in part.parts:
                if isinstance(each, ClassAttributes):
                    self._inherit_class(each.ident, inner)
                else:
                    inner += self._inherit(each)
            return [AttributeChoice(inner, part.is_choice)] if inner else []
        return self._inherit_attribute(part)

    def _inherit_attribute(self, use: AttributeUse) -> list[Part]:
        key = attribute_key(use.definition)
        own = self._own.definitions.get(key)
        if key in self._seen:
            self._check_duplicate(key, use, own)
            return []
        if own is None:
            self._seen[key] = use.definition
            return [use]
        if own.mode == "delete":
            self._seen[key] = own
            return []
        made = self._changed(use, own) if own.mode == "change" else self._use(own)
        self._seen[key] = made.definition
        if key in self._own.in_choice:
            self._own.inherited[key] = made
            return []
        return [made]

    def _changed(self, use: AttributeUse, own: Attribute) -> AttributeUse:
        merged = merge_attributes(use.definition, own, self._resolver.reporter)
        # A class may give an attribute another name, but not for those of its members that change it themselves.
        return AttributeUse(replace(merged, written=own.written), use.origin)

    def _use(self, definition: Attribute) -> AttributeUse:
        return AttributeUse(definition, self._origin)

    def _check_duplicate(self, key: Key, use: AttributeUse, own: Attribute | None) -> None:
        """Report an attribute that two classes define, unless the specification says itself what counts."""
        first = self._seen[key]
        if first is _UNKNOWN:
            first = self._resolver.definition(key, self._whole)
        is_same = first is use.definition or own is not None
        place = next((each.of("ident") for each in (use.definition.place, first.place) if each.span), None)
        if not is_same and place is not None and first != use.definition:
            words = (
                f"'{self._spec.ident}' has the attribute '{use.definition.ident}' from two classes; the first counts"
            )
            self._resolver.reporter.report(DUPLICATE_ATTRIBUTE, words, place)

    def _own_parts(self, attributes: AttributeList) -> list[Part]:
        """Return the parts of the specification's own list that are not inherited, as they are grouped."""
        parts: list[Part] = []
        for part in attributes.parts:
            if isinstance(part, AttributeList):
                inner = self._own_parts(part)
                parts += inner if part.is_choice or not inner else [AttributeChoice(inner, is_choice=False)]
            elif isinstance(part, AttributeReference):
                parts += self._referenced(part)
            else:
                parts += self._own_attribute(attribute_key(part))
        return [AttributeChoice(parts)] if attributes.is_choice and parts else parts

    def _own_attribute(self, key: Key) -> list[Part]:
        own = self._own.definitions.pop(key, None)
        if own is None or (own.mode == "delete" and key in self._seen):
            return []
        if key in self._own.inherited:
            return [self._own.inherited[key]]
        if own.mode in {*_ADDED, "replace"}:
            is_inherited = self._seen.get(key) is own and not self._origin
            if own.mode == "replace" and not is_inherited:
                # It stands on its own, so it counts even if there is nothing to replace.
                self._report_not_inherited(own)
            self._seen[key] = own
            return [] if is_inherited else [self._use(own)]
        if key not in self._seen:
            self._report_not_inherited(own)
        return []

    def _report_not_inherited(self, own: Attribute) -> None:
        if own.place.span is not None:
            words = f"'{self._spec.ident}' inherits no attribute '{own.ident}', so there is nothing to {own.mode}"
            self._resolver.report_missing(own, words, self._seen)

    def _referenced(self, reference: AttributeReference) -> "list[Part]":
        """Return what an attRef refers to: one attribute of a class, or all."""
        reference = AttributeReference(*_class_and_name(reference), reference.place)
        if not reference.class_name:
            # It may be a pattern of a grammar that the ODD takes in.
            return [reference]
        if not self._resolver.is_attribute_class(reference.class_name):
            if reference.place.span is not None:
                near = self._resolver.suggest_class(reference.class_name)
                words = f"attRef refers to the class {quote(reference.class_name)}, which is not in the schema{near}"
                self._resolver.reporter.report(UNKNOWN_CLASS, words, reference.place.of("class"))
            return []
        known = self._resolver.flat(reference.class_name)
        uses = [each for each in known if reference.name in {"", each.definition.ident}]
        if not uses and reference.name and reference.place.span is not None:
            names = [each.definition.ident for each in known]
            near = self._resolver.reporter.suggest_names(reference.name, names)
            words = f"the class '{reference.class_name}' has no attribute {quote(reference.name)}{near}"
            self._resolver.reporter.report(UNKNOWN_CLASS_ATTRIBUTE, words, reference.place.of("name"))
        fresh = [each for each in uses if attribute_key(each.definition) not in self._seen]
        self._seen |= {attribute_key(each.definition): each.definition for each in fresh}
        return [*fresh]


def _class_and_name(reference: AttributeReference) -> tuple[str, str]:
    """Return the class and the attribute that an attRef names, which old ODDs write as one name."""
    if not reference.class_name and ".attribute." in reference.name:
        ident, _, name = reference.name.partition(".attribute.")
        return ident, name
    return reference.class_name, reference.name


# Stands for a definition that came with a whole class.
_UNKNOWN = Attribute("")
