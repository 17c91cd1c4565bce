"""Attribute lists: one in change mode is merged into that of the specification it changes (TEI P5, 22.5.3).

What is left has modes only where it is about an attribute that the specification inherits from a class.
"""

from collections.abc import Iterator
from dataclasses import replace

from teikit.odd.merging.constraint_merging import merge_constraints
from teikit.odd.merging.merged_prose import merge_prose
from teikit.odd.merging.value_lists import merge_values, plain_values
from teikit.odd.reporting import Reporter
from teikit.odd.schema_rules import VALUE_LIST_WITHOUT_MODE
from teikit.p5.nodes import NOWHERE
from teikit.p5.specs import Attribute, AttributeList, AttributeReference

Part = Attribute | AttributeReference | AttributeList
# The namespace and the name of an attribute.
Key = tuple[str, str]


def attribute_key(attribute: Attribute) -> Key:
    """Return what distinguishes an attribute from others of a specification."""
    return (attribute.namespace or "", attribute.ident)


def attributes_in(parts: AttributeList | None) -> Iterator[Attribute]:
    """Yield all definitions in a list, also in those nested in it."""
    for part in parts.parts if parts else ():
        if isinstance(part, Attribute):
            yield part
        elif isinstance(part, AttributeList):
            yield from attributes_in(part)


def merge_attribute_lists(
    old: AttributeList | None, change: AttributeList | None, reporter: Reporter
) -> AttributeList | None:
    """Return the attribute list of a specification after a change; a choice among attributes stays one."""
    if change is None or not change.parts:
        return old
    known = {attribute_key(each): each for each in attributes_in(old)}
    merged = _ListMerger(known, reporter)
    added = merged.convert(change, is_choice=change.is_choice)
    kept = _substitute(old, merged.in_place, merged.moved) if old else None
    if kept and kept.is_choice and not change.is_choice:
        kept = AttributeList([kept])
    if change.is_choice:
        added = [AttributeList(added, is_choice=True, place=change.place)] if added else []
    return AttributeList([*(kept.parts if kept and not kept.is_choice else [kept] if kept else []), *added])


class _ListMerger:
    """Converts the parts of a list in change mode; `known` are the definitions that are there.

    `in_place` has what replaces known definitions where they are, `moved` the keys of those that are in a choice now.
    """

    def __init__(self, known: dict[Key, Attribute], reporter: Reporter) -> None:
        self._known = known
        self._reporter = reporter
        self.in_place: dict[Key, Attribute] = {}
        self.moved: set[Key] = set()

    def convert(self, changes: AttributeList, *, is_choice: bool) -> list[Part]:
        """Return the parts that are new, without those that replace known ones in their place."""
        parts: list[Part] = []
        for part in changes.parts:
            if isinstance(part, AttributeReference):
                parts.append(part)
            elif isinstance(part, AttributeList):
                inner = self.convert(part, is_choice=is_choice or part.is_choice)
                parts += [replace(part, parts=inner)] if inner else []
            else:
                parts += self._attribute(part, is_choice=is_choice)
        return parts

    def _attribute(self, change: Attribute, *, is_choice: bool) -> list[Part]:
        key = attribute_key(change)
        old = self.in_place.get(key) or self._known.get(key)
        merged = self._merge(old, change)
        if old is None:
            # Later parts of the same list may be about it again.
            return [merged]
        if is_choice and merged.mode != "delete":
            self.moved.add(key)
            return [merged]
        self.in_place[key] = merged
        return []

    def _merge(self, old: Attribute | None, change: Attribute) -> Attribute:
        values = change.values
        if change.mode == "change" and values and not values.mode and values.place.span is not None:
            words = f"the value list of '{change.ident}' has no mode, so it replaces the one that is there"
            self._reporter.report(VALUE_LIST_WITHOUT_MODE, words, values.place)
        if old is None:
            mode = "" if change.mode == "add" else change.mode
            return change if mode == "change" else replace(_plain(change), mode=mode)
        if change.mode == "delete":
            # It is known, so that no deletion of nothing is reported.
            return replace(change, constraints=[], place=NOWHERE)
        if change.mode == "change":
            merged = merge_attributes(old, change, self._reporter)
            if old.mode == "change" and change.values and merged.values:
                # What this list is changed to takes the place of the inherited one.
                merged = replace(merged, values=replace(merged.values, mode="replace"))
            return replace(merged, mode=old.mode)
        # Where the old one is about an inherited attribute, so is the new one.
        is_about_inherited = old.mode in {"change", "replace"} and change.mode == "replace"
        return replace(_plain(change), mode="replace" if is_about_inherited else "")


def _plain(attribute: Attribute) -> Attribute:
    """Return a definition without the modes of its parts."""
    values = plain_values(attribute.values) if attribute.values and attribute.values.mode != "delete" else None
    return replace(attribute, values=values, constraints=merge_constraints([], attribute.constraints))


def merge_attributes(old: Attribute, change: Attribute, reporter: Reporter) -> Attribute:
    """Return a definition as one in change mode changes it, part by part."""
    return replace(
        old,
        usage=change.usage or old.usage,
        written=change.written or old.written,
        datatype=change.datatype or old.datatype,
        values=merge_values(old.values, change.values, reporter),
        default=old.default if change.default is None else change.default,
        constraints=merge_constraints(old.constraints, change.constraints),
        prose=merge_prose(old.prose, change.prose),
        valid_until=change.valid_until or old.valid_until,
        place=change.place,
    )


def _substitute(parts: AttributeList, changed: dict[Key, Attribute], moved: set[Key]) -> AttributeList:
    """Return a list with other definitions in place of some, and without those that are elsewhere now."""
    result: list[Part] = []
    for part in parts.parts:
        if isinstance(part, AttributeList):
            result.append(_substitute(part, changed, moved))
        elif isinstance(part, AttributeReference):
            result.append(part)
        elif (key := attribute_key(part)) not in moved:
            result.append(changed.get(key, part))
    return replace(parts, parts=result)
