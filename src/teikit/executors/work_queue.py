"""Work queue: batches items for workers, requeues unfinished ones, and keeps the order of results."""

from collections import deque
from collections.abc import Iterable, Sequence

from teikit.inputs.item import Item

MAX_BATCH_FILES = 64
MAX_BATCH_BYTES = 1 << 20
# A batch must fit into the smallest buffer of a pipe (8 KiB), together with the other fields of its items: if parent
# and worker both waited to send, they would wait forever.
_MAX_NAME_BYTES = 3_000
# The overhead of a file, in bytes.
_FILE_OVERHEAD = 2_048


class WorkQueue:
    """The items of a run that are not done. It never takes more than `ahead` items beyond the next result.

    Near the end of the items batches become smaller, so that no worker has a large one while others have none.
    """

    def __init__(self, items: Iterable[Item], jobs: int, ahead: int) -> None:
        self._items, self._jobs, self._ahead = iter(items), jobs, max(ahead, 1)
        self._new: deque[Item] = deque()
        self._requeued: deque[Item] = deque()
        self._requeued_alone: deque[Item] = deque()
        self._is_exhausted = False
        # All items that were taken from the iterator and whose result is not yet passed on.
        self.pending_items: deque[Item] = deque()

    def next_batch(self, *, more: bool, times: int = 1) -> tuple[Sequence[Item], bool]:
        """Return the next batch, empty if there is none, and whether it is to be its worker's last for now.

        Requeued items come first; new ones come only if `more` is true. The batch may be `times` as large as usual.
        """
        if self._requeued_alone:
            return [self._requeued_alone.popleft()], True
        if self._requeued:
            return _take_batch(self._requeued, MAX_BATCH_FILES, MAX_BATCH_BYTES), False
        if more:
            self._fill(times)
        files, size = self._batch_limits(times)
        made = _take_batch(self._new, files, size, times * _MAX_NAME_BYTES) if more else []
        return made, sum(each.size for each in made) > times * MAX_BATCH_BYTES

    def requeue(self, items: Iterable[Item]) -> None:
        """Take back items that were not done."""
        self._requeued.extend(items)

    def requeue_alone(self, item: Item) -> None:
        """Take back an item that is to be a batch of its own."""
        self._requeued_alone.append(item)

    def has_ended(self) -> bool:
        """Return whether the result of every item is passed on."""
        if not (self.pending_items or self._is_exhausted):
            self._fill()
        return not self.pending_items

    def _fill(self, times: int = 1) -> None:
        wanted = 2 * self._jobs * MAX_BATCH_FILES * times
        while not self._is_exhausted and len(self._new) < wanted and len(self.pending_items) < self._ahead:
            item = next(self._items, None)
            if item is None:
                self._is_exhausted = True
                return
            self._new.append(item)
            self.pending_items.append(item)

    def _batch_limits(self, times: int) -> tuple[int, int]:
        """Return how many files and bytes a batch may have now."""
        files, size = times * MAX_BATCH_FILES, times * MAX_BATCH_BYTES
        if not self._is_exhausted:
            return files, size
        parts = 2 * self._jobs
        return min(files, -(-len(self._new) // parts)), min(size, sum(map(_cost, self._new)) // parts)


def _cost(item: Item) -> int:
    return item.size + _FILE_OVERHEAD


def _take_batch(waiting: deque[Item], files: int, size: int, most_named: int = _MAX_NAME_BYTES) -> list[Item]:
    """Take items from the front: as many as fit, but at least one."""
    made: list[Item] = []
    named = 0
    while waiting:
        item = waiting.popleft()
        size -= _cost(item)
        named += len((item.name + item.fault).encode("utf-8", "surrogatepass"))
        if made and (len(made) >= files or size < 0 or named > most_named):
            waiting.appendleft(item)
            break
        made.append(item)
    return made
