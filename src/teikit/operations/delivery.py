"""Writes the results of a run to files, each whole or not at all; a run into a folder resumes where it stopped."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from teikit.errors import OutputError, TeikitError
from teikit.executors.protocols import Executor, Operation
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.operations.run import execute
from teikit.runs.output import RunOutput, open_output
from teikit.runs.targets import is_result_folder, make_folder_for, targets

_Name = str | os.PathLike[str]


class Deliverable(Protocol):
    """A result of which files are written."""

    @property
    def digest(self) -> str:
        """The digest of all that the result depends on, but for the identity of the run."""

    def files(self, target: Path) -> Mapping[Path, bytes]:
        """Return the files to write; none if the operation failed."""


DeliverableT = TypeVar("DeliverableT", bound=Deliverable)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the results of a run go: to the file or below the folder `path`; nowhere if it is None.

    Results have the names of their sources with another `suffix`. With `has_many_results` each source has several,
    whose names the operation chooses. `run_identity` are the settings that the results depend on: a run into a folder
    continues one that was stopped if these are the same. No result replaces a file of `inputs`, which the run reads
    beside its items.
    """

    path: Path | None
    suffix: str
    run_identity: tuple[str, ...] = ()
    force: bool = False
    inputs: Sequence[_Name] = ()
    has_many_results: bool = False

    def open_output(self, items: Sequence[Item], digest_of: Callable[[Item], str]) -> AbstractContextManager[RunOutput]:
        """Return what writes results; for a folder it keeps a checkpoint."""
        if self.path is None or not (self.has_many_results or is_result_folder(items, self.path)):
            return RunOutput(items, force=self.force, inputs=self.inputs)
        return open_output(self.path, items, self.run_identity, digest_of, force=self.force, inputs=self.inputs)

    def targets(self, items: Sequence[Item], output: RunOutput) -> Mapping[int, Path]:
        """Return the target of each item by its number, a folder with `has_many_results`; all can be written.

        Raises:
            OutputError: one cannot be written.
        """
        if self.path is None:
            return {}
        if self.has_many_results:
            return {item.number: make_folder_for(item, self.path) for item in items if not item.fault}
        return targets(items, self.path, self.suffix, force=self.force, is_ours=output.owns, inputs=self.inputs)


@dataclass(frozen=True, slots=True)
class Delivered(Generic[DeliverableT]):
    """A result with its target, if it has one; `failure` is why it could not be written there."""

    item: Item
    result: DeliverableT
    target: Path | None
    failure: TeikitError | None = None


@dataclass(frozen=True, slots=True)
class Delivery(Generic[DeliverableT]):
    """The results of a run while they are written; `finished` are items that a stopped run did, with their targets.

    Iterating over `results` executes the operation, item by item. `output` writes what is made of all results.
    """

    finished: Sequence[tuple[Item, Path | None]]
    results: Iterator[Delivered[DeliverableT]]
    output: RunOutput


@contextmanager
def deliver(
    operation: Operation[DeliverableT],
    digest_of: Callable[[Item], str],
    items: Sequence[Item],
    destination: Destination,
    executor: Executor,
) -> Iterator[Delivery[DeliverableT]]:
    """Open the delivery of an operation's results: each is written whole or not at all.

    `digest_of` returns the digest that the result of an item would have; its errors are those of reading the item.

    Raises:
        OutputError: before anything is written, because a target cannot be written.
    """
    with destination.open_output(items, digest_of) as output:
        places = destination.targets(items, output)
        finished = [(item, places.get(item.number)) for item in output.finished_items]
        with execute(operation, output.pending_items, executor) as results:
            pairs = zip(output.pending_items, results, strict=False)
            yield Delivery(finished, (_write(item, each, places, output) for item, each in pairs), output)


def _write(item: Item, result: DeliverableT, places: Mapping[int, Path], output: RunOutput) -> Delivered[DeliverableT]:
    target = places.get(item.number)
    try:
        if target and (files := result.files(target)):
            if len(files) > 1:
                _check_free(item, files, places)
            output.write(item.name, result.digest, files)
    except TeikitError as error:
        return Delivered(item, result, target, error)
    return Delivered(item, result, target)


def _check_free(item: Item, files: Iterable[Path], places: Mapping[int, Path]) -> None:
    """Raise OutputError if one of the several results of an item would go where that of another item goes."""
    others = {str(place).lower() for number, place in places.items() if number != item.number}
    if taken := next((path for path in files if str(path).lower() in others), None):
        raise OutputError(f"{escape_control(taken)}: two results would go there")
