"""The letters of a review as a list: worst doubt first, searched by name, correspondents and text, with progress."""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import NamedTuple

from teikit.shallow_repr import shallow_repr

# How much of a letter is searched, and of all letters together, in characters.
MOST_SEARCHED, _MOST_OF_ALL = 50_000, 100_000_000
# What cannot be encoded comes first.
_RANK_OF_FAILED = -2.0
_ALL = "all"


class State(StrEnum):
    """Whether a letter is to be reviewed, is reviewed, or cannot be encoded."""

    OPEN = "open"
    REVIEWED = "reviewed"
    FAILED = "failed"


class Summary(NamedTuple):
    """What the list has of a letter.

    `doubt` is how uncertain the least certain of it is, from 0 to 1, `doubts` how many there are; `failure` is why it
    cannot be encoded, "" if it can. `searched` are its correspondents and its text.
    """

    doubt: float = 0.0
    doubts: int = 0
    is_reviewed: bool = False
    failure: str = ""
    searched: str = ""


@dataclass(slots=True)
class Entry:
    """A letter in the list; `summary` is None until it was read, `problems` are those of the TEI that was written.

    `searched` is what words are looked for in, in small letters.
    """

    name: str
    searched: str
    summary: Summary | None = None
    state: State = State.OPEN
    problems: int = 0
    is_opened: bool = False

    __repr__ = shallow_repr


class Found(NamedTuple):
    """Some letters of the list by their numbers: those of a page of it, and how many match in all."""

    matching: int
    numbers: Sequence[int]


class Progress(NamedTuple):
    """How many letters there are, are reviewed, and were read so far."""

    total: int
    reviewed: int
    read: int


class LetterList:
    """The list of letters; it may be used by several threads.

    A letter has the place that its doubt gave it when it was read first: the order does not change while somebody
    works. What was not read yet is at the end.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.entries = [Entry(name, name.casefold()) for name in names]
        self._lock = Lock()
        self._ranks: dict[int, float] = {}
        self._ranked: list[tuple[float, int]] = []
        # The numbers in their order, None where it is to be made anew.
        self._order: Sequence[int] | None = range(len(names))
        self._reviewed, self._searched = 0, 0

    __repr__ = shallow_repr

    def put(self, number: int, summary: Summary, *, is_opened: bool = False) -> None:
        """Record what is known of a letter; with `is_opened` it is newer than what the first reading says."""
        with self._lock:
            entry = self.entries[number]
            if number not in self._ranks:
                self._ranks[number] = _RANK_OF_FAILED if summary.failure else -summary.doubt
                insort(self._ranked, (self._ranks[number], number))
                self._order = None
            if is_opened or not entry.is_opened:
                self._update(entry, summary)
            entry.is_opened |= is_opened

    def set_problems(self, number: int, count: int) -> None:
        """Record how many problems the TEI of a letter has."""
        self.entries[number].problems = count

    def rank_anew(self) -> None:
        """Forget the order, so that letters that are read again have the places of their doubts now."""
        with self._lock:
            self._ranks, self._ranked, self._order = {}, [], range(len(self.entries))
            for entry in self.entries:
                entry.is_opened = False

    def find(self, query: str, state: str, offset: int, limit: int) -> Found:
        """Return a page of the letters that have all words of a query, in a state or in "all"."""
        words = query.casefold().split()
        with self._lock:
            found = self._numbers()
            if state != _ALL:
                found = [number for number in found if self.entries[number].state == state]
            for word in words:
                found = [number for number in found if word in self.entries[number].searched]
        return Found(len(found), found[offset : offset + limit])

    def neighbours(self, number: int) -> tuple[int | None, int | None]:
        """Return the letters before and after one in the list."""
        with self._lock:
            order = self._numbers()
        at = order.index(number)
        return order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None

    def reviewed(self) -> list[int]:
        """Return the numbers of the letters that are reviewed."""
        with self._lock:
            return [number for number, entry in enumerate(self.entries) if entry.state is State.REVIEWED]

    def progress(self) -> Progress:
        """Return how far the review is."""
        with self._lock:
            return Progress(len(self.entries), self._reviewed, len(self._ranks))

    def _numbers(self) -> Sequence[int]:
        if self._order is None:
            ranked = [number for _, number in self._ranked]
            self._order = [*ranked, *(number for number in range(len(self.entries)) if number not in self._ranks)]
        return self._order

    def _update(self, entry: Entry, summary: Summary) -> None:
        self._reviewed -= entry.state is State.REVIEWED
        entry.state = State.FAILED if summary.failure else State.REVIEWED if summary.is_reviewed else State.OPEN
        self._reviewed += entry.state is State.REVIEWED
        name = entry.name.casefold()
        self._searched -= len(entry.searched)
        most = min(MOST_SEARCHED, max(0, _MOST_OF_ALL - self._searched))
        entry.searched = f"{name}\n{summary.searched[:most].casefold()}"
        self._searched += len(entry.searched)
        # The text is kept once.
        entry.summary = summary._replace(searched="")
