"""A worker of a cluster keeps what is open for one run, and nothing of the runs before."""

import gc
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support.sample_operations import Naming, Outcome, items
from teikit._version import __version__
from teikit.executors import dask_worker
from teikit.executors.dask_worker import Batch, run_batch
from teikit.executors.pickling import dumps
from teikit.inputs.item import Item


class Opened:
    """What a work has opened, and holds itself as schemas do: only the collector can take it away."""

    def __init__(self) -> None:
        self.own = self


OPENED: "list[weakref.ref[Opened]]" = []


@dataclass(frozen=True)
class Opening(Naming):
    """Opens something that stays."""

    kept: list[Opened] = field(default_factory=list, compare=False)

    def prepare(self) -> Callable[[Item], Outcome]:
        self.kept.append(Opened())
        OPENED.append(weakref.ref(self.kept[0]))
        return self._do


@pytest.fixture(autouse=True)
def nothing_open() -> Iterator[None]:
    OPENED.clear()
    yield
    dask_worker._close_previous_run()


def work_on(run: str) -> None:
    sent, seconds = run_batch(Batch(dumps(Opening()), run, str(Path.cwd()), __version__, tuple(items(3))))
    assert [each.number for each in sent] == [0, 1, 2]
    assert seconds >= 0


def test_what_is_open_serves_all_parcels_of_a_run() -> None:
    work_on("first")
    work_on("first")
    gc.collect()
    assert [each() is not None for each in OPENED] == [True]


def test_nothing_stays_of_a_run_when_the_next_begins() -> None:
    work_on("first")
    work_on("second")
    assert [each() is not None for each in OPENED] == [False, True]
