"""Two protocols: an operation on each file of a run, and an executor that applies it."""

from collections.abc import Callable, Generator, Iterable
from typing import Protocol, TypeVar

from teikit.inputs.item import Item

ResultT = TypeVar("ResultT")
ResultT_co = TypeVar("ResultT_co", covariant=True)


class Operation(Protocol[ResultT_co]):
    """What is done with each file. It is sent once to each worker, so it and its results must be picklable.

    Subclass it. Override `flush` only if the operation buffers output.
    """

    def prepare(self) -> Callable[[Item], ResultT_co]:
        """Prepare, once per worker; return the function from a file to its result. Faults of a file are results too."""

    def flush(self) -> None:
        """Write buffered output; a worker does this before it sends results, since it may be ended after that."""
        return

    def failure_result(self, item: Item, reason: str) -> ResultT_co:
        """Return the result for a file that could not be processed, since its worker died twice or memory ran out."""


class Executor(Protocol):
    """Applies an operation to items."""

    def run(self, work: Operation[ResultT], items: Iterable[Item]) -> Generator[ResultT, None, None]:
        """Yield the result of each item, in the order of the items; neither items nor results are collected.

        Closing the generator stops all work that was begun.
        """
