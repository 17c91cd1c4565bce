"""Outcomes as they come to outcomes in the order of their items: where they wait until they are due."""

from collections.abc import Iterator
from typing import Generic, cast

from teikit.executors.pickling import Sent, unpacked
from teikit.executors.protocols import Outcome, Work
from teikit.executors.work_queue import Agenda
from teikit.inputs.item import Item

# So many outcomes are passed on before workers are looked after again.
_AT_ONCE = 64


class Shelf(Generic[Outcome]):
    """Keeps what workers have sent until all before it was passed on; `waiting` is its size in bytes."""

    def __init__(self, work: Work[Outcome], agenda: Agenda) -> None:
        self._work, self._due = work, agenda.due
        self._sent: dict[int, Sent] = {}
        # Why, of those that are lost.
        self._lost: dict[int, str] = {}
        self.waiting = 0

    @property
    def is_ready(self) -> bool:
        """Whether the outcome that is due is here."""
        return bool(self._due) and (self._due[0].number in self._sent or self._due[0].number in self._lost)

    def put(self, sent: Sent) -> None:
        """Take in what a worker has of an item."""
        self._sent[sent.number] = sent
        self.waiting += len(sent.content)

    def lose(self, item: Item, reason: str) -> None:
        """Take note that an item is lost."""
        self._lost[item.number] = reason

    def ready(self) -> Iterator[Outcome]:
        """Yield some of the outcomes that are due, and raise the error that is."""
        for _ in range(_AT_ONCE):
            if not self.is_ready:
                return
            yield self._next()

    def _next(self) -> Outcome:
        item = self._due.popleft()
        if item.number in self._lost:
            return self._work.lost(item, self._lost.pop(item.number))
        sent = self._sent.pop(item.number)
        self.waiting -= len(sent.content)
        if sent.has_failed:
            raise unpacked(sent.content)
        return cast("Outcome", unpacked(sent.content))
