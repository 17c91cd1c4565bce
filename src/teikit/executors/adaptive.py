"""An executor for runs of unknown size: it begins in this process and starts more processes only if that pays."""

import time
from collections.abc import Callable, Generator, Iterable
from itertools import chain

from teikit.executors.protocols import Operation, ResultT
from teikit.executors.serial import run_item
from teikit.inputs.item import Item


class AdaptiveExecutor:
    """Does the first items in this process and the rest in several, since starting processes takes time.

    For `seconds` it works alone; a single item it always does alone. An item larger than `largest` bytes goes to
    another process if more items follow: it might need more memory than there is, and this process must survive.
    `tick` is called several times a second while no result is ready.
    """

    def __init__(
        self, jobs: int, *, seconds: float = 0.1, largest: int = 1 << 20, tick: Callable[[], None] = lambda: None
    ) -> None:
        self._jobs, self._seconds, self._largest, self._tick = jobs, seconds, largest, tick

    def run(self, work: Operation[ResultT], items: Iterable[Item]) -> Generator[ResultT, None, None]:
        """Yield the result of each item, in the order of the items; errors are those of `ProcessExecutor.run`."""
        do, rest = work.prepare(), iter(items)
        item, until = next(rest, None), time.monotonic() + self._seconds
        while item is not None:
            following = next(rest, None)
            if following is not None and (item.size > self._largest or time.monotonic() >= until):
                # Small runs need not spend the time that this import takes.
                from teikit.executors.processes import ProcessExecutor  # noqa: PLC0415

                processes = ProcessExecutor(self._jobs, tick=self._tick)
                yield from processes.run(work, chain((item, following), rest), do)
                return
            yield run_item(work, do, item)
            item = following
