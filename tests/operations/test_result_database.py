"""The results cache: what was kept comes back, whatever happens to the database nothing else does, and no run fails."""

import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from teikit.operations import result_database as module
from teikit.operations.result_database import NAME, ResultDatabase, discard

# Programs of their own take a second to start on a busy machine.
NOBODY = 65_534


def key(number: int) -> bytes:
    return sha256(str(number).encode()).digest()


def content(number: int, size: int = 600) -> bytes:
    return random.Random(number).randbytes(size)


def filled(folder: Path, count: int = 40) -> ResultDatabase:
    made = ResultDatabase(folder)
    for number in range(count):
        made.put(key(number), content(number))
    made.close()
    return made


def believed(folder: Path, count: int = 40) -> list[int]:
    """The numbers of the results that are found; what is found is what was kept."""
    results = ResultDatabase(folder)
    found = {number: results.find(key(number)) for number in range(count)}
    assert all(each in {None, content(number)} for number, each in found.items())
    results.close()
    return [number for number, each in found.items() if each is not None]


def program(code: str, *arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_what_was_kept_is_found_by_the_next_run(tmp_path: Path) -> None:
    filled(tmp_path)
    assert list(range(40)) == believed(tmp_path)
    assert ResultDatabase(tmp_path).find(b"none") is None


def test_what_waits_is_found_once_it_was_flushed(tmp_path: Path) -> None:
    results = ResultDatabase(tmp_path)
    results.put(key(1), content(1))
    results.flush()
    assert believed(tmp_path) == [1]
    results.close()


def test_a_result_may_be_kept_anew_and_after_closing(tmp_path: Path) -> None:
    results = filled(tmp_path)
    results.put(key(1), b"another")
    results.close()
    assert results.find(key(1)) == b"another"
    results.close()


def test_the_folder_and_the_database_are_the_users_own(tmp_path: Path) -> None:
    filled(tmp_path / "new" / "folder")
    assert (tmp_path / "new" / "folder").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("size", [0, 1, 100, 4_096, 60_000])
@pytest.mark.parametrize("begin", ["", "SQLite format 3\0"])
def test_random_bytes_are_no_database_and_left_alone_unless_there_are_none(
    tmp_path: Path, size: int, begin: str
) -> None:
    data = begin.encode() + content(size, size)
    (tmp_path / NAME).write_bytes(data)
    assert believed(tmp_path) == []
    filled(tmp_path)
    assert believed(tmp_path) == ([] if data else list(range(40)))
    assert (tmp_path / NAME).read_bytes() == data or not data


FOREIGN = (
    "CREATE TABLE results (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO results VALUES (1, 'of others')",
    "CREATE TABLE runs (id INTEGER)",
    "CREATE TABLE runs (id INTEGER); PRAGMA user_version = 1",
    "CREATE TABLE runs (id INTEGER); PRAGMA user_version = 99",
    "CREATE TABLE runs (id INTEGER); PRAGMA application_id = 7; PRAGMA user_version = 2",
    f"{module._TABLE}; CREATE TABLE more (id INTEGER); PRAGMA user_version = 1",
)


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
@pytest.mark.parametrize("made", FOREIGN)
def test_a_database_of_others_is_neither_changed_nor_removed(tmp_path: Path, made: str, mode: str) -> None:
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.executescript(f"PRAGMA journal_mode = {mode}; {made}")
    connection.close()
    before = (tmp_path / NAME).read_bytes()
    filled(tmp_path)
    assert believed(tmp_path) == []
    discard(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert before == (tmp_path / NAME).read_bytes()


def test_a_database_of_the_first_format_is_made_anew(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.executescript(f"PRAGMA journal_mode = WAL; {module._TABLE}; PRAGMA user_version = 1")
    connection.close()
    filled(tmp_path)
    assert list(range(40)) == believed(tmp_path)


@pytest.mark.parametrize("seed", range(30))
def test_of_a_database_with_changed_bytes_nothing_wrong_is_believed(tmp_path: Path, seed: int) -> None:
    filled(tmp_path)
    chance = random.Random(seed)
    data = bytearray((tmp_path / NAME).read_bytes())
    for _ in range(chance.choice([1, 10, 1_000])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    (tmp_path / NAME).write_bytes(data)
    assert believed(tmp_path) is not None
    filled(tmp_path)
    assert believed(tmp_path) is not None


@pytest.mark.parametrize("part", [0.01, 0.1, 0.5, 0.9, 0.999])
def test_of_a_truncated_database_nothing_wrong_is_believed(tmp_path: Path, part: float) -> None:
    filled(tmp_path)
    os.truncate(tmp_path / NAME, int((tmp_path / NAME).stat().st_size * part))
    assert believed(tmp_path) is not None
    # Where it was broken, it was removed: what is kept from now on is found.
    filled(tmp_path)
    filled(tmp_path)
    assert list(range(40)) == believed(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        "PRAGMA user_version = 99",
        "ALTER TABLE results RENAME COLUMN content TO other",
        "DROP TABLE results",
        "DROP TABLE results; CREATE VIEW results AS SELECT 1 AS number, 2 AS key, 3 AS content",
    ],
)
def test_a_database_of_another_version_or_with_another_table_is_made_anew(tmp_path: Path, change: str) -> None:
    filled(tmp_path)
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.executescript(change)
    connection.close()
    assert believed(tmp_path) == []
    filled(tmp_path)
    filled(tmp_path)
    assert list(range(40)) == believed(tmp_path)


@pytest.mark.parametrize("stored", ["'text'", "NULL", "7", "x''", "x'00'", "zeroblob(5000)", "zeroblob(50000000)"])
def test_what_is_no_result_is_not_believed(tmp_path: Path, stored: str) -> None:
    filled(tmp_path)
    with sqlite3.connect(tmp_path / NAME) as connection:
        # Of columns that may be NULL, as a hostile table has.
        connection.executescript(
            "DROP TABLE results; CREATE TABLE results (number INTEGER PRIMARY KEY, key UNIQUE, content)"
        )
        connection.execute(f"INSERT INTO results (key, content) VALUES (?, {stored})", (key(1),))  # noqa: S608  ours
    connection.close()
    assert believed(tmp_path) == []


def test_a_result_under_the_key_of_another_is_not_believed(tmp_path: Path) -> None:
    filled(tmp_path)
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute("UPDATE results SET content = (SELECT content FROM results WHERE key = ?)", (key(1),))
    connection.close()
    assert believed(tmp_path) == [1]


def test_a_result_that_would_unpack_to_more_than_there_may_be_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    monkeypatch.setattr(module, "_LONGEST", 100)
    assert believed(tmp_path) == []


@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777])
def test_a_folder_that_others_can_write_to_is_not_used(tmp_path: Path, mode: int) -> None:
    filled(tmp_path)
    tmp_path.chmod(mode)
    assert believed(tmp_path) == []


def test_a_database_that_others_can_write_to_is_not_used(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / NAME).chmod(0o666)
    assert believed(tmp_path) == []


@pytest.mark.skipif(os.getuid() != 0, reason="only the superuser may give files away")
@pytest.mark.parametrize("name", ["", NAME])
def test_what_somebody_else_wrote_is_not_used(tmp_path: Path, name: str) -> None:
    filled(tmp_path)
    os.chown(tmp_path / name, NOBODY, NOBODY)
    assert believed(tmp_path) == []


@pytest.mark.parametrize("name", ["", NAME])
def test_a_folder_in_place_of_the_database_or_a_file_in_place_of_the_folder_is_passed_over(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "cache"
    if name:
        (folder / name).mkdir(parents=True)
    else:
        folder.write_text("a file")
    filled(folder)
    assert believed(folder) == []


def test_a_named_pipe_in_place_of_the_database_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME)
    filled(tmp_path)
    assert believed(tmp_path) == []


READ_ONLY = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_result_database import believed, filled
if os.getuid() == 0:
    # The superuser may write everywhere.
    os.setgid(65534)
    os.setuid(65534)
print(len(believed(Path(sys.argv[1]))))
filled(Path(sys.argv[1]), 50)
print(len(believed(Path(sys.argv[1]), 50)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("modes", [(0o500, 0o600), (0o700, 0o400), (0o500, 0o400)])
def test_a_cache_that_cannot_be_written_to_is_no_fault(tmp_path: Path, modes: tuple[int, int]) -> None:
    cache = tmp_path / "cache"
    filled(cache)
    if os.getuid() == 0:
        for each in (cache, cache / NAME):
            os.chown(each, NOBODY, NOBODY)
        # Somebody else must come as far as there.
        for each in (tmp_path, *tmp_path.parents[:2]):
            each.chmod(0o755)
    (cache / NAME).chmod(modes[1])
    cache.chmod(modes[0])
    result = program(READ_ONLY, cache, Path(__file__).parent)
    cache.chmod(0o700)
    assert (result.returncode, result.stderr) == (0, "")
    assert set(result.stdout.split()) <= {"0", "40"}


FULL = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_result_database import believed, filled
sys.dont_write_bytecode = True
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
filled(Path(sys.argv[1]), 400)
print(believed(Path(sys.argv[1]), 400) is not None)
"""


@pytest.mark.slow
@pytest.mark.parametrize("limit", [0, 100, 5_000, 40_000, 100_000])
def test_a_full_disk_is_no_fault(tmp_path: Path, limit: int) -> None:
    result = program(FULL, tmp_path, Path(__file__).parent, limit)
    assert (result.returncode, result.stdout, result.stderr) == (0, "True\n", "")
    filled(tmp_path)
    assert list(range(40)) == believed(tmp_path)


SHARING = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_result_database import ResultDatabase, content, key
results = ResultDatabase(Path(sys.argv[1]))
for turn in range(30):
    for number in range(40):
        found = results.find(key(number))
        assert found in {None, content(number)}, number
        results.put(key(number), content(number))
results.close()
"""


@pytest.mark.slow
def test_several_runs_share_a_cache_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SHARING, str(tmp_path), str(Path(__file__).parent)]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [(run.wait(), run.communicate()[1]) for run in runs] == [(0, "")] * 4
    assert list(range(40)) == believed(tmp_path)


@pytest.mark.slow
def test_several_runs_that_meet_a_broken_cache_at_once_do_not_fail(tmp_path: Path) -> None:
    for turn in range(3):
        (tmp_path / NAME).write_bytes(content(turn, 9_000))
        command = [sys.executable, "-c", SHARING, str(tmp_path), str(Path(__file__).parent)]
        runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
        assert [(run.wait(), run.communicate()[1]) for run in runs] == [(0, "")] * 3
        assert believed(tmp_path) is not None


WRITING = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_result_database import ResultDatabase, content, key
results = ResultDatabase(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    for number in range(40):
        results.put(key(number), content(number))
"""


@pytest.mark.slow
def test_a_run_that_is_killed_while_it_writes_leaves_a_right_cache(tmp_path: Path) -> None:
    chance = random.Random(1)
    for _ in range(5):
        command = [sys.executable, "-c", WRITING, str(tmp_path), str(Path(__file__).parent)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
            assert run.stdout is not None
            run.stdout.readline()
            time.sleep(chance.uniform(0.01, 0.2))
            run.send_signal(signal.SIGKILL)
        assert believed(tmp_path) is not None
    filled(tmp_path)
    assert list(range(40)) == believed(tmp_path)


def _in_child(results: ResultDatabase) -> None:
    assert results.find(key(1)) == content(1)
    results.put(key(100), content(100))
    results.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_child_does_not_use_what_its_parent_opened_and_leaves_it_whole(tmp_path: Path) -> None:
    results = filled(tmp_path)
    assert content(1) == results.find(key(1))
    # It waits in the parent, and is the parent's to write.
    results.put(key(50), content(50))
    for _ in range(3):
        child = multiprocessing.get_context("fork").Process(target=_in_child, args=(results,))
        child.start()
        child.join()
        assert child.exitcode == 0
    assert [*range(40), 100] == believed(tmp_path, 101)
    results.close()
    assert [*range(40), 50, 100] == believed(tmp_path, 101)


def test_the_oldest_go_first_where_there_are_too_many(tmp_path: Path) -> None:
    results = ResultDatabase(tmp_path, largest=400_000)
    for number in range(1_000):
        results.put(key(number), content(number))
    results.close()
    kept = believed(tmp_path, 1_000)
    assert kept == list(range(kept[0], 1_000))
    assert 100 < len(kept) < 700
    assert (tmp_path / NAME).stat().st_size < 800_000


def test_a_result_that_is_too_long_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST", 100)
    results = filled(tmp_path)
    assert results.usage().entries == 0


def test_the_tally_counts_and_makes_nothing(tmp_path: Path) -> None:
    assert ResultDatabase(tmp_path / "none").usage() == (0, 0)
    assert not (tmp_path / "none").exists()
    results = filled(tmp_path)
    assert results.usage().entries == 40
    assert results.usage().size > 40 * 600
    results.close()


def test_discarding_removes_the_database_and_nothing_else(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "other.txt").touch()
    discard(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["other.txt"]
    discard(tmp_path / "nowhere")


def test_a_database_that_goes_away_under_a_run_is_no_fault(tmp_path: Path) -> None:
    results = filled(tmp_path)
    results.find(key(1))
    discard(tmp_path)
    tmp_path.rmdir()
    for number in range(40):
        results.put(key(number), content(number))
        assert results.find(key(number)) in {None, content(number)}
    results.close()


def test_a_database_that_another_holds_is_not_waited_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever waits at each of a thousand results runs into the time limit of tests.
    monkeypatch.setattr(module, "_PATIENCE", 1.0)
    filled(tmp_path)
    with sqlite3.connect(tmp_path / NAME, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        filled(tmp_path, 1_000)
        assert believed(tmp_path) is not None
        other.execute("ROLLBACK")
    other.close()
    assert list(range(40)) == believed(tmp_path)
