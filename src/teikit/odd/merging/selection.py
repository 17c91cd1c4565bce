"""What an ODD selects from its sources: modules, single specifications, and those that it adds (TEI P5, 22.8)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from teikit.messages import quote
from teikit.odd.customisation import Customisation, ModuleReference, SpecReference
from teikit.odd.merging.attribute_merging import Part, attributes_in
from teikit.odd.merging.source_names import SourceNames
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.odd.schema_rules import (
    DUPLICATE_SPEC,
    REPLACES_EXISTING,
    UNKNOWN_CLASS_ATTRIBUTE,
    UNKNOWN_ELEMENT,
    UNKNOWN_MODULE,
    UNKNOWN_REFERENCE,
)
from teikit.p5.nodes import TEI, Place
from teikit.p5.specs import Attribute, AttributeList, Kind, Library, Spec
from teikit.shallow_repr import ShallowRepr

# Kind, namespace and name of a specification; only elements have namespaces.
Identity = tuple[Kind, str, str]
# Modules that come before all others.
_FIRST = ("tei", "core")


class Source(Protocol):
    """Finds the library that @source names."""

    def library(self, source: str, base: str, place: Place) -> Library | None:
        """Return the library, None if there is none, which is reported."""
        ...


@dataclass(slots=True, repr=False)
class Selection(ShallowRepr):
    """Selected specifications in the order of output, and the changes to them in document order.

    `places` are those of the references that selected them, with an attribute if these name them. `excluded` are names
    that a moduleRef leaves out, with the place of the reference; only those that it excludes by name.
    """

    specs: dict[Identity, Spec] = field(default_factory=dict)
    changes: dict[Identity, list[Spec]] = field(default_factory=dict)
    places: dict[Identity, Place] = field(default_factory=dict)
    excluded: dict[tuple[str, str], Place] = field(default_factory=dict)
    # Specifications that are not selected since their name, or that of their module, is misspelt, and the attributes
    # of classes among them.
    misspelt: set[str] = field(default_factory=set)
    misspelt_attributes: set[str] = field(default_factory=set)
    foreign: list[ModuleReference] = field(default_factory=list)
    libraries: list[Library] = field(default_factory=list)


def select(customisation: Customisation, sources: Source, reporter: Reporter) -> Selection:
    """Return what a customisation selects."""
    selector = _Selector(customisation, sources, reporter)
    references = [each for each in customisation.items if isinstance(each, ModuleReference)]
    ordered = sorted(references, key=lambda each: _FIRST.index(each.key) if each.key in _FIRST else len(_FIRST))
    for each in ordered:
        selector.add_module(each)
    for item in customisation.items:
        if isinstance(item, SpecReference):
            selector.add_reference(item)
        elif isinstance(item, Spec):
            selector.add_spec(item)
    return selector.selection


class _Selector:
    def __init__(self, customisation: Customisation, sources: Source, reporter: Reporter) -> None:
        self.selection = Selection()
        self._customisation = customisation
        self._sources = sources
        self._reporter = reporter
        self._by_module: dict[int, dict[str, list[Spec]]] = {}
        self._modules: dict[tuple[int, str], list[set[str] | None]] = {}
        self._by_name: dict[int, dict[tuple[str, str], list[Spec]]] = {}
        singles = [each for each in customisation.items if isinstance(each, SpecReference)]
        self._singles = {(each.kind, each.key) for each in singles}

    def add_module(self, reference: ModuleReference) -> None:
        """Select the specifications of a module, its elements as @include and @except say."""
        if reference.url:
            self.selection.foreign.append(reference)
            return
        library = self._library(reference.source, reference.base, reference.place)
        if library is None:
            return
        specs = self._module_specs(library, reference)
        self._check_repeated(reference, library)
        self._check_names(reference, specs)
        for spec in specs:
            if (spec.kind, spec.ident) not in self._singles and self._is_included(reference, spec):
                place = reference.place.of("include", spec.ident) if reference.include else reference.place
                self._add(as_published(spec) if library.is_p5 else without_modes(spec), place)

    def _module_specs(self, library: Library, reference: ModuleReference) -> list[Spec]:
        modules = self._by_module.get(id(library))
        if modules is None:
            modules = self._by_module[id(library)] = {each: [] for each in library.modules}
            for spec in library.specs:
                modules.setdefault(spec.module, []).append(spec)
        if reference.key not in modules:
            near = self._reporter.suggest_names(reference.key, modules)
            words = f"{library.name} has no module {quote(reference.key)}{near}"
            self._reporter.report(UNKNOWN_MODULE, words, reference.place.of("key"))
            nearest = self._reporter.suggest(reference.key, modules)
            self._miss(modules.get(nearest or "", []))
        return modules.get(reference.key, [])

    def _miss(self, specs: Iterable[Spec]) -> None:
        """Note what a misspelt name does not select, so that nothing that follows from that is reported."""
        for spec in specs:
            self.selection.misspelt.add(spec.ident)
            if spec.kind == "class":
                self.selection.misspelt_attributes |= {each.ident for each in attributes_in(spec.attributes)}

    def _check_names(self, reference: ModuleReference, specs: list[Spec]) -> None:
        known = [each.ident for each in specs if each.kind == "element"]
        sources = SourceNames(self.selection.libraries)
        excluded = reference.exclude if reference.include is None else None
        for name in dict.fromkeys((reference.include or []) + (excluded or [])):
            if name not in known and specs:
                module = sources.module("element", name)
                near = f", which is in '{module}'" if module else self._reporter.suggest_names(name, known)
                words = f"the module '{reference.key}' has no element {quote(name)}{near}"
                self._reporter.report(UNKNOWN_ELEMENT, words, _place_of_name(reference, name))
                self.selection.misspelt |= {(module and name) or self._reporter.suggest(name, known) or name}

    def _check_repeated(self, reference: ModuleReference, library: Library) -> None:
        """Report a reference that selects nothing new: to the same of a module, or less than before."""
        key = id(library), reference.key
        before = self._modules.setdefault(key, [])
        names = None if reference.include is None else set(reference.include)
        if any(each is None or (names is not None and names <= each) for each in before):
            words = f"the module '{reference.key}' is referred to already"
            self._reporter.report(DUPLICATE_SPEC, words, reference.place.of("key"))
        # What is excepted here may be selected by another reference.
        before.append(names if reference.exclude is None or names is not None else set())

    def _is_included(self, reference: ModuleReference, spec: Spec) -> bool:
        if spec.kind != "element":
            return True
        if reference.include is not None:
            return spec.ident in reference.include
        if reference.exclude is not None and spec.ident in reference.exclude:
            self.selection.excluded["element", spec.ident] = reference.place.of("except", spec.ident)
            return False
        return True

    def add_reference(self, reference: SpecReference) -> None:
        """Select one specification."""
        library = self._library(reference.source, reference.base, reference.place)
        found = self._named(library).get((reference.kind, reference.key), []) if library else []
        if not found and library:
            words = [name for kind, name in self._named(library) if kind == reference.kind]
            near = self._reporter.suggest_names(reference.key, words)
            kind = {"macro": "macro", "data": "datatype"}.get(reference.kind, reference.kind)
            message = f"{library.name} has no {kind} {quote(reference.key)}{near}"
            self._reporter.report(UNKNOWN_REFERENCE, message, reference.place.of("key"))
            nearest = self._reporter.suggest(reference.key, words)
            self._miss(self._named(library).get((reference.kind, nearest or ""), []))
        for spec in found[:1]:
            plain = without_modes(spec) if library and not library.is_p5 else as_published(spec)
            is_filtered = spec.kind == "class" and spec.class_type == "atts"
            self._add(self._filter(plain, reference) if is_filtered else plain, reference.place.of("key"))

    def _filter(self, spec: Spec, reference: SpecReference) -> Spec:
        """Return an attribute class with only the attributes that @include names, or all but those of @except."""
        if reference.include is None and reference.exclude is None:
            return spec
        known = {each.ident for each in attributes_in(spec.attributes)}
        for name in (reference.include or []) + (reference.exclude or []):
            if name not in known:
                near = self._reporter.suggest_names(name, known)
                words = f"the class '{spec.ident}' has no attribute {quote(name)}{near}"
                self._reporter.report(UNKNOWN_CLASS_ATTRIBUTE, words, _place_of_name(reference, name))
        kept = set(reference.include) if reference.include is not None else known - set(reference.exclude or ())
        return replace(spec, attributes=keep_attributes(spec.attributes, kept)) if spec.attributes else spec

    def _named(self, library: Library) -> dict[tuple[str, str], list[Spec]]:
        names = self._by_name.get(id(library))
        if names is None:
            names = self._by_name[id(library)] = {}
            for spec in library.specs:
                names.setdefault((spec.kind, spec.ident), []).append(spec)
        return names

    def _library(self, source: str, base: str, place: Place) -> Library | None:
        used = source or self._customisation.source
        if not source:
            place = self._customisation.place
        library = self._sources.library(used, base if source else self._customisation.base, place)
        if library is not None and all(each is not library for each in self.selection.libraries):
            self.selection.libraries.append(library)
        return library

    def _add(self, spec: Spec, place: Place) -> None:
        identity = _identity(spec, TEI)
        known = self.selection.specs.setdefault(identity, spec)
        if known is spec:
            self.selection.places[identity] = place
        elif not _is_same(known, spec):
            words = f"{spec.kind} '{spec.ident}' comes from two sources; the first one counts"
            self._reporter.report(DUPLICATE_SPEC, words, place)

    def identity(self, spec: Spec) -> Identity:
        """Return the identity of a specification of the customisation.

        An element without namespace is in that of the schema; one of a source is in TEI's, also where the schema then
        moves it to its own namespace.
        """
        return _identity(spec, self._customisation.namespace)

    def add_spec(self, spec: Spec) -> None:
        """Add a specification of the customisation itself, or note that it changes one."""
        identity = self.identity(spec)
        if spec.mode in {"change", "delete", "replace"}:
            self.selection.changes.setdefault(identity, []).append(spec)
            return
        _check_new(spec, self._reporter)
        if identity in self.selection.specs:
            words = f"{spec.kind} '{spec.ident}' is there already; this one, without mode=\"change\", takes its place"
            self._reporter.report(REPLACES_EXISTING, words, spec.place.of("ident"))
        self.selection.specs[identity] = spec
        self.selection.places[identity] = spec.place.of("ident")


def _place_of_name(reference: ModuleReference | SpecReference, name: str) -> Place:
    """Return the place of a name in @include or @except."""
    return reference.place.of("include" if name in (reference.include or ()) else "except", name)


def _check_new(spec: Spec, reporter: Reporter) -> None:
    """Report what a new specification does not say."""
    if spec.kind == "element" and spec.content is None:
        words = f"the new element '{spec.ident}' has no content, so that it must be empty"
        reporter.report(RULE["odd/empty-content"], words, spec.place.of("ident"))
    if spec.kind == "class" and not spec.class_type:
        words = f"the new class '{spec.ident}' has no @type, which is 'atts' or 'model'"
        reporter.report(RULE["odd/missing-type"], words, spec.place.of("ident"))


def _identity(spec: Spec, namespace: str) -> Identity:
    return (spec.kind, (spec.namespace or namespace) if spec.kind == "element" else "", spec.ident)


def _is_same(one: Spec, other: Spec) -> bool:
    return one.place == other.place and one.module == other.module and one.content == other.content


def as_published(spec: Spec) -> Spec:
    """Return a specification of TEI P5 as the schemas that TEI publishes have it.

    A choice among all attributes of an element (that is `anyElement`) is none in them.
    """
    if spec.attributes is not None and spec.attributes.is_choice:
        return replace(spec, attributes=replace(spec.attributes, is_choice=False))
    return spec


def without_modes(spec: Spec) -> Spec:
    """Return a specification of a compiled ODD without the modes that its own attributes got when it was compiled.

    In a class all attributes are its own. In an element, those in change or delete mode are about inherited ones.
    """
    if spec.attributes is None:
        return spec
    changed = {"add", "change", "replace"} if spec.kind == "class" else {"add", "replace"}
    return replace(spec, attributes=_without_modes(spec.attributes, changed))


def _without_modes(attributes: AttributeList, modes: set[str]) -> AttributeList:
    parts: list[Part] = []
    for part in attributes.parts:
        if isinstance(part, AttributeList):
            parts.append(_without_modes(part, modes))
        elif isinstance(part, Attribute) and part.mode in modes:
            parts.append(replace(part, mode=""))
        else:
            parts.append(part)
    return replace(attributes, parts=parts)


def keep_attributes(attributes: AttributeList, names: Iterable[str]) -> AttributeList:
    """Return a list with only the attributes of some names."""
    kept = set(names)
    return replace(attributes, parts=list(_kept_parts(attributes, kept)))


def _kept_parts(attributes: AttributeList, names: set[str]) -> Iterator[Part]:
    for part in attributes.parts:
        if isinstance(part, AttributeList):
            yield keep_attributes(part, names)
        elif not isinstance(part, Attribute) or part.ident in names:
            yield part
