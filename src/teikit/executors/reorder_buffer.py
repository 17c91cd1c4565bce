"""Reorder buffer: results in the order in which they arrive to results in the order of their items."""

from collections.abc import Iterator
from typing import Generic, cast

from teikit.executors.pickling import WorkerResult, open_result
from teikit.executors.protocols import Operation, ResultT
from teikit.executors.work_queue import WorkQueue
from teikit.inputs.item import Item

# How many results are passed on before workers get new items.
_MAX_POPPED = 64


class ReorderBuffer(Generic[ResultT]):
    """Keeps each result until all before it are passed on; `buffered_bytes` is the size of those kept."""

    def __init__(self, work: Operation[ResultT], queue: WorkQueue) -> None:
        self._work, self._pending_items = work, queue.pending_items
        self._received: dict[int, WorkerResult] = {}
        # By the number of a lost item, why it is lost.
        self._lost_reasons: dict[int, str] = {}
        self.buffered_bytes = 0

    @property
    def is_ready(self) -> bool:
        """Whether the next result is here."""
        number = self._pending_items[0].number if self._pending_items else None
        return number in self._received or number in self._lost_reasons

    def put(self, result: WorkerResult) -> None:
        """Add a worker's result for an item."""
        self._received[result.number] = result
        self.buffered_bytes += len(result.content)

    def mark_lost(self, item: Item, reason: str) -> None:
        """Record that an item is lost."""
        self._lost_reasons[item.number] = reason

    def pop_ready(self) -> Iterator[ResultT]:
        """Yield some of the next results; an error is raised in its turn."""
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
        return cast("ResultT", open_result(sent))
