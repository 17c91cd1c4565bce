"""Value lists: how a list in change mode alters the one that is there (TEI P5, 22.5.3.3)."""

from collections.abc import Iterable
from dataclasses import replace

from teikit.odd.merging.merged_prose import merge_prose
from teikit.odd.reporting import Reporter
from teikit.odd.schema_rules import NOTHING_TO_CHANGE, NOTHING_TO_DELETE, VALUE_EXISTS
from teikit.p5.specs import ValueItem, ValueList


def merge_values(old: ValueList | None, new: ValueList | None, reporter: Reporter) -> ValueList | None:
    """Return the list that results from one that is there and one of a specification in change mode.

    A list without @mode takes the place of the old one, as one in add or replace mode does.
    """
    if new is None:
        return old
    if new.mode == "delete":
        return None
    if new.mode == "change" and old is not None:
        return replace(new, kind=new.kind or old.kind, mode="", items=_merge_items(old.items, new.items, reporter))
    return plain_values(new)


def plain_values(values: ValueList) -> ValueList:
    """Return a list without modes, and without the items that are in delete mode."""
    items = [replace(each, mode="") for each in _unique(values.items) if each.mode != "delete"]
    return replace(values, mode="", items=items)


def _unique(items: Iterable[ValueItem]) -> list[ValueItem]:
    """Return the first item of each value."""
    found: dict[str, ValueItem] = {}
    for each in items:
        found.setdefault(each.ident, each)
    return list(found.values())


def _merge_items(old: list[ValueItem], changes: list[ValueItem], reporter: Reporter) -> list[ValueItem]:
    """Return the old items as they are changed, then the added ones in order."""
    items = {each.ident: each for each in old}
    for change in changes:
        known = items.get(change.ident)
        if known is None and change.mode in {"change", "delete"}:
            _report_unknown(change, items, reporter)
        if change.mode == "delete":
            items.pop(change.ident, None)
        elif change.mode == "replace" or known is None:
            items.pop(change.ident, None)
            items[change.ident] = replace(change, mode="")
        else:
            if change.mode == "add":
                words = f"the value '{change.ident}' is in the list already; the item changes it"
                reporter.report(VALUE_EXISTS, words, change.place.of("ident"))
            items[change.ident] = _merge_item(known, change)
    return list(items.values())


def _report_unknown(change: ValueItem, known: Iterable[str], reporter: Reporter) -> None:
    rule, effect = NOTHING_TO_CHANGE, "it is added"
    if change.mode == "delete":
        rule, effect = NOTHING_TO_DELETE, "there is nothing to delete"
    near = reporter.suggest_names(change.ident, known)
    reporter.report(rule, f"the value '{change.ident}' is not in the list, so {effect}{near}", change.place.of("ident"))


def _merge_item(old: ValueItem, change: ValueItem) -> ValueItem:
    return replace(
        old,
        written=change.written or old.written,
        prose=merge_prose(old.prose, change.prose),
        constraints=[*old.constraints, *change.constraints],
        valid_until=change.valid_until or old.valid_until,
        place=change.place,
    )
