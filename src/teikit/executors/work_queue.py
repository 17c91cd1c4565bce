"""Items to chunks: what is still to be done, in which portions, and in which order the outcomes are due."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from teikit.inputs.item import Item

MOST_FILES = 64
MOST_BYTES = 1 << 20
# A chunk must fit into the smallest buffer that pipes have (8 KiB), beside what else is told of its items: a parent
# that waits to send, to a worker that waits to send, would wait for ever.
_MOST_NAMED = 3_000
# What a file costs beside its bytes, in bytes.
_EACH = 2_048


class Agenda:
    """What is to be done. It never holds more than `ahead` items beyond the one that is due.

    Near the end of the items chunks become smaller, so that nobody is left with a large one while others have none.
    """

    def __init__(self, items: Iterable[Item], jobs: int, ahead: int) -> None:
        self._items, self._jobs, self._ahead = iter(items), jobs, max(ahead, 1)
        self._new: deque[Item] = deque()
        self._again: deque[Item] = deque()
        self._alone: deque[Item] = deque()
        self._is_over = False
        # All items that were taken from the iterator and whose outcome was not yet passed on.
        self.due: deque[Item] = deque()

    def chunk(self, *, more: bool, times: int = 1) -> tuple[Sequence[Item], bool]:
        """Return what is to be done next, nothing where there is nothing, and whether nothing may wait behind it.

        What was given back goes first; what is new comes only where `more` is wanted. A chunk may be so many `times` as
        large as they are else.
        """
        if self._alone:
            return [self._alone.popleft()], True
        if self._again:
            return _cut(self._again, MOST_FILES, MOST_BYTES), False
        if more:
            self._fill(times)
        files, size = self._share(times)
        made = _cut(self._new, files, size, times * _MOST_NAMED) if more else []
        return made, sum(each.size for each in made) > times * MOST_BYTES

    def give_back(self, items: Iterable[Item]) -> None:
        """Take back what was not done."""
        self._again.extend(items)

    def set_apart(self, item: Item) -> None:
        """Take back an item that is to be done with no other beside it."""
        self._alone.append(item)

    def has_ended(self) -> bool:
        """Tell whether the outcome of every item was passed on."""
        if not (self.due or self._is_over):
            self._fill()
        return not self.due

    def _fill(self, times: int = 1) -> None:
        wanted = 2 * self._jobs * MOST_FILES * times
        while not self._is_over and len(self._new) < wanted and len(self.due) < self._ahead:
            item = next(self._items, None)
            if item is None:
                self._is_over = True
                return
            self._new.append(item)
            self.due.append(item)

    def _share(self, times: int) -> tuple[int, int]:
        """Return how many files and bytes a chunk may hold now."""
        files, size = times * MOST_FILES, times * MOST_BYTES
        if not self._is_over:
            return files, size
        parts = 2 * self._jobs
        return min(files, -(-len(self._new) // parts)), min(size, sum(map(_weight, self._new)) // parts)


def _weight(item: Item) -> int:
    return item.size + _EACH


def _cut(waiting: deque[Item], files: int, size: int, most_named: int = _MOST_NAMED) -> list[Item]:
    """Take items from the front, as many as fit but at least one."""
    made: list[Item] = []
    named = 0
    for item in _taken(waiting):
        size -= _weight(item)
        named += len((item.name + item.fault).encode("utf-8", "surrogatepass"))
        if made and (len(made) >= files or size < 0 or named > most_named):
            waiting.appendleft(item)
            break
        made.append(item)
    return made


def _taken(waiting: deque[Item]) -> Iterator[Item]:
    while waiting:
        yield waiting.popleft()
