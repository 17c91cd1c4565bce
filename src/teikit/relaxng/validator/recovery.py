"""An element that is not allowed where it stands becomes a reason, and a way to go on (recovery).

In this order, since an earlier one explains more: the name is right in another namespace; something required is
missing before it; the name is misspelt; it comes too late, or twice; it belongs elsewhere; nobody knows it.
"""

from dataclasses import dataclass

from teikit.document.names import namespace_of
from teikit.relaxng.automaton import Start
from teikit.relaxng.validator import expectations
from teikit.relaxng.validator.advice import Advice
from teikit.relaxng.validator.open_element import Frame
from teikit.relaxng.validator.similar import in_other_namespace, meant
from teikit.relaxng.validator.violation import Remark, quoted, shown


@dataclass(frozen=True, slots=True)
class Placing:
    """What is wrong with an element, None where it was told before; `start` is how to go on, None to pass over it.

    `alias` is the namespace that was meant. `skipped` names what was missing before the element. `instead` tells that
    the element may stand for one that is missing, `guessed` that it is read as one of another name.
    """

    start: Start | None
    rule: str = "rng/element-not-allowed"
    message: str | None = None
    expected: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    alias: str | None = None
    skipped: tuple[str, ...] = ()
    instead: bool = False
    guessed: bool = False


def place(advice: Advice, frames: list[Frame], name: str) -> Placing:
    """Return what to say of an element that is not allowed in the last of the frames, and how to go on."""
    frame = frames[-1]
    if name in frame.skipped:
        return Placing(advice.anywhere(frame.state, name))
    known = name in advice.automaton.patterns.names()
    possible = advice.possible(frame.state, skipping=True)
    found = None if known else _other_namespace(advice, frame, name, possible)
    found = found or _too_early(advice, frame, name)
    if found is None and (not known or name.casefold() in advice.folded(frame.state)):
        found = _misspelt(advice, frame, name, possible)
    return found or _out_of_place(advice, frames, name, known=known)


def _rule(frame: Frame) -> str:
    return "rng/element-not-allowed" if frame.name else "rng/root-not-allowed"


def _within(frame: Frame) -> str:
    return f"in '{shown(frame.name)}'" if frame.name else "as the root"


def _likely(advice: Advice, frame: Frame) -> tuple[str, ...]:
    """Return up to three keys of what could stand here: what must, what stands beside, what has few letters."""
    possible = advice.possible(frame.state)
    beside = [each for each in frame.children if each in possible]
    return tuple(dict.fromkeys((*advice.required(frame.state), *beside, *advice.names(frame.state)[:3])))[:3]


def _wanted(advice: Advice, frame: Frame) -> str:
    names = advice.names(frame.state)
    if names:
        return f", expected {quoted(_likely(advice, frame), of=len(names))}"
    wild = expectations.takes_any_element(frame.state)
    return f", expected {quoted(wild)}" if wild else ""


def _step(advice: Advice, frame: Frame, name: str) -> Start | None:
    return frame.state.starts[name] or advice.skipping(frame.state, name)


def _other_namespace(advice: Advice, frame: Frame, name: str, possible: dict[str, None]) -> Placing | None:
    right = in_other_namespace(name, possible)
    if right is None:
        return None
    own = namespace_of(name)
    where = f"in the namespace '{own}'" if own else "in no namespace"
    wanted = f"in '{namespace_of(right)}'" if namespace_of(right) else "in none"
    message = f"element '{shown(name)}' is {where}, but the schema has it {wanted}"
    start = _step(advice, frame, right)
    return Placing(start, _rule(frame), message, advice.shown_names(frame.state), alias=namespace_of(right))


def _too_early(advice: Advice, frame: Frame, name: str) -> Placing | None:
    start = advice.skipping(frame.state, name)
    if start is None:
        return None
    missing = [each for each in advice.required(frame.state) if each != name]
    if not missing:
        message = f"element '{shown(name)}' is not allowed yet {_within(frame)}{_wanted(advice, frame)}"
        return Placing(start, _rule(frame), message, advice.shown_names(frame.state), skipped=advice.names(frame.state))
    verb = "is" if len(missing) == 1 else "are"
    message = f"{quoted(missing, last='and')} {verb} missing before '{shown(name)}' {_within(frame)}"
    skipped = tuple(missing)
    return Placing(start, "rng/element-missing", message, advice.shown_names(frame.state), skipped=skipped)


def _misspelt(advice: Advice, frame: Frame, name: str, possible: dict[str, None]) -> Placing | None:
    guess = meant(name, possible)
    if guess is None:
        return None
    message = f"element '{shown(name)}' is not allowed {_within(frame)}, did you mean '{shown(guess)}'?"
    return Placing(_step(advice, frame, guess), _rule(frame), message, advice.shown_names(frame.state), guessed=True)


def _out_of_place(advice: Advice, frames: list[Frame], name: str, *, known: bool) -> Placing:
    frame = frames[-1]
    start = advice.anywhere(frame.state, name)
    if start is None or not known:
        there = "" if start else ": the schema has no such element"
        message = f"element '{shown(name)}' is not allowed {_within(frame)}{there or _wanted(advice, frame)}"
        return Placing(start, _rule(frame), message, advice.shown_names(frame.state), instead=True)
    return (
        _twice(advice, start, frame, name)
        or _too_late(advice, start, frame, name)
        or _elsewhere(advice, start, frames, name)
    )


def _twice(advice: Advice, start: Start, frame: Frame, name: str) -> Placing | None:
    first = frame.children.get(name)
    if first is None or first.before is frame.state:
        return None
    once = first.before.starts[name]
    after = once.returns.forgiving() if once else None
    if after is None or after.starts[name] is not None:
        return None
    message = f"a second '{shown(name)}' is not allowed {_within(frame)}"
    return Placing(
        start,
        _rule(frame),
        message,
        advice.shown_names(frame.state),
        (Remark(f"the first '{shown(name)}' stands here", first.at),),
    )


def _too_late(advice: Advice, start: Start, frame: Frame, name: str) -> Placing | None:
    """Tell which child came before the element that must come after it."""
    for child, first in frame.children.items():
        before = first.before.starts[child]
        after = before.returns.forgiving() if before else None
        if child == name or after is None or advice.skipping(first.before, name) is None:
            continue
        if advice.skipping(after, name) is None:
            if frame.accused.get(name) is frame.state:
                # The same child stands in the way of this one too.
                return Placing(start)
            frame.accused = {**frame.accused, name: frame.state}
            message = f"element '{shown(name)}' is not allowed after '{shown(child)}' {_within(frame)}"
            remark = Remark(f"it would have to come before this '{shown(child)}'", first.at)
            return Placing(start, _rule(frame), message, advice.shown_names(frame.state), (remark,))
    return None


def _elsewhere(advice: Advice, start: Start, frames: list[Frame], name: str) -> Placing:
    # The same fault in the same surroundings, which is told often where it is told at all, is explained once.
    frame = frames[-1]
    outer = frames[-2].name if len(frames) > 1 else ""
    key = ("elsewhere", frame.state, frame.start, frame.name, outer, name, _likely(advice, frame))
    return advice.remembered(key, lambda: _explained(advice, start, frames, name))


def _explained(advice: Advice, start: Start, frames: list[Frame], name: str) -> Placing:
    frame = frames[-1]
    message = f"element '{shown(name)}' is not allowed {_within(frame)}"
    remarks = [Remark(each) for each in (_level_up(frames, name), _level_down(advice, frame, name)) if each]
    names = advice.shown_names(frame.state)
    # Where something must still come, this may stand in its place.
    instead = not frame.state.nullable()
    return Placing(start, _rule(frame), message + _wanted(advice, frame), names, tuple(remarks[:1]), instead=instead)


def _level_up(frames: list[Frame], name: str) -> str | None:
    frame = frames[-1]
    if frame.start is None or len(frames) < 3:
        return None
    behind = frame.start.returns.forgiving()
    if behind is None or behind.starts[name] is None:
        return None
    return f"it is allowed after the end of '{shown(frame.name)}', in '{shown(frames[-2].name)}'"


def _level_down(advice: Advice, frame: Frame, name: str) -> str | None:
    holder = advice.holder(frame.state, name)
    return f"it is allowed inside '{shown(holder)}'" if holder else None
