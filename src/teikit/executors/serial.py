"""An executor that does one item after another in this process; the slow twin of every other executor."""

from collections.abc import Callable, Generator, Iterable

from teikit.executors.protocols import Operation, ResultT
from teikit.inputs.item import Item

OUT_OF_MEMORY = "memory ran out"


class SerialExecutor:
    """Does the work in this process."""

    def run(self, work: Operation[ResultT], items: Iterable[Item]) -> Generator[ResultT, None, None]:
        """Yield the result of each item, in the order of the items."""
        do = work.prepare()
        for item in items:
            yield run_item(work, do, item)


def run_item(work: Operation[ResultT], do: Callable[[Item], ResultT], item: Item) -> ResultT:
    """Return the result of an item, or a failure if memory runs out."""
    try:
        return do(item)
    except MemoryError:
        return work.failure_result(item, OUT_OF_MEMORY)
