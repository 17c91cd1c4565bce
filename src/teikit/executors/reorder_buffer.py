"""Outcomes as they come to outcomes in the order of their items: where they wait until they are due."""

from collections.abc import Iterator
from typing import Generic, cast

from teikit.executors.pickling import WorkerResult, loads
from teikit.executors.protocols import Operation, ResultT
from teikit.executors.work_queue import WorkQueue
from teikit.inputs.item import Item

# So many outcomes are passed on before workers are looked after again.
_MAX_POPPED = 64


class ReorderBuffer(Generic[ResultT]):
    """Keeps what workers have sent until all before it was passed on; `waiting` is its size in bytes."""

    def __init__(self, work: Operation[ResultT], agenda: WorkQueue) -> None:
        self._work, self._pending_items = work, agenda.pending_items
        self._received: dict[int, WorkerResult] = {}
        # Why, of those that are lost.
        self._lost_reasons: dict[int, str] = {}
        self.buffered_bytes = 0

    @property
    def is_ready(self) -> bool:
        """Whether the outcome that is due is here."""
        return bool(self._pending_items) and (
            self._pending_items[0].number in self._received or self._pending_items[0].number in self._lost_reasons
        )

    def put(self, sent: WorkerResult) -> None:
        """Take in what a worker has of an item."""
        self._received[sent.number] = sent
        self.buffered_bytes += len(sent.content)

    def mark_lost(self, item: Item, reason: str) -> None:
        """Take note that an item is lost."""
        self._lost_reasons[item.number] = reason

    def pop_ready(self) -> Iterator[ResultT]:
        """Yield some of the outcomes that are due, and raise the error that is."""
        for _ in range(_MAX_POPPED):
            if not self.is_ready:
                return
            yield self._pop_next()

    def _pop_next(self) -> ResultT:
        item = self._pending_items.popleft()
        if item.number in self._lost_reasons:
            return self._work.failure_result(item, self._lost_reasons.pop(item.number))
        sent = self._received.pop(item.number)
        self.buffered_bytes -= len(sent.content)
        if sent.has_failed:
            raise loads(sent.content)
        return cast("ResultT", loads(sent.content))
