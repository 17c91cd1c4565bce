"""Validates events of a document and returns the violations; what may come next can be asked at any point.

It recovers from violations so that each gives one message: it skips what is missing, reads a misspelt element as the
intended one, validates a misplaced element by its own definition and leaves the state as it was, and is silent inside
unknown elements. It is the slow twin of `event_validator`: both must agree on whether a document is valid.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from teikit.diagnostics import Position
from teikit.document.locations import MAX_DEPTH
from teikit.document.names import namespace_of
from teikit.messages import list_items, quote
from teikit.relaxng.automaton import StartTagTransition, State
from teikit.relaxng.automaton.strings import SPACE
from teikit.relaxng.validator import expectations
from teikit.relaxng.validator.attributes import validate_attributes
from teikit.relaxng.validator.expectations import Expectations
from teikit.relaxng.validator.open_element import Child, OpenElement
from teikit.relaxng.validator.recovery import recover
from teikit.relaxng.validator.values import reason
from teikit.relaxng.validator.violation import Violation, ViolationNote, local_name, subject_of

# With more names of children, positions are those by name alone: a document may have any number of names.
_MOST_NAMES = 64
# A position, or a function that returns it: most events are never reported, and positions take time to compute.
LazyPosition = Position | Callable[[], Position | None] | None


class StartTag(NamedTuple):
    """A start tag: its name, its number among siblings of that name, its position; whether it may mean another name."""

    name: str
    number: int
    at: Position | None
    is_doubtful: bool = False


class Matcher:
    """Validates one document, event by event.

    Names are expanded (see `teikit.document.names`). Positions are optional: without them violations have none.
    `open_elements` begins with the document itself. `namespaces` maps the prefixes in scope to URIs; set it before a
    start tag if the schema has datatypes such as QName. `names` writes names in messages.
    """

    def __init__(self, advice: Expectations, *, ids: bool = True) -> None:
        self._advice = advice
        automaton = advice.automaton
        self._ids = ids
        self.open_elements = [OpenElement("", 1, None, None, automaton.initial)]
        self.open_elements[0].is_silent = False
        self.open_elements[0].is_plain = True
        self._identifiers: dict[str, StartTag] = {}
        self._references: dict[str, tuple[Position | None, str | None, str]] = {}
        self.namespaces: Mapping[str, str] | None = None
        self.names = advice.name_writer()

    def copy(self) -> "Matcher":
        """Return an independent copy, in time proportional to the number of open elements."""
        made = Matcher(self._advice, ids=self._ids)
        made.open_elements = [each.copy() for each in self.open_elements]
        made._identifiers, made._references = dict(self._identifiers), dict(self._references)
        made.namespaces, made.names = self.namespaces, self.names.copy()
        return made

    @property
    def open_element(self) -> tuple[str, Position | None]:
        """The name of the element that is open last, "" if there is none, and where it starts."""
        return self.open_elements[-1].name, self.open_elements[-1].at

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self.open_elements) - 1

    def possible_elements(self) -> list[str]:
        """Return the names of the elements that may start here, the required first."""
        return list(self._advice.expected_elements(self.open_elements[-1].state))

    def possible_attributes(self, element: str) -> list[str]:
        """Return the names of the attributes that an element may have which may start here, the required first."""
        start = self.open_elements[-1].state.transitions[element]
        if start is None:
            return []
        opening = start.attribute_state
        required, possible = expectations.required_attributes(opening), expectations.possible_attributes(opening)
        return list(dict.fromkeys((*required, *possible)))

    def allows_text(self) -> bool:
        """Return whether text is allowed here."""
        state = self.open_elements[-1].state
        return state.has_data or state.text_state is not None

    def allows_end(self) -> bool:
        """Return whether the element that is open last may end here."""
        frame = self.open_elements[-1]
        return bool(frame.state.accepting_bits(frame.text, self.namespaces))

    @property
    def state(self) -> State:
        """What may follow in the element that is open last."""
        return self.open_elements[-1].state

    def try_start_tag(self, name: str, attributes: list[str], at: Position | None) -> bool:
        """Continue after a start tag that is known to be valid; False where `start_tag` must validate it."""
        frame = self.open_elements[-1]
        start = frame.state.transitions[name]
        if start is None or not frame.is_plain or frame.text_parts:
            return False
        state = start.memo.get(tuple(attributes))
        if state is None:
            return False
        # As `count` does it, which would be one more call for each element.
        child = frame.children.get(name)
        if child is None:
            child = frame.children[name] = Child(1, at, frame.state)
        else:
            child.number += 1
        self.open_elements.append(OpenElement(name, child.number, at, start, state))
        return True

    def try_end_tag(self) -> bool:
        """Continue after an end tag that is valid whatever text it follows; False where `end_tag` must validate it."""
        frame = self.open_elements[-1]
        accepting = frame.state.accepting
        if accepting <= 0 or frame.transition is None:
            return False
        behind = frame.transition.end_tag_transitions[accepting]
        if behind is None:
            return False
        self.open_elements.pop()
        parent = self.open_elements[-1]
        parent.has_reported_text = False
        parent.state = behind
        return True

    def start_tag(
        self, name: str, attributes: Mapping[str, str] | None = None, at: Position | None = None
    ) -> list[Violation]:
        """Continue after a start tag; return what is wrong with the element's place, then with its attributes."""
        return self.start_tag_from_list(name, [part for pair in (attributes or {}).items() for part in pair], at)

    def start_tag_from_list(self, name: str, attributes: list[str], at: Position | None) -> list[Violation]:
        """Do as `start_tag`, the attributes given as names and values in turn."""
        outer = self.open_elements[-1]
        found: list[Violation] = self._end_text(outer, name) if outer.text_parts else []
        index = outer.count(name, at)
        if outer.is_silent:
            return found + self._skip_element(name, index, at)
        called = outer.resolve_alias(name) if outer.aliases else name
        start = outer.state.transitions[called]
        if start is None:
            if outer.is_guessed:
                return self._skip_element(name, index, at)
            return found + self._enter_misplaced(called, attributes, StartTag(name, index, at))
        state = start.memo.get(tuple(attributes))
        if state is None:
            state = self._children(start, attributes, StartTag(name, index, at), found)
        inner = OpenElement(name, index, at, start if state is not None else None, state or outer.state)
        if outer.aliases:
            inner.aliases, inner.is_plain = outer.aliases, False
        self.open_elements.append(inner)
        return found

    def _skip_element(self, name: str, index: int, at: Position | None) -> list[Violation]:
        """Open an element that is not validated."""
        self.open_elements.append(OpenElement(name, index, at, None, self.open_elements[-1].state))
        return []

    def _enter_misplaced(self, called: str, attributes: list[str], tag: StartTag) -> list[Violation]:
        """Open an element that is not allowed here; return what is wrong with its place and its attributes."""
        outer = self.open_elements[-1]
        recovery = recover(self._advice, self.names, self.open_elements, called)
        outer.skipped = outer.skipped.union(recovery.skipped)
        outer.is_tolerant = outer.is_tolerant or recovery.is_substitute
        found: list[Violation] = []
        if recovery.message is not None:
            path, expected = self._path(tag.name, tag.number), recovery.expected
            message, subject = recovery.message, subject_of(tag.name)
            found.append(Violation(recovery.rule, message, tag.at, path, None, expected, recovery.notes, subject))
        start, state = recovery.start, None
        if start is not None:
            tag = tag._replace(is_doubtful=recovery.alias is None)
            state = start.memo.get(tuple(attributes)) or self._children(start, attributes, tag, found)
        inner = OpenElement(tag.name, tag.number, tag.at, start if state else None, state or outer.state)
        inner.aliases = outer.aliases
        if recovery.alias is not None:
            inner.aliases = {**outer.aliases, namespace_of(tag.name): recovery.alias}
        inner.is_doubtful = inner.is_tolerant = recovery.alias is None and not recovery.skipped
        inner.is_guessed = recovery.is_guessed
        inner.is_plain = not (inner.is_silent or inner.is_guessed or inner.aliases)
        self.open_elements.append(inner)
        return found

    def _children(
        self, start: StartTagTransition, attributes: list[str], tag: StartTag, faults: list[Violation]
    ) -> State | None:
        """Return the state of an element's children, and add the faults of its attributes."""
        state = start.attribute_state.children_state(attributes, self.namespaces)
        identified = self._ids and not start.identifiers.keys().isdisjoint(attributes[::2])
        if state is None:
            pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
            found, state = validate_attributes(start.attribute_state, tag.name, pairs, self.namespaces, self.names)
            path = self._path(tag.name, tag.number)
            if tag.is_doubtful:
                found = [each for each in found if each.rule == "rng/attribute-value"]
            faults += (
                Violation(each.rule, each.message, tag.at, path, each.attribute, each.expected, (), each.subject)
                for each in found
            )
        elif not identified and not self._advice.automaton.table.has_contextual_datatypes:
            start.attribute_state.remember(tuple(attributes), state)
        if identified:
            faults += self._check_identifiers(start, attributes, tag)
        return state

    def _check_identifiers(self, start: StartTagTransition, attributes: list[str], tag: StartTag) -> list[Violation]:
        faults = []
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            kind = start.identifiers.get(name)
            if kind == "ID":
                identifier = value.strip(SPACE)
                first = self._identifiers.setdefault(identifier, tag)
                if first is not tag:
                    message = f"the {kind} {quote(identifier)} is used twice"
                    remark = ViolationNote(f"first used here, on '{self.names.element(first.name)}'", first.at)
                    path = self._path(tag.name, tag.number)
                    faults.append(Violation("rng/id-duplicate", message, tag.at, path, name, (), (remark,), identifier))
            elif kind:
                # One path for all of them: they may be many.
                use = (tag.at, self._path(tag.name, tag.number), name)
                for each in value.split():
                    self._references.setdefault(each, use)
        return faults

    def text(self, data: str, at: LazyPosition = None) -> list[Violation]:
        """Continue after text, or a part of it; return what is wrong, once for all text up to the next tag."""
        frame = self.open_elements[-1]
        state = frame.state
        if state.is_mixed or frame.is_silent:
            return []
        if state.has_data:
            if frame.text_at is None and data.strip(SPACE):
                frame.text_at = _resolve_position(at)
            frame.add_text(data)
            return []
        if frame.has_reported_text or frame.is_doubtful or not data.strip(SPACE):
            return []
        if state.text_state is not None:
            frame.state = state.text_state
            return []
        # The text may be the content of a missing element.
        frame.has_reported_text = frame.is_tolerant = True
        wanted = self._advice.expected_elements(state)
        message = f"text is not allowed in '{self.names.element(frame.name)}'"
        if wanted:
            message += f", expected {self.names.quote_elements(wanted)}"
        names = self._advice.expected_local_names(state)
        return [Violation("rng/text-not-allowed", message, _resolve_position(at), self._path(), None, names)]

    def _end_text(self, frame: OpenElement, name: str) -> list[Violation]:
        """Continue after text that could have been data but is followed by an element."""
        text = frame.take_text()
        if not text.strip(SPACE):
            return []
        behind = frame.state.state_after_text()
        if behind is not None:
            frame.state = behind
            return []
        write = self.names.element
        message = f"text is not allowed beside '{write(name)}' in '{write(frame.name)}'"
        return [Violation("rng/text-not-allowed", message, frame.text_at, self._path())]

    def end_tag(self, at: LazyPosition = None) -> list[Violation]:
        """Continue after an end tag; return what the element lacks."""
        frame = self.open_elements[-1]
        if frame.transition is None:
            self.open_elements.pop()
            self.open_elements[-1].has_reported_text = False
            return []
        accepting = frame.state.accepting
        if accepting < 0:
            accepting = frame.state.accepting_bits(frame.text, self.namespaces)
        is_fine = accepting or self._is_explained(frame)
        faults = [] if is_fine else [self._describe_incomplete(frame, _resolve_position(at))]
        self.open_elements.pop()
        parent = self.open_elements[-1]
        parent.has_reported_text = False
        returns = frame.transition.end_tag_transitions
        behind = (returns[accepting] if accepting else None) or returns.recover_end_tag()
        assert behind is not None, "recovery finds at least one state"  # noqa: S101 - a law of EndTagTransitions
        parent.state = behind
        return faults

    def _is_explained(self, frame: OpenElement) -> bool:
        """Return whether another violation reports or explains what an element lacks."""
        required = self._advice.required_elements(frame.state)
        return frame.is_tolerant or bool(required and frame.skipped.issuperset(required))

    def _describe_incomplete(self, frame: OpenElement, at: Position | None) -> Violation:
        element = f"'{self.names.element(frame.name)}'"
        if frame.state.has_data and (frame.text.strip(SPACE) or not self._advice.possible_elements(frame.state)):
            why = reason(self._advice.automaton.patterns, frame.state.patterns, frame.text, self.namespaces)
            message = f"content {quote(frame.text.strip(SPACE))} of {element} {why.predicate}"
            at, subject = frame.text_at or frame.at, subject_of(frame.text.strip(SPACE))
            return Violation("rng/element-value", message, at, self._path(), None, why.expected, (), subject)
        required = self._advice.required_elements(frame.state)
        possible = self._advice.expected_elements(frame.state)
        if required:
            verb = "is" if len(required) == 1 else "are"
            message = f"{self.names.quote_elements(required, last='and')} {verb} missing in {element}"
        else:
            completing = self._advice.completing_elements(frame.state)
            wild = [] if completing else expectations.possible_wildcards(frame.state)[:3]
            wanted = list_items(wild) or self.names.quote_elements(completing or possible) or "more"
            message = f"{element} is incomplete, expected {wanted}"
        is_elsewhere = frame.at and at != frame.at
        notes = (ViolationNote(f"{element} starts here", frame.at),) if is_elsewhere else ()
        names = self._advice.expected_local_names(frame.state)
        return Violation("rng/element-missing", message, at, self._path(), None, names, notes, subject_of(*required))

    def end(self) -> list[Violation]:
        """End the document; return the references to identifiers that it does not have."""
        return [
            Violation("rng/idref-unresolved", f"there is no ID {quote(reference)}", at, path, name, subject=reference)
            for reference, (at, path, name) in self._references.items()
            if reference not in self._identifiers
        ]

    def _path(self, name: str = "", index: int = 0) -> str | None:
        """Return the path of the last open element, or of a child of it; None far down, as `Location` has it."""
        if len(self.open_elements) - (not name) > MAX_DEPTH:
            return None
        opened = [(each.name, each.index) for each in self.open_elements[1:]] + ([(name, index)] if name else [])
        steps = (
            f"{local_name(called)}{f'[{_position(outer, called, number)}]' if depth else ''}"
            for depth, (outer, (called, number)) in enumerate(zip(self.open_elements, opened, strict=False))
        )
        return "/" + "/".join(steps)


def _position(outer: OpenElement, name: str, number: int) -> int:
    """Return the position of an element's latest child among those of its local name; `number` is that by its name."""
    local = local_name(name)
    if len(outer.children) > _MOST_NAMES:
        return number
    return sum(child.number for other, child in outer.children.items() if local_name(other) == local)


def _resolve_position(at: LazyPosition) -> Position | None:
    return at() if callable(at) else at
