"""The workers of a cluster give what one process gives, whatever happens to them."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.sample_operations import (
    Deadly,
    Marking,
    Naming,
    Outcome,
    ReportingProcess,
    Slow,
    Stubborn,
    Unopenable,
    items,
)
from teikit.errors import ConfigError, InternalError, TeikitError
from teikit.executors import dask_cluster as subject
from teikit.executors.dask_cluster import DaskExecutor
from teikit.executors.serial import SerialExecutor
from teikit.executors.work_queue import MAX_BATCH_FILES
from teikit.inputs.item import Item

distributed = pytest.importorskip("distributed", reason="teikit[cluster] is not installed")

# A cluster takes seconds to start, and so does each worker that dies.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(autouse=True, scope="module")
def silent_threads() -> Iterator[None]:
    """Dask's threads log no tracebacks: Python 3.11 cannot format one while pytest formats that of a failing test."""
    loggers = [logging.getLogger(name) for name in ("asyncio", "distributed", "tornado")]
    for logger in loggers:
        logger.disabled = True
    yield
    for logger in loggers:
        logger.disabled = False


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers who know the works of these tests."""
    dask, _ = subject._import_dask()
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), before)))
    try:
        with dask.config.set({**subject._QUIET_LOGGING, **subject._DASK_SETTINGS}):
            made = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
            yield made
            made.close()
    finally:
        os.environ["PYTHONPATH"] = before or ""


def run(cluster: Any, work: Any, some: list[Item]) -> list[Outcome]:
    return list(DaskExecutor(cluster.scheduler_address).run(work, some))


@pytest.mark.parametrize("work", [Naming(), Slow()])
def test_outcomes_are_those_of_one_process_in_the_same_order(cluster: Any, work: Naming) -> None:
    assert run(cluster, work, items(300)) == list(SerialExecutor().run(work, items(300)))


def test_no_items_have_no_outcomes(cluster: Any) -> None:
    assert run(cluster, Naming(), []) == []


def test_several_processes_work(cluster: Any) -> None:
    processes = {process for _, process in run(cluster, ReportingProcess(pause=0.02), items(200))}
    assert len(processes - {str(os.getpid())}) == 2


def test_an_error_of_the_work_is_raised_when_its_item_is_due(cluster: Any) -> None:
    found: list[Outcome] = []
    with pytest.raises(ConfigError, match=r"^150\.xml is wrong$"):
        found.extend(DaskExecutor(cluster.scheduler_address).run(Naming(frozenset({150})), items(200)))
    assert found == list(SerialExecutor().run(Naming(), items(150)))


def test_a_work_that_cannot_be_opened_says_so(cluster: Any) -> None:
    with pytest.raises(ConfigError, match=r"^cannot be opened$"):
        run(cluster, Unopenable(), items(5))


def test_an_error_that_does_not_travel_is_told_in_words(cluster: Any) -> None:
    with pytest.raises(InternalError, match=r"^StubbornError: 0\.xml and more$"):
        run(cluster, Stubborn(frozenset({0})), items(5))


def test_a_worker_that_dies_once_loses_nothing(cluster: Any, tmp_path: Path) -> None:
    work = Deadly(kills=frozenset({30}), once=tmp_path)
    assert run(cluster, work, items(200)) == list(SerialExecutor().run(Naming(), items(200)))


def test_only_the_item_that_kills_its_worker_twice_is_lost(cluster: Any) -> None:
    found = run(cluster, Deadly(kills=frozenset({70})), items(200))
    assert found[70] == (70, "its worker died of it, twice")
    assert found[:70] + found[71:] == [each for each in SerialExecutor().run(Naming(), items(200)) if each[0] != 70]


def test_a_worker_killed_from_outside_loses_nothing(cluster: Any) -> None:
    def kill() -> None:
        time.sleep(0.3)
        os.kill(next(iter(cluster.workers.values())).process.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    found = run(cluster, Slow(), items(2_000))
    killer.join()
    assert found == list(SerialExecutor().run(Naming(), items(2_000)))


def test_what_was_done_is_not_done_again_when_its_worker_dies_before_it_is_wanted(cluster: Any, tmp_path: Path) -> None:
    outcomes = DaskExecutor(cluster.scheduler_address).run(Deadly(kills=frozenset({120}), twice=tmp_path), items(200))
    found = [next(outcomes)]
    until = time.monotonic() + 30
    while cluster.scheduler.tasks and time.monotonic() < until:
        time.sleep(0.05)
    for each in cluster.workers.values():
        os.kill(each.process.pid, signal.SIGKILL)
    found.extend(outcomes)
    assert found == list(SerialExecutor().run(Naming(), items(200)))


def test_a_cluster_that_all_workers_leave_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "_POLL_INTERVAL", 0.1)
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as own:
        outcomes = DaskExecutor(own.scheduler_address).run(Naming(), items(2_000))
        next(outcomes)
        monkeypatch.setattr(subject, "_WORKER_TIMEOUT", 1.0)
        own.scale(0)
        with pytest.raises(TeikitError, match=r"^tcp://127\.0\.0\.1:[0-9]+: no worker is left$"):
            list(outcomes)


@pytest.mark.parametrize(("pause", "grow"), [(0.0, True), (0.005, False)])
def test_parcels_grow_where_files_are_done_soon(
    cluster: Any, monkeypatch: pytest.MonkeyPatch, pause: float, *, grow: bool
) -> None:
    sizes = []
    chunk = subject._DaskRun._next_batch

    def noted(self: Any) -> Any:
        made = chunk(self)
        sizes.append(len(made))
        return made

    monkeypatch.setattr(subject._DaskRun, "_next_batch", noted)
    found = run(cluster, ReportingProcess(pause=pause), items(1_000))
    assert [number for number, _ in found] == list(range(1_000))
    assert (max(sizes) > MAX_BATCH_FILES) == grow


def test_a_cluster_to_which_no_worker_comes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "_POLL_INTERVAL", 0.1)
    monkeypatch.setattr(subject, "_WORKER_TIMEOUT", 1.0)
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None) as own,
        pytest.raises(TeikitError, match=r"^tcp://127\.0\.0\.1:[0-9]+: no worker is there$"),
    ):
        list(DaskExecutor(own.scheduler_address).run(Naming(), items(5)))


def test_workers_may_come_when_the_run_has_begun() -> None:
    with distributed.LocalCluster(n_workers=0, threads_per_worker=1, dashboard_address=None) as own:
        threading.Timer(0.5, own.scale, (2,)).start()
        assert run(own, Slow(), items(300)) == list(SerialExecutor().run(Naming(), items(300)))


def test_what_is_read_here_is_sent_along(cluster: Any, tmp_path: Path) -> None:
    names = [tmp_path / f"{number}.xml" for number in range(3)]
    for name in names:
        name.write_text(name.stem)
    some = [Item(number, str(name)) for number, name in enumerate(names)]
    sending = DaskExecutor(cluster.scheduler_address, read=lambda name: Path(name).read_bytes())
    assert [number for number, _ in sending.run(Naming(), some)] == [0, 1, 2]


def test_other_versions_on_the_workers_are_told(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "__version__", "9.9")
    with pytest.raises(TeikitError, match=r"^a worker has teikit [0-9.]+, and not 9\.9 as this program$"):
        run(cluster, Naming(), items(5))


def test_a_scheduler_that_cannot_be_reached_is_told_within_seconds() -> None:
    assert subject._ANSWER_TIMEOUT < 10
    with pytest.raises(TeikitError, match=r"^tcp://127\.0\.0\.1:9: no scheduler answers"):
        list(DaskExecutor("tcp://127.0.0.1:9").run(Naming(), items(5)))


def test_workers_that_are_spawned_do_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(subject._DASK_SETTINGS, "distributed.worker.multiprocessing-method", "spawn")
    found = list(DaskExecutor(None, jobs=2).run(Slow(), items(100)))
    assert found == list(SerialExecutor().run(Naming(), items(100)))


LOADING = """
import sys
from support.sample_operations import Loaded, items
from teikit.executors.work_queue import MAX_BATCH_FILES
from teikit.executors.dask_cluster import DaskExecutor
from teikit.executors.local_cluster import preload
preload(["teikit.cli.validate"])
assert "distributed" not in sys.modules
print(list(DaskExecutor(None, jobs=1).run(Loaded(), items(1))))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="workers are spawned elsewhere")
def test_workers_begin_with_what_was_loaded_for_them() -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", LOADING], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[(0, 'teikit.cli.validate')]\n", "")


def test_who_wants_no_more_ends_all_that_was_begun(tmp_path: Path) -> None:
    outcomes = DaskExecutor(None, jobs=1).run(Marking(pause=0.01, folder=tmp_path), items(2_000))
    process = int(next(outcomes)[1])
    outcomes.close()
    assert len(list(tmp_path.iterdir())) < 1_000
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


FAULTY = Path(__file__).parents[1] / "data" / "faulty"


def said(*arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "teikit", "validate", *arguments]
    done = subprocess.run(command, cwd=FAULTY, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("options", [(), ("--send",)], ids=["read there", "sent"])
def test_validate_says_on_a_cluster_what_it_says_in_one_process(cluster: Any, options: tuple[str, ...]) -> None:
    paths = (".", "nowhere.xml", "-v", "--format", "json")
    assert said(*paths, "--scheduler", cluster.scheduler_address, *options) == said(*paths, "--jobs", "1")


def test_urls_are_read_on_the_workers_and_here_alike(cluster: Any, tmp_path: Path) -> None:
    (tmp_path / "broken.xml").write_text("<TEI><p></TEI>")
    urls = ((tmp_path / "broken.xml").as_uri(), (tmp_path / "gone.xml").as_uri(), "memory://gone.xml")
    first, *others = (
        said(*urls, *options)
        for options in (("--jobs", "1"), ("--jobs", "2"), ("--scheduler", cluster.scheduler_address))
    )
    assert (first[0], first[1].count("broken.xml:1:6"), first[2].count("no such file")) == (2, 1, 2)
    assert others == [first] * 2


def test_encode_and_export_write_from_a_cluster_what_one_process_writes(cluster: Any, tmp_path: Path) -> None:
    source = next((Path(__file__).parents[2] / "seeds").glob("*.txt"))
    letters = tmp_path / "letters"
    letters.mkdir()
    for number in range(5):
        (letters / f"{number}.txt").write_bytes(source.read_bytes())
    written = {}
    for name, options in (("one", ["--jobs", "1"]), ("cluster", ["--scheduler", cluster.scheduler_address])):
        encoded, exported = tmp_path / name / "tei", tmp_path / name / "html"
        encoded.parent.mkdir()
        for command in (["encode", letters, "-o", encoded], ["export", encoded, "--to", "html", "-o", exported]):
            subprocess.run([sys.executable, "-m", "teikit", *command, *options, "-q"], check=True)
        files = [each for each in (*encoded.iterdir(), *exported.iterdir()) if each.is_file()]
        written[name] = {each.name: each.read_bytes() for each in files}
    assert len(written["one"]) >= 10
    assert written["cluster"] == written["one"]
