"""Results to their places, each whole or not at all; into a folder with a journal, by which a stopped run goes on."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from teikit.corpus.item import Item
from teikit.corpus.journal import Journal
from teikit.errors import TeikitError
from teikit.files import check_target, write_file


class Delivery:
    """Puts results in place. Of the items of the run, `done` are done by one that was stopped, `rest` are to be."""

    def __init__(
        self, items: Sequence[Item], done: Sequence[Item] = (), journal: Journal | None = None, *, force: bool = False
    ) -> None:
        known = {item.number for item in done}
        self.done, self.rest = done, [item for item in items if item.number not in known]
        self._journal, self._force = journal, force

    def is_ours(self, source: str, target: Path) -> bool:
        """Tell whether what stands at a target was put there for a source by the run that was stopped."""
        return self._journal is not None and self._journal.may_replace(source, target)

    def put(self, source: str, found: str, results: Mapping[Path, bytes]) -> None:
        """Put the results of a source, whose digest is `found`, in place.

        Raises:
            OutputError: one of them cannot be written, or something is there already.

        """
        free = {target: self._force or self.is_ours(source, target) for target in results}
        for target, force in free.items():
            check_target(target, force=force)
        if self._journal:
            self._journal.promise(source, found, results)
        for target, data in results.items():
            write_file(target, data, force=free[target])


@contextmanager
def into_folder(
    folder: Path, items: Sequence[Item], run: Iterable[str], digest_of: Callable[[Item], str], *, force: bool
) -> Iterator[Delivery]:
    """Open the delivery of a run whose results go into a folder.

    `run` is all that they depend on beside their sources; of a source `digest_of` gives the digest.
    """
    with Journal(folder, run) as journal:
        done = [item for item in items if journal.knows(item.name) and _has_done(journal, item, digest_of)]
        yield Delivery(items, done, journal, force=force)


def _has_done(journal: Journal, item: Item, digest_of: Callable[[Item], str]) -> bool:
    try:
        return journal.has_done(item.name, digest_of(item))
    except TeikitError:
        # What is wrong with it is told in its turn.
        return False
