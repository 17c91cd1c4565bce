"""An element that is not allowed where it stands becomes a reason, and a way to go on (recovery).

In this order, since an earlier one explains more: the name is right in another namespace; something required is
missing before it; the name is misspelt; it comes too late, or twice; it belongs elsewhere; nobody knows it.
"""

from dataclasses import dataclass

from teikit.relaxng.automaton import Automaton, Start
from teikit.relaxng.automaton.patterns import Choice, Element, Group, Interleave, OneOrMore, Pattern
from teikit.relaxng.grammar.name_classes import contains, namespace_of
from teikit.relaxng.verdict import expected
from teikit.relaxng.verdict.fault import Remark, quoted, shown
from teikit.relaxng.verdict.frame import Frame
from teikit.relaxng.verdict.similar import in_other_namespace, meant

_MOST_INNER = 40


@dataclass(frozen=True, slots=True)
class Placing:
    """What is wrong with an element, None where it was told before; `start` is how to go on, None to pass over it.

    `alias` is the namespace that was meant. `skipped` names what was missing before the element. `instead` tells that
    the element may stand for one that is missing.
    """

    start: Start | None
    rule: str = "rng/element-not-allowed"
    message: str | None = None
    expected: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    alias: str | None = None
    skipped: tuple[str, ...] = ()
    instead: bool = False


def place(automaton: Automaton, frames: list[Frame], name: str) -> Placing:
    """Return what to say of an element that is not allowed in the last of the frames, and how to go on."""
    frame = frames[-1]
    if name in frame.skipped:
        return Placing(automaton.anywhere(frame.state, name))
    known = name in automaton.patterns.names()
    possible = expected.possible_elements(frame.state, skipping=True)
    found = None if known else _other_namespace(automaton, frame, name, possible)
    found = found or _too_early(automaton, frame, name)
    if found is None and (not known or _differs_in_case(name, possible)):
        found = _misspelt(automaton, frame, name, possible)
    return found or _out_of_place(automaton, frames, name, known=known)


def _rule(frame: Frame) -> str:
    return "rng/element-not-allowed" if frame.name else "rng/root-not-allowed"


def _names(frame: Frame) -> tuple[str, ...]:
    """Return what could stand here, the required first."""
    required = expected.required_elements(frame.state)
    return tuple(dict.fromkeys((*required, *expected.possible_elements(frame.state))))


def _shown_names(frame: Frame) -> tuple[str, ...]:
    return tuple(shown(each) for each in _names(frame))


def _within(frame: Frame) -> str:
    return f"in '{shown(frame.name)}'" if frame.name else "as the root"


def _wanted(frame: Frame) -> str:
    names = _names(frame) or tuple(expected.takes_any_element(frame.state))
    return f", expected {quoted(names)}" if names else ""


def _step(automaton: Automaton, frame: Frame, name: str) -> Start | None:
    return frame.state.starts[name] or automaton.start(frame.state, name, skipping=True)


def _other_namespace(automaton: Automaton, frame: Frame, name: str, possible: dict[str, None]) -> Placing | None:
    right = in_other_namespace(name, possible)
    if right is None:
        return None
    own = namespace_of(name)
    where = f"in the namespace '{own}'" if own else "in no namespace"
    wanted = f"in '{namespace_of(right)}'" if namespace_of(right) else "in none"
    message = f"element '{shown(name)}' is {where}, but the schema has it {wanted}"
    start = _step(automaton, frame, right)
    return Placing(start, _rule(frame), message, _shown_names(frame), alias=namespace_of(right))


def _too_early(automaton: Automaton, frame: Frame, name: str) -> Placing | None:
    start = automaton.start(frame.state, name, skipping=True)
    if start is None:
        return None
    missing = [each for each in expected.required_elements(frame.state) if each != name]
    if not missing:
        message = f"element '{shown(name)}' is not allowed yet {_within(frame)}{_wanted(frame)}"
        return Placing(start, _rule(frame), message, _shown_names(frame), skipped=_names(frame))
    verb = "is" if len(missing) == 1 else "are"
    message = f"{quoted(missing, last='and')} {verb} missing before '{shown(name)}' {_within(frame)}"
    skipped = tuple(missing)
    return Placing(start, "rng/element-missing", message, _shown_names(frame), skipped=skipped)


def _differs_in_case(name: str, possible: dict[str, None]) -> bool:
    return any(each.casefold() == name.casefold() for each in possible)


def _misspelt(automaton: Automaton, frame: Frame, name: str, possible: dict[str, None]) -> Placing | None:
    guess = meant(name, possible)
    if guess is None:
        return None
    message = f"element '{shown(name)}' is not allowed {_within(frame)}, did you mean '{shown(guess)}'?"
    return Placing(_step(automaton, frame, guess), _rule(frame), message, _shown_names(frame))


def _out_of_place(automaton: Automaton, frames: list[Frame], name: str, *, known: bool) -> Placing:
    frame = frames[-1]
    start = automaton.anywhere(frame.state, name)
    if start is None or not known:
        there = "" if start else ": the schema has no such element"
        message = f"element '{shown(name)}' is not allowed {_within(frame)}{there or _wanted(frame)}"
        return Placing(start, _rule(frame), message, _shown_names(frame), instead=True)
    return (
        _twice(start, frame, name)
        or _too_late(automaton, start, frame, name)
        or _elsewhere(automaton, start, frames, name)
    )


def _twice(start: Start, frame: Frame, name: str) -> Placing | None:
    first = frame.firsts.get(name)
    if first is None or first.before is frame.state:
        return None
    once = first.before.starts[name]
    after = once.returns.forgiving() if once else None
    if after is None or after.starts[name] is not None:
        return None
    message = f"a second '{shown(name)}' is not allowed {_within(frame)}"
    return Placing(
        start, _rule(frame), message, _shown_names(frame), (Remark(f"the first '{shown(name)}' stands here", first.at),)
    )


def _too_late(automaton: Automaton, start: Start, frame: Frame, name: str) -> Placing | None:
    """Tell which child came before the element that must come after it."""
    for child, first in frame.firsts.items():
        before = first.before.starts[child]
        after = before.returns.forgiving() if before else None
        if child == name or after is None or automaton.start(first.before, name, skipping=True) is None:
            continue
        if automaton.start(after, name, skipping=True) is None:
            if frame.accused.get(name) is frame.state:
                # The same child stands in the way of this one too.
                return Placing(start)
            frame.accused[name] = frame.state
            message = f"element '{shown(name)}' is not allowed after '{shown(child)}' {_within(frame)}"
            remark = Remark(f"it would have to come before this '{shown(child)}'", first.at)
            return Placing(start, _rule(frame), message, _shown_names(frame), (remark,))
    return None


def _elsewhere(automaton: Automaton, start: Start, frames: list[Frame], name: str) -> Placing:
    frame = frames[-1]
    message = f"element '{shown(name)}' is not allowed {_within(frame)}"
    remarks = [Remark(each) for each in (_level_up(frames, name), _level_down(automaton, frame, name)) if each]
    names = _shown_names(frame)
    # Where something must still come, this may stand in its place.
    instead = not frame.state.nullable()
    return Placing(start, _rule(frame), message + _wanted(frame), names, tuple(remarks[:1]), instead=instead)


def _level_up(frames: list[Frame], name: str) -> str | None:
    frame = frames[-1]
    if frame.start is None or len(frames) < 3:
        return None
    behind = frame.start.returns.forgiving()
    if behind is None or behind.starts[name] is None:
        return None
    return f"it is allowed after the end of '{shown(frame.name)}', in '{shown(frames[-2].name)}'"


def _level_down(automaton: Automaton, frame: Frame, name: str) -> str | None:
    patterns = automaton.patterns
    for child in list(expected.possible_elements(frame.state))[:_MOST_INNER]:
        if child != name and any(_holds(patterns.content(each), name) for each in patterns.elements_named(child)[:2]):
            return f"it is allowed inside '{shown(child)}'"
    return None


def _holds(pattern: Pattern, name: str) -> bool:
    """Tell whether a pattern has an element of this name anywhere, not through other elements."""
    seen: set[Pattern] = set()
    todo = [pattern]
    while todo:
        each = todo.pop()
        if each in seen:
            continue
        seen.add(each)
        match each:
            case Element():
                if contains(each.names, name):
                    return True
            case Choice():
                if each.named(name):
                    return True
                todo += each.rest
            case Interleave():
                todo += each.members
            case Group():
                todo += (each.left, each.right)
            case OneOrMore():
                todo.append(each.of)
    return False
