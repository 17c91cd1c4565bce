"""Results to their places, each whole or not at all; into a folder with a journal, by which a stopped run goes on."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from teikit.errors import OutputError, TeikitError
from teikit.inputs.discover import STDIN
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.runs.checkpoint import Checkpoint
from teikit.storage.files import check_writable, write_file
from teikit.storage.outputs import identity


class RunOutput:
    """Puts results in place. Of the items of the run, `done` are done by one that was stopped, `rest` are to be.

    No result takes the place of an item, or of one of the `inputs` that the run reads beside them.
    """

    def __init__(
        self,
        items: Sequence[Item],
        done: Sequence[Item] = (),
        journal: Checkpoint | None = None,
        *,
        force: bool = False,
        inputs: Iterable[str | os.PathLike[str] | None] = (),
    ) -> None:
        known = {item.number for item in done}
        self.finished_items, self.pending_items = done, [item for item in items if item.number not in known]
        self._checkpoint, self._force = journal, force
        self._inputs = (*(item.name for item in items if item.name != STDIN), *inputs)

    @cached_property
    def _input_identities(self) -> frozenset[tuple[int, int]]:
        """The files that the run reads; few runs put anything where something is."""
        return frozenset(found for name in self._inputs if name and (found := identity(name)))

    def owns(self, source: str, target: Path) -> bool:
        """Tell whether what stands at a target was put there for a source by the run that was stopped."""
        return self._checkpoint is not None and self._checkpoint.owns(source, target)

    def write(self, source: str, found: str, results: Mapping[Path, bytes]) -> None:
        """Put the results of a source, whose digest is `found`, in place.

        Raises:
            OutputError: one of them cannot be written, or something is there already.

        """
        free = {target: self._force or self.owns(source, target) for target in results}
        for target, force in free.items():
            if (there := identity(target)) and there in self._input_identities:
                raise OutputError(f"{escape_control(target)}: is read by this run, and no result may replace it")
            check_writable(target, force=force)
        if self._checkpoint:
            self._checkpoint.record(source, found, results)
        for target, data in results.items():
            write_file(target, data, force=free[target])


@contextmanager
def open_output(  # noqa: PLR0913  the parts of a run
    folder: Path,
    items: Sequence[Item],
    run: Iterable[str],
    digest_of: Callable[[Item], str],
    *,
    force: bool,
    inputs: Iterable[str | os.PathLike[str] | None] = (),
) -> Iterator[RunOutput]:
    """Open the delivery of a run whose results go into a folder.

    `run` is all that they depend on beside their sources; of a source `digest_of` gives the digest. `inputs` are read
    by the run beside its sources.
    """
    with Checkpoint(folder, run) as journal:
        done = [item for item in items if journal.has(item.name) and _is_done(journal, item, digest_of)]
        yield RunOutput(items, done, journal, force=force, inputs=inputs)


def _is_done(journal: Checkpoint, item: Item, digest_of: Callable[[Item], str]) -> bool:
    try:
        return journal.has_done(item.name, digest_of(item))
    except TeikitError:
        # What is wrong with it is told in its turn.
        return False
