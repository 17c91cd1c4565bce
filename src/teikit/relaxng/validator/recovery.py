"""An element that is not allowed where it stands becomes a reason, and a way to go on (recovery).

In this order, since an earlier one explains more: the name is right in another namespace; something required is
missing before it; the name is misspelt; it comes too late, or twice; it belongs elsewhere; nobody knows it.
"""

from dataclasses import dataclass

from teikit.document.names import namespace_of
from teikit.relaxng.automaton import StartTagTransition
from teikit.relaxng.validator import expectations
from teikit.relaxng.validator.advice import Expectations
from teikit.relaxng.validator.open_element import OpenElement
from teikit.relaxng.validator.similar import find_in_other_namespace, suggest_name
from teikit.relaxng.validator.violation import ViolationNote, local_name, quote_local_names


@dataclass(frozen=True, slots=True)
class Recovery:
    """What is wrong with an element, None where it was told before; `start` is how to go on, None to pass over it.

    `alias` is the namespace that was meant. `skipped` names what was missing before the element. `instead` tells that
    the element may stand for one that is missing, `guessed` that it is read as one of another name.
    """

    start: StartTagTransition | None
    rule: str = "rng/element-not-allowed"
    message: str | None = None
    expected: tuple[str, ...] = ()
    notes: tuple[ViolationNote, ...] = ()
    alias: str | None = None
    skipped: tuple[str, ...] = ()
    is_substitute: bool = False
    is_guessed: bool = False


def recover(advice: Expectations, frames: list[OpenElement], name: str) -> Recovery:
    """Return what to say of an element that is not allowed in the last of the frames, and how to go on."""
    frame = frames[-1]
    if name in frame.skipped:
        return Recovery(advice.transition_as_if_allowed(frame.state, name))
    known = name in advice.automaton.patterns.names()
    possible = advice.possible_elements(frame.state, skipping=True)
    found = None if known else _recover_other_namespace(advice, frame, name, possible)
    found = found or _recover_too_early(advice, frame, name)
    if found is None and (not known or name.casefold() in advice.folded_names(frame.state)):
        found = _recover_misspelt(advice, frame, name, possible)
    return found or _recover_out_of_place(advice, frames, name, known=known)


def _rule(frame: OpenElement) -> str:
    return "rng/element-not-allowed" if frame.name else "rng/root-not-allowed"


def _describe_parent(frame: OpenElement) -> str:
    return f"in '{local_name(frame.name)}'" if frame.name else "as the root"


def _likely_names(advice: Expectations, frame: OpenElement) -> tuple[str, ...]:
    """Return up to three keys of what could stand here: what must, what stands beside, what has few letters."""
    possible = advice.possible_elements(frame.state)
    beside = [each for each in frame.children if each in possible]
    return tuple(
        dict.fromkeys((*advice.required_elements(frame.state), *beside, *advice.expected_elements(frame.state)[:3]))
    )[:3]


def _describe_expected(advice: Expectations, frame: OpenElement) -> str:
    names = advice.expected_elements(frame.state)
    if names:
        return f", expected {quote_local_names(_likely_names(advice, frame), of=len(names))}"
    wild = expectations.possible_wildcards(frame.state)
    return f", expected {quote_local_names(wild)}" if wild else ""


def _find_transition(advice: Expectations, frame: OpenElement, name: str) -> StartTagTransition | None:
    return frame.state.transitions[name] or advice.transition_past_required(frame.state, name)


def _recover_other_namespace(
    advice: Expectations, frame: OpenElement, name: str, possible: dict[str, None]
) -> Recovery | None:
    right = find_in_other_namespace(name, possible)
    if right is None:
        return None
    own = namespace_of(name)
    where = f"in the namespace '{own}'" if own else "in no namespace"
    wanted = f"in '{namespace_of(right)}'" if namespace_of(right) else "in none"
    message = f"element '{local_name(name)}' is {where}, but the schema has it {wanted}"
    start = _find_transition(advice, frame, right)
    return Recovery(start, _rule(frame), message, advice.expected_local_names(frame.state), alias=namespace_of(right))


def _recover_too_early(advice: Expectations, frame: OpenElement, name: str) -> Recovery | None:
    start = advice.transition_past_required(frame.state, name)
    if start is None:
        return None
    missing = [each for each in advice.required_elements(frame.state) if each != name]
    if not missing:
        where = f"{_describe_parent(frame)}{_describe_expected(advice, frame)}"
        message = f"element '{local_name(name)}' is not allowed yet {where}"
        return Recovery(
            start,
            _rule(frame),
            message,
            advice.expected_local_names(frame.state),
            skipped=advice.expected_elements(frame.state),
        )
    verb = "is" if len(missing) == 1 else "are"
    message = (
        f"{quote_local_names(missing, last='and')} {verb} missing before '{local_name(name)}' {_describe_parent(frame)}"
    )
    skipped = tuple(missing)
    return Recovery(start, "rng/element-missing", message, advice.expected_local_names(frame.state), skipped=skipped)


def _recover_misspelt(
    advice: Expectations, frame: OpenElement, name: str, possible: dict[str, None]
) -> Recovery | None:
    guess = suggest_name(name, possible)
    if guess is None:
        return None
    message = (
        f"element '{local_name(name)}' is not allowed {_describe_parent(frame)}, did you mean '{local_name(guess)}'?"
    )
    return Recovery(
        _find_transition(advice, frame, guess),
        _rule(frame),
        message,
        advice.expected_local_names(frame.state),
        is_guessed=True,
    )


def _recover_out_of_place(advice: Expectations, frames: list[OpenElement], name: str, *, known: bool) -> Recovery:
    frame = frames[-1]
    start = advice.transition_as_if_allowed(frame.state, name)
    if start is None or not known:
        there = "" if start else ": the schema has no such element"
        where = f"{_describe_parent(frame)}{there or _describe_expected(advice, frame)}"
        message = f"element '{local_name(name)}' is not allowed {where}"
        return Recovery(start, _rule(frame), message, advice.expected_local_names(frame.state), is_substitute=True)
    return (
        _recover_repeated(advice, start, frame, name)
        or _recover_too_late(advice, start, frame, name)
        or _recover_elsewhere(advice, start, frames, name)
    )


def _recover_repeated(
    advice: Expectations, start: StartTagTransition, frame: OpenElement, name: str
) -> Recovery | None:
    first = frame.children.get(name)
    if first is None or first.state_before is frame.state:
        return None
    once = first.state_before.transitions[name]
    after = once.end_tag_transitions.recover_end_tag() if once else None
    if after is None or after.transitions[name] is not None:
        return None
    message = f"a second '{local_name(name)}' is not allowed {_describe_parent(frame)}"
    return Recovery(
        start,
        _rule(frame),
        message,
        advice.expected_local_names(frame.state),
        (ViolationNote(f"the first '{local_name(name)}' stands here", first.at),),
    )


def _recover_too_late(
    advice: Expectations, start: StartTagTransition, frame: OpenElement, name: str
) -> Recovery | None:
    """Tell which child came before the element that must come after it."""
    for child, first in frame.children.items():
        before = first.state_before.transitions[child]
        after = before.end_tag_transitions.recover_end_tag() if before else None
        if child == name or after is None or advice.transition_past_required(first.state_before, name) is None:
            continue
        if advice.transition_past_required(after, name) is None:
            if frame.reported_late.get(name) is frame.state:
                # The same child stands in the way of this one too.
                return Recovery(start)
            frame.reported_late = {**frame.reported_late, name: frame.state}
            message = (
                f"element '{local_name(name)}' is not allowed after '{local_name(child)}' {_describe_parent(frame)}"
            )
            remark = ViolationNote(f"it would have to come before this '{local_name(child)}'", first.at)
            return Recovery(start, _rule(frame), message, advice.expected_local_names(frame.state), (remark,))
    return None


def _recover_elsewhere(
    advice: Expectations, start: StartTagTransition, frames: list[OpenElement], name: str
) -> Recovery:
    # The same fault in the same surroundings, which is told often where it is told at all, is explained once.
    frame = frames[-1]
    outer = frames[-2].name if len(frames) > 1 else ""
    key = ("elsewhere", frame.state, frame.transition, frame.name, outer, name, _likely_names(advice, frame))
    return advice.memoize(key, lambda: _explain_elsewhere(advice, start, frames, name))


def _explain_elsewhere(
    advice: Expectations, start: StartTagTransition, frames: list[OpenElement], name: str
) -> Recovery:
    frame = frames[-1]
    message = f"element '{local_name(name)}' is not allowed {_describe_parent(frame)}"
    remarks = [
        ViolationNote(each) for each in (_hint_level_up(frames, name), _hint_level_down(advice, frame, name)) if each
    ]
    names = advice.expected_local_names(frame.state)
    # Where something must still come, this may stand in its place.
    instead = not frame.state.nullable_bits()
    return Recovery(
        start,
        _rule(frame),
        message + _describe_expected(advice, frame),
        names,
        tuple(remarks[:1]),
        is_substitute=instead,
    )


def _hint_level_up(frames: list[OpenElement], name: str) -> str | None:
    frame = frames[-1]
    if frame.transition is None or len(frames) < 3:
        return None
    behind = frame.transition.end_tag_transitions.recover_end_tag()
    if behind is None or behind.transitions[name] is None:
        return None
    return f"it is allowed after the end of '{local_name(frame.name)}', in '{local_name(frames[-2].name)}'"


def _hint_level_down(advice: Expectations, frame: OpenElement, name: str) -> str | None:
    holder = advice.possible_parent(frame.state, name)
    return f"it is allowed inside '{local_name(holder)}'" if holder else None
