"""One open element of a document, and what is known of its children."""

from typing import NamedTuple

from teikit.diagnostics import Position
from teikit.relaxng.automaton import Start, State
from teikit.relaxng.grammar.name_classes import key, local_of, namespace_of


class First(NamedTuple):
    """The first child of a name: where it stands, and the state before it."""

    at: Position | None
    before: State


class Frame:
    """An open element.

    `state` is what may follow in it, `initial` what might have come first; `start` the transition that led into it.
    `children` counts the children by name, `firsts` keeps the first of each. A `silent` frame lies within something
    that was told of already: nothing in it is judged. A `tolerant` one had a child or text that may stand
    for what it lacks. `aliases` maps namespaces to the ones that were meant.
    """

    __slots__ = (
        "accused", "aliases", "at", "children", "firsts", "index", "initial", "name", "silent", "skipped", "start",
        "state", "text", "text_at", "text_told", "tolerant",
    )  # fmt: skip

    def __init__(self, name: str, index: int, at: Position | None, start: Start | None, state: State) -> None:
        self.name, self.index, self.at, self.start = name, index, at, start
        self.state = self.initial = state
        self.children: dict[str, int] = {}
        self.firsts: dict[str, First] = {}
        self.text = ""
        self.text_at: Position | None = None
        self.text_told = False
        self.silent = start is None
        self.tolerant = False
        self.aliases: dict[str, str] = {}
        self.accused: dict[str, State] = {}
        self.skipped: set[str] = set()

    def copy(self) -> "Frame":
        """Return a frame that goes its own way."""
        made = Frame.__new__(Frame)
        for slot in Frame.__slots__:
            value = getattr(self, slot)
            setattr(made, slot, value.copy() if isinstance(value, dict | set) else value)
        return made

    def counted(self, name: str, at: Position | None) -> int:
        """Count a child and return which of its name it is, from 1."""
        number = self.children.get(name, 0) + 1
        self.children[name] = number
        if number == 1:
            self.firsts[name] = First(at, self.state)
        return number

    def meant(self, name: str) -> str:
        """Return the name that a child was meant to bear."""
        namespace = namespace_of(name)
        return key(self.aliases[namespace], local_of(name)) if namespace in self.aliases else name
