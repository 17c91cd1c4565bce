"""Drops diagnostics that repeat others, so that each fault is reported once."""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge

from teikit.diagnostics import Diagnostic
from teikit.diagnostics.selection import is_fatal
from teikit.diagnostics.value_faults import read_value_fault

_NOT_ALLOWED = "rng/element-not-allowed"
# A check of teikit, and the rule of TEI that finds the same and more.
_CHECK, _RULE = "tei/pointer-unresolved", "spanTo-points-to-following"


def drop_known_faults(found: Iterable[Diagnostic], known: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return faults of a schema that are not known yet: the same fault may be found by two schema languages."""
    places = {(each.file, each.span) for each in known}
    malformed = {each.file for each in known if each.rule.endswith("/not-well-formed")}

    def is_known(each: Diagnostic) -> bool:
        return (each.file, each.span) in places or (is_fatal(each.rule) and each.file in malformed)

    return [each for each in found if not is_known(each)]


def drop_known_rules(
    found: Sequence[Diagnostic], grammars: Iterable[Iterable[Diagnostic]], named: Iterable[Iterable[Diagnostic]]
) -> Sequence[Diagnostic]:
    """Return what the rules that are embedded in a schema find and nothing else has found yet.

    The same rules may be named apart, as a Schematron schema. An element that the grammar does not allow in its place
    is often what a rule is about.
    """
    if not found:
        return found
    same = {(each.span, each.message) for one in named for each in one}
    misplaced = {each.span.start for one in grammars for each in one if each.span and each.rule == _NOT_ALLOWED}

    def is_known(each: Diagnostic) -> bool:
        return (each.span, each.message) in same or (each.span is not None and each.span.start in misplaced)

    return [each for each in found if not is_known(each)]


def drop_known_problems(
    found: Iterable[Diagnostic], known: Sequence[Iterable[Diagnostic]], rules: Iterable[Iterable[Diagnostic]]
) -> Iterator[Diagnostic]:
    """Yield what checks find and schemas have not found: at another start position, and not by the same rule of TEI.

    All are in document order; `rules` are those of `known` that Schematron found.
    """
    twins = {(each.path, each.message) for one in rules for each in one if _RULE in each.rule}
    places = merge(*((each.span.start for each in one if each.span) for one in known))
    place = next(places, None)
    if place is None and not twins:
        yield from found
        return
    for each in found:
        start = each.span.start if each.span else None
        while start is not None and place is not None and place < start:
            place = next(places, None)
        if (start is None or start != place) and not (twins and _has_twin(each, twins)):
            yield each


def _has_twin(found: Diagnostic, twins: Iterable[tuple[str | None, str]]) -> bool:
    """Return whether a rule of TEI found the same pointer of the same element."""
    fault = read_value_fault(found.message) if found.rule == _CHECK else None
    return fault is not None and any(found.path == path and fault.value in message for path, message in twins)
