"""The way back and forth through the decisions about a letter in a session; what is decided is in the file alone."""

from dataclasses import dataclass, field

from teikit.decisions.model import Decision
from teikit.errors import TeikitError
from teikit.shallow_repr import shallow_repr

_LONGEST = 200
_Decided = tuple[Decision, ...]


class NothingToUndoError(TeikitError):
    """There is nothing to undo, or nothing to do again."""


@dataclass(slots=True)
class History:
    """Decisions as they were before, and those that were undone, the last ones at the end.

    Where the session did not make the last decision, as after a restart, that is what is undone. `known` are the
    decisions after the last change; where those in the file are others, there is no way back to what was before.
    """

    before: list[_Decided] = field(default_factory=list)
    undone: list[_Decided] = field(default_factory=list)
    known: _Decided | None = None

    __repr__ = shallow_repr

    def see(self, decided: _Decided) -> None:
        """Take note of the decisions that are in the file now."""
        if self.known is not None and self.known != decided:
            self.before.clear()
            self.undone.clear()
        self.known = decided

    def change(self, former: _Decided, decided: _Decided) -> None:
        """Record a change."""
        self.before = [*self.before, former][-_LONGEST:]
        self.undone.clear()
        self.known = decided

    def undo(self, decided: _Decided) -> _Decided:
        """Return the decisions before the last change; raise NothingToUndoError if there is none."""
        if not self.can_undo(decided):
            raise NothingToUndoError("there is nothing to undo")
        return self.before[-1] if self.before else decided[:-1]

    def redo(self) -> _Decided:
        """Return the decisions that were undone last; raise NothingToUndoError if there are none."""
        if not self.undone:
            raise NothingToUndoError("there is nothing to do again")
        return self.undone[-1]

    def can_undo(self, decided: _Decided) -> bool:
        """Return whether there is something to undo."""
        return bool(self.before or decided)

    def mark_undone(self, former: _Decided, decided: _Decided) -> None:
        """Record that a change was undone."""
        if self.before:
            self.before.pop()
        self.undone.append(former)
        self.known = decided

    def mark_redone(self, former: _Decided, decided: _Decided) -> None:
        """Record that a change was done again."""
        self.undone.pop()
        self.before.append(former)
        self.known = decided
