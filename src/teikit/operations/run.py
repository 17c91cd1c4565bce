"""One run over many files: discover them, execute an operation on each.

`delivery` writes the results of a run to files; it is a module of its own since validation has no use for it.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

from teikit.errors import NoFilesError
from teikit.executors.protocols import Executor, Operation, ResultT
from teikit.inputs.discover import Discovery
from teikit.inputs.item import Item
from teikit.inputs.paths import InputPaths, describe_skipped
from teikit.runs.shard import WHOLE_RUN, Shard
from teikit.storage.outputs import NO_OUTPUTS, Outputs


class RunInputs:
    """The files that a run reads: those that the user names, as far as they are in its shard."""

    def __init__(self, named: InputPaths, shard: Shard = WHOLE_RUN, discovery: Discovery | None = None) -> None:
        self.named, self.shard, self.discovery = named, shard, discovery or Discovery()

    def items(self, outputs: Outputs = NO_OUTPUTS) -> Iterator[Item]:
        """Yield the files as they are discovered, none of which may be one of the `outputs`."""
        return self.shard.items(outputs.check_items(self.named.items(self.discovery)))

    def describe_skipped(self, *, everything: bool = False) -> str:
        """Return in words what was skipped so far, "" if nothing worth reporting."""
        return describe_skipped(self.discovery.skipped, self.discovery.links_out, everything=everything)

    def explain_no_files(self, purpose: str) -> str:
        """Return in words that there are no files for a `purpose`, as "check"; a shard of a run may have none.

        Raises:
            NoFilesError: the run must have some.
        """
        is_shard = bool(self.shard.numbers and self.discovery.file_count)
        words = f"no files to {purpose}{f' in part {self.shard.part} of {self.shard.parts}' if is_shard else ''}"
        if why := "" if is_shard else self.named.explain_no_items(self.discovery.skipped, self.discovery.links_out):
            words = f"{words}: {why}"
        if not (is_shard or self.named.allow_empty):
            raise NoFilesError(f"{words}; --allow-empty lets that pass")
        return words


@contextmanager
def execute(operation: Operation[ResultT], items: Iterable[Item], executor: Executor) -> Iterator[Iterator[ResultT]]:
    """Yield the results of an operation on items, in their order; leaving the block stops what still runs."""
    with closing(executor.run(operation, items)) as results:
        yield results
