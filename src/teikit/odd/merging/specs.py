"""Changes a specification part by part, by one of the same name in change mode (TEI P5, 22.8)."""

from dataclasses import replace

from teikit.odd.merging.attribute_merging import merge_attribute_lists
from teikit.odd.merging.constraint_merging import merge_constraints
from teikit.odd.merging.merged_prose import merge_prose
from teikit.odd.merging.value_lists import merge_values, plain_values
from teikit.odd.reporting import Reporter
from teikit.p5.nodes import Node
from teikit.p5.specs import Classes, Membership, Spec


def merge_specs(old: Spec, change: Spec, reporter: Reporter) -> Spec:
    """Return a specification that is there, as one in change mode changes it."""
    return replace(
        old,
        prefix=old.prefix if change.prefix is None else change.prefix,
        written=change.written or old.written,
        class_type=change.class_type or old.class_type,
        generate=old.generate if change.generate is None else change.generate,
        classes=_merge_classes(old.classes, change.classes),
        attributes=merge_attribute_lists(old.attributes, change.attributes, reporter),
        content=_merge_content(old, change),
        auto_prefix=old.auto_prefix if change.content is None else change.auto_prefix,
        values=None if change.content is not None else merge_values(old.values, change.values, reporter),
        constraints=merge_constraints(old.constraints, change.constraints),
        prose=merge_prose(old.prose, change.prose),
        valid_until=change.valid_until or old.valid_until,
        place=change.place,
    )


def _merge_content(old: Spec, change: Spec) -> list[Node] | None:
    """Return the content after a change; a list of values takes the place of the content of a macro or datatype."""
    if change.content is None and change.values is not None and change.values.mode != "delete":
        return old.content if change.kind in {"element", "class"} else None
    return old.content if change.content is None else change.content


def plain_spec(spec: Spec, reporter: Reporter) -> Spec:
    """Return a new specification without the modes of its parts, except those that are about inherited attributes."""
    return replace(
        spec,
        mode="",
        classes=_merge_classes(None, spec.classes),
        attributes=merge_attribute_lists(None, spec.attributes, reporter),
        values=plain_values(spec.values) if spec.values else None,
        constraints=merge_constraints([], spec.constraints),
    )


def _merge_classes(old: Classes | None, change: Classes | None) -> Classes | None:
    """Return memberships: change mode adds some before the old ones, or deletes some; else the list is all there is."""
    if change is None:
        return old
    added = [replace(each, mode="") for each in change.members if each.mode != "delete"]
    kept = old.members if old and change.mode == "change" else []
    deleted = {each.key for each in change.members if each.mode == "delete"}
    names = {each.key for each in added}
    members = [*added, *(each for each in kept if each.key not in deleted | names)]
    return Classes(_unique(members), place=change.place)


def _unique(members: list[Membership]) -> list[Membership]:
    """Return the first membership of each class."""
    return list({each.key: each for each in reversed(members)}.values())[::-1]
