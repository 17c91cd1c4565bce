"""The matcher: events of a document go in, what is wrong comes out, and what may come can be asked at any point.

It goes on after a fault so that one fault gives one message: it passes over what is missing, reads a misspelt element
as the one that was meant, judges a misplaced element by its own definition and leaves the state as it was, and is
silent within what nobody knows. It is the slow twin of `fast`: both must always agree on whether a document is valid.
"""

from collections.abc import Mapping, Sequence

from teikit.diagnostics import Position
from teikit.relaxng.automaton import Automaton, Start, State
from teikit.relaxng.automaton.strings import SPACE
from teikit.relaxng.grammar.name_classes import namespace_of
from teikit.relaxng.verdict import expected
from teikit.relaxng.verdict.attributes import judge
from teikit.relaxng.verdict.fault import Fault, Remark, echoed, quoted, shown
from teikit.relaxng.verdict.frame import Frame
from teikit.relaxng.verdict.placing import Placing, place
from teikit.relaxng.verdict.values import reason


class Matcher:
    """Validates one document, event by event.

    Names are keys: the namespace's URI, a space and the local name; the local name alone where there is no namespace.
    Places are optional: without them faults have none. `namespaces` maps the prefixes in scope to URIs; set it before
    a start tag if the schema has datatypes such as QName.
    """

    def __init__(self, automaton: Automaton, *, ids: bool = True) -> None:
        self._automaton = automaton
        self._ids = ids
        self._frames = [Frame("", 1, None, None, automaton.initial)]
        self._frames[0].silent = False
        self._identifiers: dict[str, tuple[Position | None, str]] = {}
        self._references: dict[str, tuple[Position | None, str, str]] = {}
        self.namespaces: Mapping[str, str] | None = None

    def copy(self) -> "Matcher":
        """Return a matcher that goes on from here on its own; costs as much as elements are open."""
        made = Matcher(self._automaton, ids=self._ids)
        made._frames = [each.copy() for each in self._frames]
        made._identifiers = dict(self._identifiers)
        made._references = dict(self._references)
        made.namespaces = self.namespaces
        return made

    @property
    def open_element(self) -> tuple[str, Position | None]:
        """The name of the element that is open last, "" if there is none, and where it starts."""
        return self._frames[-1].name, self._frames[-1].at

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._frames) - 1

    def possible_elements(self) -> list[str]:
        """Return the names of the elements that may start here, those that must come first."""
        state = self._frames[-1].state
        return list(dict.fromkeys((*expected.required_elements(state), *expected.possible_elements(state))))

    def possible_attributes(self, element: str) -> list[str]:
        """Return the names of the attributes that an element may bear which may start here, the required first."""
        start = self._frames[-1].state.starts[element]
        if start is None:
            return []
        opening = start.opening
        return list(dict.fromkeys((*expected.required_attributes(opening), *expected.possible_attributes(opening))))

    def allows_text(self) -> bool:
        """Tell whether text may stand here."""
        state = self._frames[-1].state
        return state.typed or state.text is not None

    def allows_end(self) -> bool:
        """Tell whether the element that is open last may end here."""
        frame = self._frames[-1]
        return bool(frame.state.accepts(frame.text, self.namespaces))

    def start_tag(
        self, name: str, attributes: Sequence[tuple[str, str]] = (), at: Position | None = None
    ) -> list[Fault]:
        """Go on behind a start tag; return what is wrong with the element's place, then with its attributes."""
        frame = self._frames[-1]
        faults: list[Fault] = []
        if frame.text:
            faults += self._leave_text(frame, name)
        index = frame.counted(name, at)
        if frame.silent:
            self._frames.append(Frame(name, index, at, None, frame.state))
            return faults
        called = frame.meant(name)
        start = frame.state.starts[called]
        aliases = frame.aliases
        if start is None:
            placing = place(self._automaton, self._frames, called)
            start = placing.start
            faults += self._misplaced(frame, placing, name, index, at)
            if placing.alias is not None:
                aliases = {**aliases, namespace_of(name): placing.alias}
        inner = self._enter(start, frame, attributes, name, index, at, faults)
        inner.aliases = aliases
        self._frames.append(inner)
        return faults

    def _misplaced(self, frame: Frame, placing: Placing, name: str, index: int, at: Position | None) -> list[Fault]:
        frame.skipped.update(placing.skipped)
        frame.tolerant = frame.tolerant or placing.instead
        if placing.message is None:
            return []
        path = self._path(name, index)
        return [Fault(placing.rule, placing.message, at, path, None, placing.expected, placing.remarks)]

    def _enter(  # noqa: PLR0913, PLR0917  all that there is to know of a start tag
        self,
        start: Start | None,
        frame: Frame,
        attributes: Sequence[tuple[str, str]],
        name: str,
        index: int,
        at: Position | None,
        faults: list[Fault],
    ) -> Frame:
        """Return the frame of a new element, its attributes judged."""
        if start is None:
            return Frame(name, index, at, None, frame.state)
        flat = [part for pair in attributes for part in pair]
        state: State | None = start.memo.get(tuple(flat))
        if state is None:
            state = start.opening.children(flat, self.namespaces)
            if state is None:
                accusations, state = judge(start.opening, name, attributes, self.namespaces)
                path = self._path(name, index)
                faults += (
                    Fault(each.rule, each.message, at, path, each.attribute, each.expected) for each in accusations
                )
            if self._ids and start.identifiers and not start.identifiers.keys().isdisjoint(flat[::2]):
                faults += self._identify(start, attributes, at, self._path(name, index))
        return Frame(name, index, at, start if state is not None else None, state or frame.state)

    def _identify(
        self, start: Start, attributes: Sequence[tuple[str, str]], at: Position | None, path: str
    ) -> list[Fault]:
        faults = []
        for name, value in attributes:
            kind = start.identifiers.get(name)
            if kind == "ID":
                identifier = value.strip(SPACE)
                first = self._identifiers.get(identifier)
                if first is None:
                    self._identifiers[identifier] = (at, path)
                else:
                    message = f"the {kind} {echoed(identifier)} is used twice"
                    remark = Remark(f"first used here, on '{first[1].rpartition('/')[2]}'", first[0])
                    faults.append(Fault("rng/id-duplicate", message, at, path, name, (), (remark,)))
            elif kind:
                for each in value.split():
                    self._references.setdefault(each, (at, path, name))
        return faults

    def text(self, data: str, at: Position | None = None) -> list[Fault]:
        """Go on behind text, or a part of it; return what is wrong, once for all text up to the next tag."""
        frame = self._frames[-1]
        state = frame.state
        if state.mixed or frame.silent:
            return []
        if state.typed:
            if frame.text_at is None and data.strip(SPACE):
                frame.text_at = at
            frame.text += data
            return []
        if not data.strip(SPACE) or frame.text_told:
            return []
        if state.text is not None:
            frame.state = state.text
            return []
        # The text may be what a missing element was meant to hold.
        frame.text_told = frame.tolerant = True
        wanted = expected.possible_elements(state)
        message = f"text is not allowed in '{shown(frame.name)}'"
        if wanted:
            message += f", expected {quoted(list(wanted))}"
        names = tuple(shown(each) for each in wanted)
        return [Fault("rng/text-not-allowed", message, at, self._path(), None, names)]

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

    def end_tag(self, at: Position | None = None) -> list[Fault]:
        """Go on behind an end tag; return what the element lacks."""
        frame = self._frames[-1]
        if frame.silent or frame.start is None:
            self._frames.pop()
            self._frames[-1].text_told = False
            return []
        accepting = frame.state.accepts(frame.text, self.namespaces)
        faults = [] if accepting or self._told(frame) else [self._incomplete(frame, at)]
        self._frames.pop()
        parent = self._frames[-1]
        parent.text_told = False
        returns = frame.start.returns
        behind = (returns[accepting] if accepting else None) or returns.forgiving()
        assert behind is not None, "forgiving leaves at least one way"  # noqa: S101 - a law of Returns
        parent.state = behind
        return faults

    def _told(self, frame: Frame) -> bool:
        """Tell whether what an element lacks was told of, or explained by another fault."""
        required = expected.required_elements(frame.state)
        return frame.tolerant or bool(required and frame.skipped.issuperset(required))

    def _incomplete(self, frame: Frame, at: Position | None) -> Fault:
        if frame.state.typed and (frame.text.strip(SPACE) or not expected.possible_elements(frame.state)):
            why = reason(self._automaton.patterns, frame.state.patterns, frame.text, self.namespaces)
            message = f"content {echoed(frame.text.strip(SPACE))} of '{shown(frame.name)}' is wrong: {why.words}"
            return Fault("rng/element-value", message, frame.text_at or frame.at, self._path(), None, why.expected)
        required = expected.required_elements(frame.state)
        possible = list(dict.fromkeys((*required, *expected.possible_elements(frame.state))))
        if required:
            verb = "is" if len(required) == 1 else "are"
            message = f"{quoted(required, last='and')} {verb} missing in '{shown(frame.name)}'"
        else:
            wanted = quoted(possible or expected.takes_any_element(frame.state))
            message = f"'{shown(frame.name)}' is incomplete, expected {wanted or 'more'}"
        remarks = (Remark(f"'{shown(frame.name)}' starts here", frame.at),) if frame.at and at != frame.at else ()
        names = tuple(shown(each) for each in possible)
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
            for depth, each in enumerate(self._frames[1:])
        ]
        if name:
            steps.append(f"{shown(name)}[{index}]" if steps else shown(name))
        return "/" + "/".join(steps)
