"""The matcher: events of a document go in, what is wrong comes out, and what may come can be asked at any point.

It goes on after a fault so that one fault gives one message: it passes over what is missing, reads a misspelt element
as the one that was meant, judges a misplaced element by its own definition and leaves the state as it was, and is
silent within what nobody knows. It is the slow twin of `fast`: both must always agree on whether a document is valid.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from teikit.diagnostics import Position
from teikit.document.names import namespace_of
from teikit.relaxng.automaton import Start, State
from teikit.relaxng.automaton.strings import SPACE
from teikit.relaxng.validator import expectations
from teikit.relaxng.validator.advice import Advice
from teikit.relaxng.validator.attributes import judge
from teikit.relaxng.validator.open_element import Child, Frame
from teikit.relaxng.validator.recovery import Placing, place
from teikit.relaxng.validator.values import reason
from teikit.relaxng.validator.violation import Fault, Remark, echoed, quoted, shown

# A place, or what tells it: most events are never told of, and places cost time to find.
Place = Position | Callable[[], Position | None] | None


class Tag(NamedTuple):
    """A start tag: its name, its number among siblings of that name, its place; whether it may mean another name."""

    name: str
    number: int
    at: Position | None
    doubtful: bool = False


class Matcher:
    """Validates one document, event by event.

    Names are keys: the namespace's URI, a space and the local name; the local name alone where there is no namespace.
    Places are optional: without them faults have none. `frames` are the open elements, the document itself first.
    `namespaces` maps the prefixes in scope to URIs; set it before a start tag if the schema has datatypes such as
    QName.
    """

    def __init__(self, advice: Advice, *, ids: bool = True) -> None:
        self._advice = advice
        automaton = advice.automaton
        self._ids = ids
        self.frames = [Frame("", 1, None, None, automaton.initial)]
        self.frames[0].silent = False
        self.frames[0].plain = True
        self._identifiers: dict[str, Tag] = {}
        self._references: dict[str, tuple[Position | None, str, str]] = {}
        self.namespaces: Mapping[str, str] | None = None

    def copy(self) -> "Matcher":
        """Return a matcher that goes on from here on its own; costs as much as elements are open."""
        made = Matcher(self._advice, ids=self._ids)
        made.frames = [each.copy() for each in self.frames]
        made._identifiers = dict(self._identifiers)
        made._references = dict(self._references)
        made.namespaces = self.namespaces
        return made

    @property
    def open_element(self) -> tuple[str, Position | None]:
        """The name of the element that is open last, "" if there is none, and where it starts."""
        return self.frames[-1].name, self.frames[-1].at

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self.frames) - 1

    def possible_elements(self) -> list[str]:
        """Return the names of the elements that may start here, those that must come first."""
        return list(self._advice.names(self.frames[-1].state))

    def possible_attributes(self, element: str) -> list[str]:
        """Return the names of the attributes that an element may bear which may start here, the required first."""
        start = self.frames[-1].state.starts[element]
        if start is None:
            return []
        opening = start.opening
        required, possible = expectations.required_attributes(opening), expectations.possible_attributes(opening)
        return list(dict.fromkeys((*required, *possible)))

    def allows_text(self) -> bool:
        """Tell whether text may stand here."""
        state = self.frames[-1].state
        return state.typed or state.text is not None

    def allows_end(self) -> bool:
        """Tell whether the element that is open last may end here."""
        frame = self.frames[-1]
        return bool(frame.state.accepts(frame.text, self.namespaces))

    @property
    def state(self) -> State:
        """What may follow in the element that is open last."""
        return self.frames[-1].state

    def enter(self, name: str, attributes: list[str], at: Position | None) -> bool:
        """Go on behind a start tag that is remembered to be right; False if it must be asked with `open`."""
        frame = self.frames[-1]
        start = frame.state.starts[name]
        if start is None or not frame.plain or frame.text:
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
        self.frames.append(Frame(name, child.number, at, start, state))
        return True

    def leave(self) -> bool:
        """Go on behind an end tag that is right without a look at text; False if it must be asked with `end_tag`."""
        frame = self.frames[-1]
        accepting = frame.state.accepting
        if accepting <= 0 or frame.start is None:
            return False
        behind = frame.start.returns[accepting]
        if behind is None:
            return False
        self.frames.pop()
        parent = self.frames[-1]
        parent.text_told = False
        parent.state = behind
        return True

    def start_tag(
        self, name: str, attributes: Mapping[str, str] | None = None, at: Position | None = None
    ) -> list[Fault]:
        """Go on behind a start tag; return what is wrong with the element's place, then with its attributes."""
        return self.open(name, [part for pair in (attributes or {}).items() for part in pair], at)

    def open(self, name: str, attributes: list[str], at: Position | None) -> list[Fault]:
        """Do as `start_tag`, the attributes given as names and values in turn."""
        frame = self.frames[-1]
        faults: list[Fault] = self._leave_text(frame, name) if frame.text else []
        index = frame.count(name, at)
        if frame.silent:
            return faults + self._pass_over(name, index, at)
        aliases = frame.aliases
        called = frame.meant(name) if aliases else name
        start = frame.state.starts[called]
        placing = None
        if start is None and frame.guessed:
            return self._pass_over(name, index, at)
        if start is None:
            placing = place(self._advice, self.frames, called)
            start = placing.start
            faults += self._misplaced(frame, placing, name, index, at)
            if placing.alias is not None:
                aliases = {**aliases, namespace_of(name): placing.alias}
        state = start.memo.get(tuple(attributes)) if start is not None else None
        if state is None and start is not None:
            tag = Tag(name, index, at, doubtful=placing is not None and placing.alias is None)
            state = self._children(start, attributes, tag, faults)
        inner = Frame(name, index, at, start if state is not None else None, state or frame.state)
        inner.aliases = aliases
        if placing is not None:
            inner.doubtful = inner.tolerant = placing.alias is None and not placing.skipped
            inner.guessed = placing.guessed
        inner.plain = not (inner.silent or inner.guessed or aliases)
        self.frames.append(inner)
        return faults

    def _pass_over(self, name: str, index: int, at: Position | None) -> list[Fault]:
        """Go into an element that is not judged."""
        self.frames.append(Frame(name, index, at, None, self.frames[-1].state))
        return []

    def _misplaced(self, frame: Frame, placing: Placing, name: str, index: int, at: Position | None) -> list[Fault]:
        frame.skipped = frame.skipped.union(placing.skipped)
        frame.tolerant = frame.tolerant or placing.instead
        if placing.message is None:
            return []
        path = self._path(name, index)
        return [Fault(placing.rule, placing.message, at, path, None, placing.expected, placing.remarks)]

    def _children(self, start: Start, attributes: list[str], tag: "Tag", faults: list[Fault]) -> State | None:
        """Return the state of an element's children, its attributes judged."""
        state = start.opening.children(attributes, self.namespaces)
        identified = self._ids and not start.identifiers.keys().isdisjoint(attributes[::2])
        if state is None:
            pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
            accusations, state = judge(start.opening, tag.name, pairs, self.namespaces)
            path = self._path(tag.name, tag.number)
            if tag.doubtful:
                accusations = [each for each in accusations if each.rule == "rng/attribute-value"]
            faults += (
                Fault(each.rule, each.message, tag.at, path, each.attribute, each.expected) for each in accusations
            )
        elif not identified and not self._advice.automaton.table.contextual:
            start.opening.remember(tuple(attributes), state)
        if identified:
            faults += self._identify(start, attributes, tag)
        return state

    def _identify(self, start: Start, attributes: list[str], tag: "Tag") -> list[Fault]:
        faults = []
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            kind = start.identifiers.get(name)
            if kind == "ID":
                identifier = value.strip(SPACE)
                first = self._identifiers.setdefault(identifier, tag)
                if first is not tag:
                    message = f"the {kind} {echoed(identifier)} is used twice"
                    remark = Remark(f"first used here, on '{shown(first.name)}'", first.at)
                    path = self._path(tag.name, tag.number)
                    faults.append(Fault("rng/id-duplicate", message, tag.at, path, name, (), (remark,)))
            elif kind:
                for each in value.split():
                    self._references.setdefault(each, (tag.at, self._path(tag.name, tag.number), name))
        return faults

    def text(self, data: str, at: Place = None) -> list[Fault]:
        """Go on behind text, or a part of it; return what is wrong, once for all text up to the next tag."""
        frame = self.frames[-1]
        state = frame.state
        if state.mixed or frame.silent:
            return []
        if state.typed:
            if frame.text_at is None and data.strip(SPACE):
                frame.text_at = _settled(at)
            frame.text += data
            return []
        if frame.text_told or frame.doubtful or not data.strip(SPACE):
            return []
        if state.text is not None:
            frame.state = state.text
            return []
        # The text may be what a missing element was meant to hold.
        frame.text_told = frame.tolerant = True
        wanted = self._advice.names(state)
        message = f"text is not allowed in '{shown(frame.name)}'"
        if wanted:
            message += f", expected {quoted(wanted)}"
        names = self._advice.shown_names(state)
        return [Fault("rng/text-not-allowed", message, _settled(at), self._path(), None, names)]

    def _leave_text(self, frame: Frame, name: str) -> list[Fault]:
        """Go on behind text that turns out to be followed by an element, where data might have stood."""
        text, frame.text = frame.text, ""
        if not text.strip(SPACE):
            return []
        behind = frame.state.behind_text()
        if behind is not None:
            frame.state = behind
            return []
        message = f"text is not allowed beside '{shown(name)}' in '{shown(frame.name)}'"
        return [Fault("rng/text-not-allowed", message, frame.text_at, self._path())]

    def end_tag(self, at: Place = None) -> list[Fault]:
        """Go on behind an end tag; return what the element lacks."""
        frame = self.frames[-1]
        if frame.start is None:
            self.frames.pop()
            self.frames[-1].text_told = False
            return []
        accepting = frame.state.accepting
        if accepting < 0:
            accepting = frame.state.accepts(frame.text, self.namespaces)
        faults = [] if accepting or self._told(frame) else [self._incomplete(frame, _settled(at))]
        self.frames.pop()
        parent = self.frames[-1]
        parent.text_told = False
        returns = frame.start.returns
        behind = (returns[accepting] if accepting else None) or returns.forgiving()
        assert behind is not None, "forgiving leaves at least one way"  # noqa: S101 - a law of Returns
        parent.state = behind
        return faults

    def _told(self, frame: Frame) -> bool:
        """Tell whether what an element lacks was told of, or explained by another fault."""
        required = self._advice.required(frame.state)
        return frame.tolerant or bool(required and frame.skipped.issuperset(required))

    def _incomplete(self, frame: Frame, at: Position | None) -> Fault:
        if frame.state.typed and (frame.text.strip(SPACE) or not expectations.possible_elements(frame.state)):
            why = reason(self._advice.automaton.patterns, frame.state.patterns, frame.text, self.namespaces)
            message = f"content {echoed(frame.text.strip(SPACE))} of '{shown(frame.name)}' is wrong: {why.words}"
            return Fault("rng/element-value", message, frame.text_at or frame.at, self._path(), None, why.expected)
        required = self._advice.required(frame.state)
        possible = self._advice.names(frame.state)
        if required:
            verb = "is" if len(required) == 1 else "are"
            message = f"{quoted(required, last='and')} {verb} missing in '{shown(frame.name)}'"
        else:
            completing = self._advice.completing(frame.state)
            wanted = quoted(completing or possible or expectations.takes_any_element(frame.state))
            message = f"'{shown(frame.name)}' is incomplete, expected {wanted or 'more'}"
        remarks = (Remark(f"'{shown(frame.name)}' starts here", frame.at),) if frame.at and at != frame.at else ()
        names = self._advice.shown_names(frame.state)
        return Fault("rng/element-missing", message, at, self._path(), None, names, remarks)

    def end(self) -> list[Fault]:
        """End the document; return the references to identifiers that it does not have."""
        return [
            Fault("rng/idref-unresolved", f"there is no ID {echoed(reference)}", at, path, name)
            for reference, (at, path, name) in self._references.items()
            if reference not in self._identifiers
        ]

    def _path(self, name: str = "", index: int = 0) -> str:
        """Return the path of the last open element, or of a child of it."""
        steps = [
            shown(each.name) if depth == 0 else f"{shown(each.name)}[{each.index}]"
            for depth, each in enumerate(self.frames[1:])
        ]
        if name:
            steps.append(f"{shown(name)}[{index}]" if steps else shown(name))
        return "/" + "/".join(steps)


def _settled(at: Place) -> Position | None:
    return at() if callable(at) else at
