"""What Dask loads into each worker (`distributed.worker.preload`) so that one of them halts in the middle of its work.

Each leaves a file, named by its process, in the folder NOTES: in `here` when it comes, in `halted` when it halts.
"""

import os
import signal
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin

# The parcel at whose beginning a worker halts: it has brought results before, and more of them wait there.
_FOURTH = 4


class Halting(WorkerPlugin):
    """Halts the process, unless another has done so."""

    _begun = 0

    def transition(self, key: Any, start: str, finish: str, **_more: Any) -> None:  # noqa: ARG002  Dask's signature
        self._begun += finish == "executing"
        notes = Path(os.environ["NOTES"])
        if self._begun == _FOURTH and _is_first(notes):
            (notes / "halted" / str(os.getpid())).touch()
            os.kill(os.getpid(), signal.SIGSTOP)


def _is_first(notes: Path) -> bool:
    try:
        (notes / "one has halted").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


async def dask_setup(worker: Worker) -> None:
    await worker.plugin_add(Halting())
    (Path(os.environ["NOTES"]) / "here" / str(os.getpid())).touch()
