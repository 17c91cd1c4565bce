"""Constraints: those of a specification as one in change mode changes them, by their names."""

from dataclasses import replace

from teikit.p5.specs import Constraint


def merge_constraints(old: list[Constraint], changes: list[Constraint]) -> list[Constraint]:
    """Return the constraints after a change.

    One in delete mode whose name is not here stays with its mode: it may be about another specification's.
    """
    if not changes:
        return old
    known = {each.ident for each in old}
    deleted = {each.ident for each in changes if each.mode == "delete"}
    replaced = {each.ident: replace(each, mode="") for each in changes if each.mode in {"change", "replace"}}
    kept = [replaced.pop(each.ident, each) for each in old if each.ident not in deleted]
    added = [replace(each, mode="") for each in changes if each.mode in {"", "add"}]
    elsewhere = [each for each in changes if each.mode == "delete" and each.ident not in known]
    return [*kept, *replaced.values(), *added, *elsewhere]
