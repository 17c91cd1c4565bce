"""Writes results to their targets, each whole or not at all; in a folder with a checkpoint, so that it can resume."""

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
from teikit.storage.files import check_writable, flush_folder, write_file
from teikit.storage.outputs import check_no_links, identity
from teikit.storage.temporary import remove_leftovers


class RunOutput:
    """Writes results. Of the run's items a stopped run has done the `finished_items`; the `pending_items` are left.

    No result replaces an item, or one of the other `inputs` that the run reads; none is written through a link below
    `folder`.
    """

    def __init__(  # noqa: PLR0913  the parts of a run
        self,
        items: Sequence[Item],
        done: Sequence[Item] = (),
        checkpoint: Checkpoint | None = None,
        *,
        folder: Path | None = None,
        force: bool = False,
        inputs: Iterable[str | os.PathLike[str] | None] = (),
    ) -> None:
        known = {item.number for item in done}
        self.finished_items, self.pending_items = done, [item for item in items if item.number not in known]
        self._checkpoint, self._folder, self._force = checkpoint, folder, force
        self._inputs = (*(item.name for item in items if item.name != STDIN), *inputs)
        # Flushed at the end: once for all results in a folder.
        self._folders: set[Path] = set()

    def __enter__(self) -> "RunOutput":
        return self

    def __exit__(self, *_error: object) -> None:
        """Wait until the names of all results are on the disk."""
        for each in sorted(self._folders):
            flush_folder(each)

    @cached_property
    def _input_identities(self) -> frozenset[tuple[int, int]]:
        """The files that the run reads; computed only if a target exists, which is rare."""
        return frozenset(found for name in self._inputs if name and (found := identity(name)))

    def owns(self, source: str, target: Path) -> bool:
        """Return whether the file at a target was written for a source by the stopped run."""
        return self._checkpoint is not None and self._checkpoint.owns(source, target)

    def write(self, source: str, found: str, results: Mapping[Path, bytes]) -> None:
        """Write the results of a source, whose digest is `found`.

        Raises:
            OutputError: one of them cannot be written, or exists already.
        """
        free = {target: self._force or self.owns(source, target) for target in results}
        for target, force in free.items():
            if (there := identity(target)) and there in self._input_identities:
                raise OutputError(f"{escape_control(target)}: is read by this run, and no result may replace it")
            check_writable(target, force=force)
            if self._folder:
                check_no_links(self._folder, target)
        if self._checkpoint:
            self._checkpoint.record(source, found, results)
        for target, data in results.items():
            self._folders.add(target.parent)
            try:
                write_file(target, data, force=free[target], flushes_folder=False)
            except OutputError:
                if self._checkpoint:
                    self._checkpoint.keep()
                raise


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
    """Open the output of a run whose results go into a folder.

    `run` is all that the results depend on except their sources; `digest_of` returns the digest of a source. `inputs`
    are the other files that the run reads.
    """
    with Checkpoint(folder, run) as checkpoint:
        # A run that has nothing left to write searches no folder.
        for each in sorted(checkpoint.folders):
            remove_leftovers(os.path.abspath(each))  # noqa: PTH100
        done = [item for item in items if checkpoint.has(item.name) and _is_done(checkpoint, item, digest_of)]
        with RunOutput(items, done, checkpoint, folder=folder, force=force, inputs=inputs) as output:
            yield output


def _is_done(checkpoint: Checkpoint, item: Item, digest_of: Callable[[Item], str]) -> bool:
    try:
        return checkpoint.has_done(item.name, digest_of(item))
    except TeikitError:
        # The error is reported in the item's turn.
        return False
