"""The letters of a review as a list: worst doubt first, searched by name, correspondents and text, with progress."""

from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import NamedTuple

from teikit.shallow_repr import shallow_repr

# How much of a letter is searched, and of all letters together, in characters.
_MOST_OF_LETTER, _MOST_OF_ALL = 50_000, 100_000_000


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
    """A letter in the list; `summary` is None until it was read, `problems` are those of the TEI that was written."""

    name: str
    summary: Summary | None = None
    problems: int = 0
    is_opened: bool = False

    __repr__ = shallow_repr

    @property
    def state(self) -> State:
        """What is to be done with it."""
        if self.summary is None or not (self.summary.failure or self.summary.is_reviewed):
            return State.OPEN
        return State.FAILED if self.summary.failure else State.REVIEWED


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
        self.entries = [Entry(name) for name in names]
        self._lock = Lock()
        self._order: list[tuple[float, int]] = []
        self._ranks: dict[int, float] = {}
        self._searched = 0

    __repr__ = shallow_repr

    def put(self, number: int, summary: Summary, *, is_opened: bool = False) -> None:
        """Record what is known of a letter; with `is_opened` it is newer than what the first reading says."""
        with self._lock:
            entry = self.entries[number]
            if number not in self._ranks:
                self._ranks[number] = -2.0 if summary.failure else -summary.doubt
                insort(self._order, (self._ranks[number], number))
            if entry.is_opened and not is_opened:
                summary = summary._replace(**entry.summary._asdict()) if entry.summary else summary
            entry.is_opened |= is_opened
            entry.summary = summary._replace(searched=self._bound(entry, summary.searched))

    def set_problems(self, number: int, count: int) -> None:
        """Record how many problems the TEI of a letter has."""
        self.entries[number].problems = count

    def rank_anew(self) -> None:
        """Order the letters by their doubts as they are now, and forget what is known of them."""
        with self._lock:
            self._order, self._ranks = [], {}
            for entry in self.entries:
                entry.is_opened = False

    def find(self, query: str, state: str, offset: int, limit: int) -> Found:
        """Return a page of the letters that have all words of a query, in a state or in "all"."""
        words = query.casefold().split()
        with self._lock:
            found = [number for number in self._numbers() if self._matches(self.entries[number], words, state)]
        return Found(len(found), found[offset : offset + limit])

    def neighbours(self, number: int) -> tuple[int | None, int | None]:
        """Return the letters before and after one in the list."""
        with self._lock:
            order = list(self._numbers())
        at = order.index(number)
        return order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None

    def progress(self) -> Progress:
        """Return how far the review is."""
        with self._lock:
            reviewed = sum(entry.state is State.REVIEWED for entry in self.entries)
            return Progress(len(self.entries), reviewed, len(self._ranks))

    def _numbers(self) -> Iterator[int]:
        yield from (number for _, number in self._order)
        yield from (number for number in range(len(self.entries)) if number not in self._ranks)

    def _bound(self, entry: Entry, searched: str) -> str:
        """Return the text to search of a letter, less of it where all letters have too much."""
        self._searched -= len(entry.summary.searched) if entry.summary else 0
        kept = searched.casefold()[:_MOST_OF_LETTER]
        kept = kept[: max(0, _MOST_OF_ALL - self._searched)]
        self._searched += len(kept)
        return kept

    @staticmethod
    def _matches(entry: Entry, words: Sequence[str], state: str) -> bool:
        if state not in {"all", entry.state}:
            return False
        if not words:
            return True
        name, searched = entry.name.casefold(), entry.summary.searched if entry.summary else ""
        return all(word in searched or word in name for word in words)
