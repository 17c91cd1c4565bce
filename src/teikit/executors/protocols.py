"""What is done with each file of a run, and who does it: the two protocols that executors and verbs meet at."""

from collections.abc import Callable, Generator, Iterable
from typing import Protocol, TypeVar

from teikit.inputs.item import Item

ResultT = TypeVar("ResultT")
ResultT_co = TypeVar("ResultT_co", covariant=True)


class Operation(Protocol[ResultT_co]):
    """What is done with each file. It travels once to each worker, so that it and what it returns can be pickled.

    Whoever does work names it as a base, and needs no `put_away` where nothing ever waits.
    """

    def prepare(self) -> Callable[[Item], ResultT_co]:
        """Make ready, once in each worker; return what takes a file to its outcome, which faults of files are too."""

    def flush(self) -> None:
        """Write what waits to be written; a worker does so before it tells of outcomes, since it may end then."""
        return

    def failure_result(self, item: Item, reason: str) -> ResultT_co:
        """Return the outcome for a file whose worker died of it, twice."""


class Executor(Protocol):
    """Who does the work."""

    def run(self, work: Operation[ResultT], items: Iterable[Item]) -> Generator[ResultT, None, None]:
        """Yield the outcome of each item, in the order of the items; neither items nor outcomes are gathered.

        Who wants no more of them closes the generator, which ends all that was begun.
        """
