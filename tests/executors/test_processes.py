"""Several processes give what one gives, whatever happens to them."""

import gc
import os
import signal
import tracemalloc
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.sample_operations import (
    Chatty,
    Deadly,
    Marking,
    Naming,
    Outcome,
    Pausing,
    Remarking,
    ReportingProcess,
    Slow,
    Stubborn,
    Unopenable,
    items,
)
from teikit.errors import ConfigError, InternalError, TeikitError
from teikit.executors.processes import ProcessExecutor
from teikit.executors.serial import SerialExecutor
from teikit.inputs.item import Item
from teikit.storage.remarks import take_remarks

# The threads of xdist, of which newer Pythons warn, hold no lock that a worker needs.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


def run(work: Naming, some: Iterable[Item], *, jobs: int = 2, method: str = "fork") -> list[Outcome]:
    return list(ProcessExecutor(jobs, method=method).run(work, some))


def children() -> list[int]:
    """All processes that this one began and that are still there, zombies too, but for the one that Python keeps."""
    found = []
    for each in Path("/proc").iterdir():
        try:
            state = (each / "stat").read_text() if each.name.isdigit() else ""
            is_kept = state and b"resource_tracker" in (each / "cmdline").read_bytes()
        except OSError:
            continue
        if state and not is_kept and state.rpartition(")")[2].split()[1] == str(os.getpid()):
            found.append(int(each.name))
    return found


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    before = set(children())
    yield
    gc.collect()
    assert set(children()) - before == set()


@given(
    st.lists(st.integers(0, 3 << 20), max_size=120),
    st.integers(1, 4),
    st.frozensets(st.integers(0, 119), max_size=2),
)
@settings(max_examples=25)
def test_what_several_processes_give_is_what_one_gives(sizes: list[int], jobs: int, fails: frozenset[int]) -> None:
    some = [Item(number, f"{number}.xml", size) for number, size in enumerate(sizes)]
    work = Naming(fails)
    assert taken(ProcessExecutor(jobs, method="fork").run(work, some)) == taken(SerialExecutor().run(work, some))


def taken(outcomes: Iterator[Outcome]) -> list[object]:
    """All outcomes up to an error, and it."""
    found: list[object] = []
    try:
        found.extend(outcomes)
    except TeikitError as error:
        found.append((type(error), str(error)))
    return found


def test_outcomes_come_in_order_though_some_take_longer() -> None:
    assert [number for number, _ in run(Slow(), items(300), jobs=4)] == list(range(300))


@pytest.mark.slow
def test_spawned_processes_give_the_same() -> None:
    work = Naming()
    assert run(work, items(100), method="spawn") == list(SerialExecutor().run(work, items(100)))


def test_a_file_that_kills_its_worker_twice_is_lost_and_no_other() -> None:
    found = dict(run(Deadly(kills=frozenset({7, 60})), items(100)))
    lost = {number: name for number, name in found.items() if name != f"{number}.xml"}
    assert lost == dict.fromkeys((7, 60), "its process was killed by SIGKILL, twice")
    assert list(found) == list(range(100))


def test_the_first_the_last_and_all_files_may_kill() -> None:
    assert len(run(Deadly(kills=frozenset(range(6))), items(6))) == 6


def test_a_file_whose_worker_was_killed_once_is_tried_again(tmp_path: Path) -> None:
    work = Deadly(kills=frozenset({3, 50, 51}), once=tmp_path)
    assert run(work, items(100)) == list(SerialExecutor().run(Naming(), items(100)))


def test_a_worker_without_memory_costs_the_file_that_it_held() -> None:
    found = dict(run(Deadly(kills=frozenset({5}), memory=True), items(40)))
    assert found.pop(5) == "memory ran out, twice"
    assert found == {number: f"{number}.xml" for number in range(40) if number != 5}


@pytest.mark.parametrize("when", [0, 1, 10, 63, 64, 97, 200, 301, 398])
def test_a_worker_killed_from_outside_at_any_time_loses_nothing(when: int) -> None:
    found = []
    for number, outcome in enumerate(ProcessExecutor(2, method="fork").run(Slow(), items(400))):
        found.append(outcome)
        # Once: what others kill twice with one file is lost.
        if number == when and children():
            os.kill(children()[-1], signal.SIGKILL)
    assert found == list(SerialExecutor().run(Naming(), items(400)))


def test_an_error_of_the_work_comes_when_its_item_is_due() -> None:
    outcomes = ProcessExecutor(3, method="fork").run(Naming(frozenset({40})), items(90))
    assert [next(outcomes)[0] for _ in range(40)] == list(range(40))
    with pytest.raises(ConfigError, match=r"40\.xml is wrong"):
        next(outcomes)


def test_an_error_that_does_not_travel_is_told_in_words() -> None:
    with pytest.raises(InternalError, match=r"StubbornError: 0\.xml and more"):
        run(Stubborn(), items(3))


@pytest.mark.slow
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_work_that_cannot_be_opened_says_so(method: str) -> None:
    with pytest.raises(ConfigError, match="cannot be opened"):
        run(Unopenable(), items(3), method=method)


def test_who_stops_to_listen_stops_the_workers(tmp_path: Path) -> None:
    outcomes = ProcessExecutor(2, method="fork").run(Marking(pause=0.02, folder=tmp_path), items(10_000))
    next(outcomes)
    outcomes.close()
    assert len(list(tmp_path.iterdir())) < 1_000


def test_workers_are_no_more_than_needed() -> None:
    assert len({process for _, process in run(ReportingProcess(), items(1), jobs=8)}) == 1
    assert len({process for _, process in run(ReportingProcess(pause=0.02), items(200), jobs=3)}) == 3


def test_one_large_file_holds_up_only_its_own_worker() -> None:
    some = [Item(0, "large.xml", 1 << 30), *items(300)[1:]]
    found = dict(run(Pausing(), some))
    assert list(found) == list(range(300))
    assert [number for number, process in found.items() if process == found[0]] == [0]


def test_nothing_that_a_worker_writes_is_seen(capfd: pytest.CaptureFixture[str]) -> None:
    run(Chatty(), items(20))
    assert capfd.readouterr() == ("", "")


def test_items_are_taken_only_a_little_ahead_of_who_listens() -> None:
    pulled = 0

    def endless() -> Iterator[Item]:
        nonlocal pulled
        while True:
            yield Item(pulled, f"{pulled}.xml")
            pulled += 1

    outcomes = ProcessExecutor(2, method="fork").run(Naming(), endless())
    for _ in range(2_000):
        next(outcomes)
    outcomes.close()
    assert pulled < 2_000 + 8_192 + 300


def test_outcomes_that_wait_for_their_turn_take_bounded_room() -> None:
    tracemalloc.start()
    # Each outcome is a megabyte, and the first is late: 200 of them would wait for it.
    outcomes = ProcessExecutor(2, method="fork").run(
        Slow(size=1 << 20, seconds=(1.0, *[0.0] * 199)), items(200, 1 << 21)
    )
    assert [number for number, _ in outcomes] == list(range(200))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 60 << 20


def test_remarks_of_workers_come_with_their_results() -> None:
    take_remarks()
    run(Remarking(), items(5))
    assert sorted(take_remarks()) == [f"{number}.xml: has two names" for number in range(5)]
