"""Decides whether a document is valid: expat's events drive the automaton, with a few look-ups per element.

Nothing else is recorded. A document that is not valid is read again by `diagnose`, which reports what is wrong and
where: so valid documents, which are most, pay nothing for the messages of the others.
"""

from collections.abc import Iterable, Sized
from xml.parsers.expat import XMLParserType

from teikit.document.entity_files import entity_handler
from teikit.document.expat import PARSE_ERRORS, feed_steps, make_parser, release
from teikit.limits import Budget
from teikit.relaxng.automaton import Automaton, StartTagTransition, State
from teikit.relaxng.automaton.strings import SPACE
from teikit.relaxng.validator.id_soundness import IdTracker

# With this expat keeps one string for each name; many documents share few names.
_NAMES: dict[str, str] = {}
_MAX_NAMES = 50_000


class _InvalidEventError(Exception):
    """The document is not valid."""


def is_valid(automaton: Automaton, chunks: Iterable[bytes], *, ids: bool = True, budget: Budget | None = None) -> bool:
    """Return whether a document is well-formed and valid; `ids` adds the soundness of IDs and their references."""
    budget = budget or Budget("the document")
    if len(_NAMES) > _MAX_NAMES:
        _NAMES.clear()
    parser = make_parser(budget, names=_NAMES)
    parser.buffer_text = parser.ordered_attributes = True
    identifiers = IdTracker()
    stack = _set_handlers(parser, automaton.initial, identifiers if ids else None)
    parser.ExternalEntityRefHandler = entity_handler(parser, budget, _refuse)
    try:
        for _ in feed_steps(parser, chunks):
            budget.check("depth", len(stack))
    except (_InvalidEventError, *PARSE_ERRORS):
        return False
    finally:
        # Buffered text may be at fault too, but then the document is known to be invalid already.
        release(parser)
    return identifiers.are_sound()


def _refuse(*_arguments: object) -> int:
    raise _InvalidEventError


def _start_tag_state(
    start: StartTagTransition, attributes: list[str], key: tuple[str, ...], identifiers: IdTracker | None
) -> State:
    """Return the state after a start tag that is not cached."""
    state = start.attribute_state.children_state(attributes, None)
    if state is None:
        raise _InvalidEventError
    if identifiers is None or start.identifiers.keys().isdisjoint(attributes[::2]):
        start.attribute_state.remember(key, state)
    elif not identifiers.note(start.identifiers, attributes):
        raise _InvalidEventError
    return state


def _set_handlers(  # noqa: C901  four handlers that share variables
    parser: XMLParserType, initial: State, identifiers: IdTracker | None
) -> Sized:
    """Set the handlers: closures, which access shared variables faster than attributes of an object.

    Returns a collection with an item for each open element.
    """
    state = initial
    stack: list[dict[int, State | None]] = []
    parts: list[str] = []
    push, pop = stack.append, stack.pop

    def start(name: str, attributes: list[str]) -> None:
        nonlocal state
        if parts:
            if "".join(parts).strip(SPACE):
                following = state.state_after_text()
                if following is None:
                    raise _InvalidEventError
                state = following
            parts.clear()
        entry = state.transitions[name]
        if entry is None:
            raise _InvalidEventError
        push(entry.end_tag_transitions)
        key = tuple(attributes)
        state = entry.memo.get(key) or _start_tag_state(entry, attributes, key, identifiers)

    def end(_name: str) -> None:
        nonlocal state
        accepting = state.accepting
        if accepting < 0:
            accepting = state.accepting_bits("".join(parts), None)
            parts.clear()
        following = pop()[accepting]
        if following is None:
            raise _InvalidEventError
        state = following

    def text(data: str) -> None:
        nonlocal state
        if state.is_mixed:
            return
        if state.has_data:
            parts.append(data)
        elif data.strip(SPACE):
            if state.text_state is None:
                raise _InvalidEventError
            state = state.text_state

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.SkippedEntityHandler = _refuse
    return stack
