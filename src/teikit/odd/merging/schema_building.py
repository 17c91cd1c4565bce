"""Applies the changes of an ODD to what it selects; what results is in effect."""

from dataclasses import replace

from teikit.messages import quote
from teikit.odd.customisation import Customisation
from teikit.odd.merging.attribute_resolution import AttributeResolver
from teikit.odd.merging.class_cycles import check_cycles
from teikit.odd.merging.selection import Identity, Selection
from teikit.odd.merging.source_names import SourceNames
from teikit.odd.merging.specs import merge_specs, plain_spec
from teikit.odd.reporting import Reporter
from teikit.odd.schema import EffectiveElement, OddSchema
from teikit.odd.schema_rules import DUPLICATE_SPEC, NOTHING_TO_CHANGE, NOTHING_TO_DELETE, UNKNOWN_CLASS
from teikit.p5.nodes import Place
from teikit.p5.specs import Membership, Spec


def build_schema(customisation: Customisation, selection: Selection, reporter: Reporter) -> OddSchema:
    """Return the specifications in effect."""
    schema = OddSchema(
        customisation,
        misspelt=selection.misspelt,
        misspelt_attributes=selection.misspelt_attributes,
        foreign=selection.foreign,
        deleted=dict(selection.excluded),
    )
    sources = SourceNames(selection.libraries)
    changes = _find_targets(selection, sources, reporter)
    for identity, spec in selection.specs.items():
        made = _apply(spec, changes.get(identity, []), schema, sources, reporter)
        if made is not None:
            _add(schema, identity, replace(made, place=_place(made, spec, selection.places[identity])))
    _delete_constraints(schema, reporter)
    _add_members(schema, sources, reporter)
    check_cycles(schema, reporter)
    resolver = AttributeResolver(schema, sources, reporter)
    for element in schema.elements.values():
        element.parts = resolver.parts_of(element.spec)
    return schema


def _place(made: Spec, selected: Spec, selection: Place) -> Place:
    """Return the place of the specification that changes what is selected, else that of its selection."""
    return made.place.of("ident") if made.place != selected.place else selection


def _find_targets(selection: Selection, sources: SourceNames, reporter: Reporter) -> dict[Identity, list[Spec]]:
    """Return the changes by what they are about; one about nothing is reported.

    A namespace that nothing of the name is in does not count, where there is only one specification of that name.
    """
    found: dict[Identity, list[Spec]] = {}
    for identity, changes in selection.changes.items():
        target = identity if identity in selection.specs else _only_namesake(identity, selection)
        if target is not None:
            found.setdefault(target, []).extend(changes)
            continue
        for change in changes:
            _report_missing(change, selection, sources, reporter)
    return found


def _only_namesake(identity: Identity, selection: Selection) -> Identity | None:
    kind, _, ident = identity
    found = [each for each in selection.specs if each[0] == kind and each[2] == ident]
    return found[0] if len(found) == 1 and selection.changes[identity][0].namespace is None else None


def _report_missing(change: Spec, selection: Selection, sources: SourceNames, reporter: Reporter) -> None:
    if change.ident in selection.misspelt:
        # What is misspelt is reported where it should have been selected.
        return
    words = f"{change.kind} '{change.ident}' is not selected, so there is nothing to {change.mode}"
    place = change.place.of("ident")
    is_known = sources.has(change.kind, change.ident)
    if change.mode == "delete" and is_known:
        # It was left out already.
        reporter.remark(NOTHING_TO_DELETE, words, place)
        return
    known = [ident for kind, _, ident in selection.specs if kind == change.kind]
    near = "" if is_known or change.ident in known else reporter.suggest_names(change.ident, known)
    reporter.report(NOTHING_TO_DELETE if change.mode == "delete" else NOTHING_TO_CHANGE, words + near, place)


def _apply(spec: Spec, changes: list[Spec], schema: OddSchema, sources: SourceNames, reporter: Reporter) -> Spec | None:
    """Return a specification after its changes; None if it is deleted, which beats replacement, which beats change."""
    deletion = next((each for each in changes if each.mode == "delete"), None)
    if len(changes) > 1:
        _check_duplicates(changes, reporter)
    if deletion is not None:
        place = schema.deleted[spec.kind, spec.ident] = deletion.place.of("ident")
        for member in spec.classes.members if spec.classes else ():
            schema.deleted_members.setdefault(member.key, []).append(place)
        return None
    replacement = next((each for each in reversed(changes) if each.mode == "replace"), None)
    if replacement is not None:
        class_type = replacement.class_type or spec.class_type
        return replace(plain_spec(replacement, reporter), module=spec.module, class_type=class_type)
    made = spec if not spec.place.span else plain_spec(spec, reporter)
    for each in changes:
        _check_deletions(made, each, sources, reporter)
        made = merge_specs(made, each, reporter)
    return made


def _check_duplicates(changes: list[Spec], reporter: Reporter) -> None:
    """Report specifications of one name: all changes count, but a deletion or replacement makes them void."""
    strongest = min((each.mode for each in changes), key=("delete", "replace", "change").index)
    first = next(each for each in changes if each.mode == strongest)
    for each in changes:
        place, named = each.place.of("ident"), f"{each.kind} '{each.ident}'"
        if each.mode != strongest:
            line = f", on line {first.place.span.start.line}" if first.place.span else ""
            words = f"{named} is in {strongest} mode, too{line}; this one, in {each.mode} mode, has no effect"
            reporter.report(DUPLICATE_SPEC, words, place)
        elif each is not first and strongest == "change":
            words = f"{named} is changed already; both changes count here, only one of them in other programs"
            reporter.remark(DUPLICATE_SPEC, words, place)
        elif each is not first:
            words = f"{named} is in {strongest} mode already"
            reporter.report(DUPLICATE_SPEC, words, place)


def _check_deletions(old: Spec, change: Spec, sources: SourceNames, reporter: Reporter) -> None:
    """Report deleted memberships that are not there: a remark where the class exists, so that it is no misspelling."""
    if change.classes is None or change.classes.mode != "change":
        return
    known = {each.key for each in old.classes.members} if old.classes else set()
    for each in change.classes.members:
        if each.mode == "delete" and each.key not in known:
            words = f"{old.kind} '{old.ident}' is no member of {quote(each.key)}, so there is nothing to delete"
            if sources.has("class", each.key):
                reporter.remark(NOTHING_TO_DELETE, words, each.place.of("key"))
            else:
                near = reporter.suggest_names(each.key, known)
                reporter.report(NOTHING_TO_DELETE, words + near, each.place.of("key"))


def _add(schema: OddSchema, identity: Identity, spec: Spec) -> None:
    kind, namespace, ident = identity
    if kind == "element":
        schema.elements[namespace, ident] = EffectiveElement(spec, spec.namespace or schema.customisation.namespace)
    else:
        {"class": schema.classes, "macro": schema.macros, "data": schema.datatypes}[kind][ident] = spec


def _all_specs(schema: OddSchema) -> list[Spec]:
    elements = [each.spec for each in schema.elements.values()]
    return [*elements, *schema.classes.values(), *schema.macros.values(), *schema.datatypes.values()]


def _delete_constraints(schema: OddSchema, reporter: Reporter) -> None:
    """Delete constraints of other specifications than the one whose change deletes them: their names are unique."""
    pending = {each.ident: each for spec in _all_specs(schema) for each in spec.constraints if each.mode == "delete"}
    if not pending:
        return
    deleted: set[str] = set()
    for spec in _all_specs(schema):
        for each in spec.constraints:
            if not each.mode and each.ident in pending:
                words = f"the constraint '{each.ident}' is one of {spec.kind} '{spec.ident}', and is deleted there"
                reporter.report(NOTHING_TO_DELETE, words, pending[each.ident].place.of("ident"))
                deleted.add(each.ident)
        spec.constraints = [each for each in spec.constraints if not each.mode and each.ident not in pending]
    known = {each.ident for spec in _all_specs(schema) for each in spec.constraints}
    for ident in pending.keys() - deleted:
        words = f"there is no constraint {quote(ident)}, so there is nothing to delete"
        near = reporter.suggest_names(ident, known)
        reporter.report(NOTHING_TO_DELETE, words + near, pending[ident].place.of("ident"))


def _add_members(schema: OddSchema, sources: SourceNames, reporter: Reporter) -> None:
    """Fill in the members of each class, elements and classes in the order of output."""
    schema.members = {ident: [] for ident in schema.classes}
    for spec in _all_specs(schema):
        for each in spec.classes.members if spec.classes else ():
            if each.key in schema.members:
                schema.members[each.key].append(spec)
            elif each.place.span is not None and ("class", each.key) not in schema.deleted:
                _report_unknown_class(each, spec, schema, sources, reporter)


def _report_unknown_class(
    member: Membership, spec: Spec, schema: OddSchema, sources: SourceNames, reporter: Reporter
) -> None:
    if member.key in schema.misspelt:
        return
    place = member.place.of("key")
    if sources.has("class", member.key):
        words = f"class '{member.key}' is not selected, so {spec.kind} '{spec.ident}' is no member of it"
        reporter.remark(UNKNOWN_CLASS, words, place)
        return
    near = reporter.suggest_names(member.key, schema.classes)
    words = f"there is no class '{member.key}' for {spec.kind} '{spec.ident}' to be in{near}"
    reporter.report(UNKNOWN_CLASS, words, place)
