"""An open element of a document: its state, its children so far, and how faults in it are treated."""

from collections.abc import Mapping

from teikit.diagnostics import Position
from teikit.document.names import expanded_name, local_of, namespace_of
from teikit.relaxng.automaton import StartTagTransition, State


class Child:
    """The children of one name: how many there are, and the position of the first and the state before it."""

    __slots__ = ("at", "number", "state_before")

    def __init__(self, number: int, at: Position | None, before: State) -> None:
        self.number, self.at, self.state_before = number, at, before


class OpenElement:
    """An open element.

    `state` is what may follow in it, `initial` what might have come first; `transition` led into it. `children` counts
    the children by name. `aliases` maps namespaces to the intended ones. An element is

    - `silent` inside something that is reported already: nothing in it is validated;
    - `tolerant` if a child or text may replace what it lacks;
    - `doubtful` if it is read as an element that it may not be: its own content is not validated;
    - `guessed` if even its name is another one: children that do not fit are skipped;
    - `plain` if nothing of the kind can change how a child is read.
    """

    __slots__ = (
        "aliases", "at", "children", "has_reported_text", "index", "initial", "is_doubtful", "is_guessed", "is_plain",
        "is_silent", "is_tolerant", "name", "reported_late", "skipped", "state", "text_at", "text_parts", "transition",
    )  # fmt: skip

    def __init__(
        self, name: str, index: int, at: Position | None, start: StartTagTransition | None, state: State
    ) -> None:
        self.name, self.index, self.at, self.transition = name, index, at, start
        self.state = self.initial = state
        self.children: dict[str, Child] = {}
        # In pieces: a long text comes in many, and to lengthen a string with each would take the square of the time.
        self.text_parts: list[str] = _NO_TEXT
        self.text_at: Position | None = None
        self.is_silent = start is None
        self.is_plain = start is not None
        self.has_reported_text = self.is_tolerant = self.is_doubtful = self.is_guessed = False
        # Few elements ever need these: each gets its own when it is first written to.
        self.aliases = _NO_ALIASES
        self.reported_late = _NONE_REPORTED_LATE
        self.skipped = _NONE_SKIPPED

    def count(self, name: str, at: Position | None) -> int:
        """Count one more child of a name; return its number."""
        child = self.children.get(name)
        if child is None:
            self.children[name] = Child(1, at, self.state)
            return 1
        child.number += 1
        return child.number

    def add_text(self, data: str) -> None:
        """Add text that may be data."""
        if self.text_parts is _NO_TEXT:
            self.text_parts = []
        self.text_parts.append(data)

    def take_text(self) -> str:
        """Return the text that may be data, which is then forgotten."""
        text, self.text_parts = self.text, _NO_TEXT
        return text

    @property
    def text(self) -> str:
        """The text that may be data."""
        if len(self.text_parts) > 1:
            self.text_parts = ["".join(self.text_parts)]
        return self.text_parts[0] if self.text_parts else ""

    def copy(self) -> "OpenElement":
        """Return an independent copy."""
        made = OpenElement.__new__(OpenElement)
        for slot in OpenElement.__slots__:
            setattr(made, slot, getattr(self, slot))
        made.text_parts = [*self.text_parts] if self.text_parts else _NO_TEXT
        made.children = {name: Child(each.number, each.at, each.state_before) for name, each in self.children.items()}
        return made

    def resolve_alias(self, name: str) -> str:
        """Return the intended name of a child."""
        namespace = namespace_of(name)
        return expanded_name(self.aliases[namespace], local_of(name)) if namespace in self.aliases else name


# Never changed: most elements share it.
_NO_TEXT: list[str] = []
_NO_ALIASES: Mapping[str, str] = {}
_NONE_REPORTED_LATE: Mapping[str, State] = {}
_NONE_SKIPPED: frozenset[str] = frozenset()
