"""Items to outcomes one by one, in this process; the slow twin of every other executor."""

from collections.abc import Callable, Generator, Iterable

from teikit.executors.protocols import Outcome, Work
from teikit.inputs.item import Item

OUT_OF_MEMORY = "memory ran out"


class Serial:
    """Does the work in this process."""

    def run(self, work: Work[Outcome], items: Iterable[Item]) -> Generator[Outcome, None, None]:
        """Yield the outcome of each item, in the order of the items."""
        do = work.open()
        for item in items:
            yield done(work, do, item)


def done(work: Work[Outcome], do: Callable[[Item], Outcome], item: Item) -> Outcome:
    """Return the outcome of an item; one that memory does not suffice for is lost."""
    try:
        return do(item)
    except MemoryError:
        return work.lost(item, OUT_OF_MEMORY)
