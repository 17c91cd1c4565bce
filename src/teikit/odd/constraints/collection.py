"""Collects the constraints that are in effect in a schema, with what each of them is about."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from teikit.limits import Budget
from teikit.odd.constraints.schematron_parts import lacks_context
from teikit.odd.schema import AttributeChoice, AttributeUse, ClassAttributes, EffectiveElement, OddSchema, Part
from teikit.p5.nodes import NOWHERE, XML, Node, Place
from teikit.p5.specs import Attribute, Constraint, Spec
from teikit.shallow_repr import ShallowRepr

ExpandedName = tuple[str, str]


class Subject(NamedTuple):
    """An element, an attribute of it, or one value of that attribute; names are those in documents."""

    element: ExpandedName
    attribute: ExpandedName | None = None
    value: str | None = None


class Owner(NamedTuple):
    """The specification that a constraint is written in; attributes of classes belong to these."""

    kind: Literal["schema", "element", "class", "macro", "data"]
    ident: str
    namespace: str = ""


@dataclass(slots=True, repr=False)
class ConstraintUse(ShallowRepr):
    """A constraint in effect; `path` has the idents of what contains it, `subjects` what it is about."""

    constraint: Constraint
    owner: Owner
    path: tuple[str, ...] = ()
    subjects: list[Subject] = field(default_factory=list)


@dataclass(slots=True)
class Deprecation:
    """An element, attribute or value that is valid until a date only."""

    valid_until: str
    owner: Owner
    path: tuple[str, ...]
    subjects: list[Subject] = field(default_factory=list)
    place: Place = NOWHERE


@dataclass(slots=True)
class ParameterList:
    """The names of the parameters that a behaviour of a model allows."""

    behaviour: str
    names: list[str]
    owner: Owner


@dataclass(slots=True, repr=False)
class Constraints(ShallowRepr):
    """All that Schematron is made of, in the order of output."""

    uses: list[ConstraintUse] = field(default_factory=list)
    deprecations: list[Deprecation] = field(default_factory=list)
    parameter_lists: list[ParameterList] = field(default_factory=list)


def collect_constraints(schema: OddSchema) -> Constraints:
    """Return the constraints of all specifications: those of datatypes, macros, classes, elements and the schema."""
    collector = _Collector(schema)
    for spec in schema.datatypes.values():
        collector.add_spec(spec, Owner("data", spec.ident), list)
    for spec in schema.macros.values():
        collector.add_spec(spec, Owner("macro", spec.ident), list)
    for spec in collector.used_classes():
        collector.add_class(spec)
    for element in schema.elements.values():
        collector.add_element(element)
    for constraint in schema.customisation.constraints:
        collector.found.uses.append(ConstraintUse(constraint, Owner("schema", "")))
    return collector.found


class _Collector:
    """Collects; constraints that elements inherit unchanged are collected once, with all these elements."""

    def __init__(self, schema: OddSchema) -> None:
        self._schema = schema
        self.found = Constraints()
        self._elements = {id(each.spec): each for each in schema.elements.values()}
        # By class, attribute, ident and content.
        self._inherited: dict[tuple[object, ...], ConstraintUse] = {}
        self._deprecated: dict[tuple[object, ...], Deprecation] = {}
        self._parameters: set[tuple[str, ...]] = set()
        self._contents: dict[int, tuple[object, ...]] = {}
        self._needs: dict[int, bool] = {}
        self._budget = Budget(schema.customisation.file)
        self._constrained: dict[str, list[AttributeUse]] = {}
        # Superclasses come before their subclasses.
        for ident, resolved in schema.class_parts.items():
            self._constrained[ident] = list(self._constrained_uses(resolved.parts))

    def add_spec(self, spec: Spec, owner: Owner, find_subjects: Callable[[], list[Subject]]) -> None:
        """Add the constraints of a specification itself."""
        subjects = find_subjects() if any(map(self._needs_context, spec.constraints)) else []
        self._budget.spend("odd-subjects", len(subjects) * len(spec.constraints))
        self.found.uses += (ConstraintUse(each, owner, (spec.ident,), subjects) for each in spec.constraints)

    def used_classes(self) -> list[Spec]:
        """Return the classes, but for classes of attributes that no element has."""
        schema = self._schema
        used: set[str] = set()
        waiting = [each.spec for each in schema.elements.values()]
        while waiting:
            classes = waiting.pop().classes
            for each in classes.members if classes else ():
                if each.key in schema.classes and each.key not in used:
                    used.add(each.key)
                    waiting.append(schema.classes[each.key])
        # Single attributes of other classes can be referred to.
        of_classes = [each.parts for ident, each in schema.class_parts.items() if ident in used]
        parts = [*of_classes, *(each.parts for each in schema.elements.values())]
        used |= {use.origin for each in parts for use in _own_uses(each)}
        return [each for ident, each in schema.classes.items() if ident in used or each.class_type == "model"]

    def add_class(self, spec: Spec) -> None:
        """Add the constraints of a class and of its attributes; elements add themselves to the latter."""
        owner = Owner("class", spec.ident)
        self.add_spec(spec, owner, lambda: [Subject(name) for name in self._members(spec.ident)])
        resolved = self._schema.class_parts.get(spec.ident)
        for use in _own_uses(resolved.parts if resolved else ()):
            self._add_attribute(use.definition, owner, spec.ident, [])

    def _members(self, ident: str) -> list[ExpandedName]:
        """Return the names of the elements that are members of a class, directly or through others."""
        found: dict[ExpandedName, None] = {}
        seen = {ident}
        waiting = [ident]
        while waiting:
            for member in self._schema.members.get(waiting.pop(), ()):
                if member.kind == "class" and member.ident not in seen:
                    seen.add(member.ident)
                    waiting.append(member.ident)
                element = self._element_of(member)
                if element:
                    found.setdefault((element.namespace, element.name))
        return list(found)

    def _element_of(self, spec: Spec) -> EffectiveElement | None:
        if spec.kind != "element":
            return None
        namespace = self._schema.customisation.namespace if spec.namespace is None else spec.namespace
        return self._elements.get(id(spec)) or self._schema.elements.get((namespace, spec.ident))

    def add_element(self, element: EffectiveElement) -> None:
        """Add the constraints of an element and of its attributes."""
        spec = element.spec
        name = (element.namespace, element.name)
        owner = Owner("element", spec.ident, element.namespace)
        self.add_spec(spec, owner, lambda: [Subject(name)])
        if spec.valid_until:
            made = Deprecation(spec.valid_until, owner, (spec.ident,), [Subject(name)], spec.place)
            self.found.deprecations.append(made)
        for use in self._constrained_uses(element.parts):
            self._add_attribute(use.definition, owner, use.origin, [name])

    def _constrained_uses(self, parts: Iterable[Part]) -> Iterator[AttributeUse]:
        """Yield the attributes that constraints are about: few have any, and thousands are inherited."""
        waiting = [iter(parts)]
        while waiting:
            each = next(waiting[-1], None)
            if each is None:
                waiting.pop()
            elif isinstance(each, AttributeChoice):
                waiting.append(iter(each.parts))
            elif isinstance(each, ClassAttributes):
                yield from self._constrained.get(each.ident, ())
            elif isinstance(each, AttributeUse) and _is_constrained(each.definition):
                yield each

    def _add_attribute(self, attribute: Attribute, owner: Owner, origin: str, elements: list[ExpandedName]) -> None:
        """Add the constraints of an attribute; `origin` is the class that it is inherited from."""
        name = attribute_name(attribute)
        path = (owner.ident, attribute.ident)
        scope = ("class", origin) if origin else tuple(owner)
        subjects = [Subject(each, name) for each in elements]
        for constraint in attribute.constraints:
            key = (*scope, attribute.ident, constraint.ident, self._content(constraint))
            self._add_use(key, ConstraintUse(constraint, owner, path), subjects)
        if attribute.valid_until:
            made = Deprecation(attribute.valid_until, owner, path, place=attribute.place)
            self._add_deprecation((*scope, *path[1:], made.valid_until), made, subjects)
        if attribute.values:
            self._add_values(attribute, owner, scope, subjects)

    def _add_values(self, attribute: Attribute, owner: Owner, scope: tuple[str, ...], subjects: list[Subject]) -> None:
        for item in attribute.values.items if attribute.values else ():
            value = item.written or item.ident
            path = (owner.ident, attribute.ident, item.ident)
            with_value = [each._replace(value=value) for each in subjects]
            for constraint in item.constraints:
                key = (*scope, *path[1:], constraint.ident, self._content(constraint))
                self._add_use(key, ConstraintUse(constraint, owner, path), with_value)
            if item.valid_until:
                made = Deprecation(item.valid_until, owner, path, place=item.place)
                self._add_deprecation((*scope, *path[1:], made.valid_until), made, with_value)
            for parameters in item.prose.get("paramList", ()):
                self._add_parameters(item.ident, parameters, owner)

    def _add_use(self, key: tuple[object, ...], made: ConstraintUse, subjects: list[Subject]) -> None:
        if key not in self._inherited:
            self._inherited[key] = made
            self.found.uses.append(made)
        if self._needs_context(made.constraint):
            self._budget.spend("odd-subjects", len(subjects))
            self._inherited[key].subjects += subjects

    def _needs_context(self, constraint: Constraint) -> bool:
        if id(constraint) not in self._needs:
            self._needs[id(constraint)] = lacks_context(constraint)
        return self._needs[id(constraint)]

    def _content(self, constraint: Constraint) -> tuple[object, ...]:
        # All members of a class share the constraints of its attributes.
        if id(constraint) not in self._contents:
            self._contents[id(constraint)] = content_key(constraint)
        return self._contents[id(constraint)]

    def _add_deprecation(self, key: tuple[object, ...], made: Deprecation, subjects: list[Subject]) -> None:
        if key not in self._deprecated:
            self._deprecated[key] = made
            self.found.deprecations.append(made)
        self._budget.spend("odd-subjects", len(subjects))
        self._deprecated[key].subjects += subjects

    def _add_parameters(self, behaviour: str, parameters: Node, owner: Owner) -> None:
        names = [each.get("ident") for each in parameters.elements("paramSpec")]
        if names and (behaviour, *names) not in self._parameters:
            self._parameters.add((behaviour, *names))
            self.found.parameter_lists.append(ParameterList(behaviour, names, owner))


def _own_uses(parts: Iterable[Part]) -> Iterator[AttributeUse]:
    """Yield the attributes in choices and groups too, but not those that are inherited from a class."""
    waiting = [iter(parts)]
    while waiting:
        each = next(waiting[-1], None)
        if each is None:
            waiting.pop()
        elif isinstance(each, AttributeUse):
            yield each
        elif isinstance(each, AttributeChoice):
            waiting.append(iter(each.parts))


def _is_constrained(attribute: Attribute) -> bool:
    """Return whether there is a constraint about an attribute or its values."""
    if attribute.constraints or attribute.valid_until:
        return True
    items = attribute.values.items if attribute.values else ()
    return any(each.constraints or each.valid_until or "paramList" in each.prose for each in items)


def attribute_name(attribute: Attribute) -> ExpandedName:
    """Return the name that an attribute has in documents."""
    written = attribute.written or attribute.ident
    prefix, _, local = written.rpartition(":")
    if prefix == "xml":
        return (XML, local)
    return (attribute.namespace or "", local)


def content_key(constraint: Constraint) -> tuple[object, ...]:
    """Return what two constraints have in common only if they contain the same."""
    parts: list[object] = []
    for node in constraint.body:
        for each in (node, *node.descendants()):
            texts = "".join(child for child in each.children if isinstance(child, str))
            parts.append((each.namespace, each.name, *each.attributes.items(), texts))
    return tuple(parts)
