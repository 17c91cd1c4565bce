"""A little is done here, and more in several processes."""

import os
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from support.sample_operations import Deadly, ReportingProcess, items
from teikit.executors.adaptive import AdaptiveExecutor
from teikit.executors.serial import SerialExecutor
from teikit.inputs.item import Item

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
HERE = str(os.getpid())


@pytest.fixture(autouse=True)
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teikit.executors.processes.default_start_method", lambda: "fork")


def processes(spread: AdaptiveExecutor, work: ReportingProcess, some: list[Item]) -> list[bool]:
    """For each item whether it was done in this process."""
    return [process == HERE for _, process in spread.run(work, some)]


def test_what_is_soon_done_is_done_here() -> None:
    assert processes(AdaptiveExecutor(2, seconds=5), ReportingProcess(), items(50)) == [True] * 50


def test_what_takes_longer_goes_to_others_from_then_on() -> None:
    here = processes(AdaptiveExecutor(2, seconds=0.05), ReportingProcess(pause=0.01), items(50))
    assert here[0]
    assert not here[-1]
    assert sum(one != other for one, other in pairwise(here)) == 1


def test_a_single_file_is_done_here_however_large() -> None:
    assert processes(AdaptiveExecutor(2, seconds=0), ReportingProcess(), [Item(0, "a", 1 << 40)]) == [True]


def test_a_large_file_among_others_is_not_done_here() -> None:
    assert processes(AdaptiveExecutor(2, seconds=5), ReportingProcess(), [Item(0, "a", 1 << 40), Item(1, "b")]) == [
        False,
        False,
    ]


def test_nothing_comes_of_nothing() -> None:
    assert list(AdaptiveExecutor(2).run(ReportingProcess(), [])) == []


def test_a_file_that_memory_does_not_suffice_for_is_lost_here_too() -> None:
    class Hungry(ReportingProcess):
        def _do(self, item: Item) -> tuple[int, str]:
            raise MemoryError(item.name)

    assert list(SerialExecutor().run(Hungry(), items(2))) == [(0, "memory ran out"), (1, "memory ran out")]


def test_items_that_come_slowly_are_passed_on_as_they_come() -> None:
    def slow() -> Iterator[Item]:
        for item in items(4):
            time.sleep(0.05)
            yield item

    assert [number for number, _ in AdaptiveExecutor(2, seconds=0).run(Deadly(), slow())] == [0, 1, 2, 3]
