"""What Dask loads into each worker (`distributed.worker.preload`) so that one of them halts in the middle of its work.

Each leaves a file, named by its process, in the folder NOTES: in `here` when it comes, in `halted` when it halts. It
halts when the run has been heard, of which the test leaves a file there.
"""

import os
import signal
import time
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin

# The batch before which a worker halts: it has given results before, and more of them wait there.
_FOURTH = 4
# In seconds.
_LONGEST_WAIT = 60


class Halting(WorkerPlugin):
    """Halts the process, unless another has done so."""

    _begun = 0

    def setup(self, worker: Worker) -> None:
        self._thread = worker.executors["default"]

    def transition(self, key: Any, start: str, finish: str, **_more: Any) -> None:  # noqa: ARG002  Dask's signature
        self._begun += finish == "executing"
        notes = Path(os.environ["NOTES"])
        if self._begun == _FOURTH and _is_first(notes):
            # Ahead of the batch on the only thread for work, while the other one hands over the results before it.
            self._thread.submit(_halt_when_heard, notes)


def _is_first(notes: Path) -> bool:
    try:
        (notes / "one has halted").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _halt_when_heard(notes: Path) -> None:
    until = time.monotonic() + _LONGEST_WAIT
    while not (notes / "heard").exists() and time.monotonic() < until:
        time.sleep(0.02)
    (notes / "halted" / str(os.getpid())).touch()
    os.kill(os.getpid(), signal.SIGSTOP)


async def dask_setup(worker: Worker) -> None:
    await worker.plugin_add(Halting())
    (Path(os.environ["NOTES"]) / "here" / str(os.getpid())).touch()
