"""What holds for every format: whole or not at all, only at OUT, whatever happens and whatever letters are called."""

import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from teikit.exports.formats import FORMATS

ROOT = Path(__file__).parents[2]
LETTERS = [ROOT / "tests" / "data" / "letters" / f"{name}.xml" for name in ("french", "transcribed")]
# Where many formats look for who wrote it, and by which licence.
MORE = 'sender = "Ann Able"\nlicence = "https://creativecommons.org/licenses/by/4.0/"\n'
# A package goes to a folder or to an archive.
# A site is brought up to date file by file: tests/exports/site/test_site_again.py.
# A manifest is of pictures, which these letters do not have; it is written as other files of one letter are.
_OF_FORMATS = {
    name: ["", ".zip"] if each.pack else [""] for name, each in FORMATS.items() if not each.is_site and name != "iiif"
}
TARGETS = [(name, suffix) for name, suffixes in _OF_FORMATS.items() for suffix in suffixes]
every_target = pytest.mark.parametrize(("to", "suffix"), TARGETS, ids=[f"{to}{suffix}" for to, suffix in TARGETS])
pytestmark = [pytest.mark.slow]  # exports hundreds of times
Held = dict[str, bytes]


def held(folder: Path) -> Held:
    """The files at or below a path by their names; what killed exports left beside others does not count."""
    if folder.is_file():
        return {"": folder.read_bytes()}
    paths = (path for path in folder.rglob("*") if path.is_file() and ".teikit-" not in str(path.relative_to(folder)))
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


@dataclass
class Program:
    """Runs teikit in children of a process that has loaded it, in a namespace where it may mount."""

    process: subprocess.Popen
    mounts: bool

    def _ask(self, **order: object) -> Any:
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self, *arguments: str | Path, **more: int) -> int:
        return self._ask(start=[os.fsencode(one).hex() for one in arguments], **more)

    def wait(self, child: int) -> tuple[int, str]:
        status, told = self._ask(wait=child)
        return status, told

    def run(self, *arguments: str | Path, **more: int) -> tuple[int, str]:
        return self.wait(self.start(*arguments, **more))

    def call(self, *command: str | Path) -> int:
        return self._ask(call=list(map(str, command)))

    def seen(self, path: Path) -> Path:
        """A path as the program sees it, with what is mounted there."""
        return Path(f"/proc/{self.process.pid}/root{path}") if self.mounts else path


@pytest.fixture(scope="session")
def program() -> Iterator[Program]:
    alone = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    able = [*alone, "mount", "-t", "tmpfs", "none", "/mnt"]
    mounts = bool(shutil.which("unshare")) and not subprocess.run(able, check=False, capture_output=True).returncode
    command = [*(alone if mounts else []), sys.executable, str(Path(__file__).parents[1] / "support" / "forking.py")]
    given = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=given) as process:
        yield Program(process, mounts)
        process.stdin.close()


@dataclass
class Job:
    """An export of letters to OUT, which stands alone in a folder; `whole` is what is there when it ends well."""

    program: Program
    arguments: list[str | Path]
    out: Path
    each: bool
    whole: Held

    def clear(self) -> None:
        shutil.rmtree(self.out.parent)
        self.out.parent.mkdir()

    def left(self) -> list[str]:
        """What stands beside OUT, or in it where it holds files of letters: what an export should take away again."""
        # The journal stays where letters are missing, so that the next run goes on from there.
        return [str(path) for path in self.out.parent.rglob(".teikit-*") if not path.name.startswith(".teikit-journal")]

    def is_whole(self, before: Held | None = None) -> bool:
        """Whether what is at OUT is nothing or whole; where something was there, that or the new."""
        now = held(self.out)
        if not self.each:
            return now in ({} if before is None else before, self.whole)
        if before is None:
            return now.items() <= self.whole.items()
        return now.keys() == before.keys() and all(now[one] in (before[one], self.whole[one]) for one in now)


@pytest.fixture
def job(program: Program, to: str, suffix: str, told_beside: str, tmp_path: Path) -> Job:
    (tmp_path / "meta.toml").write_text(MORE + told_beside)
    out = tmp_path / "place" / f"out{suffix}"
    out.parent.mkdir()
    arguments = ["export", *LETTERS, "--to", to, "--meta", tmp_path / "meta.toml", "-o", out]
    status, told = program.run(*arguments)
    if status == 2 and "teikit[" in told:
        pytest.skip(told)
    assert status == 0, told
    made = Job(program, arguments, out, each=bool(FORMATS[to].write_each), whole=held(out))
    assert made.whole
    assert made.left() == []
    return made


@every_target
def test_an_export_gives_the_same_bytes_each_time(job: Job) -> None:
    job.clear()
    assert job.program.run(*job.arguments)[0] == 0
    assert held(job.out) == job.whole


def delays(job: Job, count: int, seed: str) -> Iterator[float]:
    """Chance moments in the time that the export takes."""
    start = time.monotonic()
    job.program.run(*job.arguments, "--force")
    whole = time.monotonic() - start
    chance = random.Random(seed)
    return (chance.uniform(0, whole * 1.1) for _ in range(count))


def kill(job: Job, delay: float, *more: str) -> None:
    child = job.program.start(*job.arguments, *more)
    time.sleep(delay)
    # The program waits for its child only when it is asked to: the id is still the child's.
    os.kill(child, signal.SIGKILL)
    assert job.program.wait(child)[0] in {0, -signal.SIGKILL}


@every_target
def test_a_killed_export_leaves_nothing_or_the_whole(job: Job, to: str) -> None:
    for delay in delays(job, 10, to):
        job.clear()
        kill(job, delay)
        assert job.is_whole()


@every_target
def test_a_killed_export_leaves_the_old_or_the_new(job: Job, to: str) -> None:
    for delay in delays(job, 10, to):
        job.clear()
        assert job.program.run(*job.arguments)[0] == 0
        if FORMATS[to].pack:
            # A package is replaced only as it was made, as a folder or as an archive: the former one is of one letter.
            job.clear()
            assert job.program.run(*(one for one in job.arguments if one != LETTERS[1]))[0] == 0
        else:
            for path in [job.out] if job.out.is_file() else [each for each in job.out.rglob("*") if each.is_file()]:
                path.write_bytes(b"old")
        before = held(job.out)
        assert before != job.whole
        kill(job, delay, "--force")
        if not job.out.exists() and job.out.suffix == "" and FORMATS[to].pack:
            # Between two renames of folders, where they cannot be exchanged; the old one is kept beside.
            (old,) = job.out.parent.glob(".teikit-*/old/out")
            assert held(old) == before
        else:
            assert job.is_whole(before)


def refused(told: str) -> bool:
    """Whether a program told in single lines for people what it could not do."""
    lines = told.splitlines()
    return bool(lines) and "Traceback" not in told and all(one.isprintable() for one in lines)


@every_target
def test_a_limit_on_files_leaves_nothing_or_the_whole(job: Job) -> None:
    largest = max(map(len, job.whole.values()))
    for limit in (0, 1, largest // 2, largest - 1):
        job.clear()
        status, told = job.program.run(*job.arguments, limit=limit)
        assert (status, refused(told)) == (2, True), told
        assert "file too large" in told
        assert job.left() == []
        assert job.is_whole()


def mounted(job: Job, *command: str | Path) -> None:
    if not job.program.mounts or job.program.call(*command):
        pytest.skip("nothing may be mounted here")


@every_target
def test_a_full_disk_leaves_nothing_or_the_whole(job: Job) -> None:
    size = sum(map(len, job.whole.values()))
    place = job.out.parent
    for part in (0.1, 0.6, 0.9):
        job.clear()
        # It counts in pages.
        mounted(job, "mount", "-t", "tmpfs", "-o", f"size={max(4096, int(size * part) // 4096 * 4096)}", "none", place)
        try:
            status, told = job.program.run(*job.arguments)
            inside = Job(job.program, [], job.program.seen(job.out), job.each, job.whole)
            assert inside.is_whole()
            assert inside.left() == []
            assert status == 0 or ("no space left" in told and refused(told)), told
            assert status in {0, 2}
        finally:
            assert job.program.call("umount", place) == 0


@every_target
@pytest.mark.parametrize("there", [False, True], ids=["new", "old"])
def test_a_place_that_is_read_only_is_told_and_kept(job: Job, *, there: bool) -> None:
    place = job.out.parent
    if not there:
        job.clear()
    mounted(job, "mount", "--bind", place, place)
    try:
        mounted(job, "mount", "-o", "remount,ro,bind", place)
        status, told = job.program.run(*job.arguments, "--force")
    finally:
        assert job.program.call("umount", place) == 0
    assert (status, refused(told)) == (2, True), told
    assert "read-only file system" in told
    assert held(job.out) == (job.whole if there else {})


@every_target
@pytest.mark.parametrize("force", [(), ("--force",)], ids=["", "force"])
def test_of_exports_at_once_one_stays_whole(job: Job, force: Sequence[str]) -> None:
    for _ in range(3):
        job.clear()
        both = [job.program.start(*job.arguments, *force) for _ in range(2)]
        ended = [job.program.wait(child) for child in both]
        assert all(status == 0 or (status == 2 and refused(told)) for status, told in ended), ended
        assert job.each or 0 in {status for status, _ in ended}
        assert held(job.out) == job.whole
        assert job.left() == []


HOSTILE = [
    b"..", b"CON", b"nul.a", b"a\xe2\x80\xaeb", b"x\ny", b"\xff\xfe", "😀".encode(), b"50% a", b"-q", b"a", b" ",
    b"\x1b[31m", b"x" * 240, "ü".encode(), "u\u0308".encode(), b"$(touch ran)", b"a;b", b"=1+1",
]  # fmt: skip


@every_target
def test_hostile_names_and_ids_stay_inside(job: Job, tmp_path: Path) -> None:
    job.clear()
    sources = tmp_path / "sources"
    sources.mkdir()
    letter = LETTERS[0].read_text()
    ids = ["../../x", "CON", "a" * 300, "a\u202eb", "a&#10;b", "😀", "/etc/passwd", "", "C:\\x"]
    paths = [sources / os.fsdecode(name + b".xml") for name in HOSTILE]
    for path, given in zip(paths, itertools.cycle(ids), strict=False):
        path.write_text(letter.replace("<TEI ", f'<TEI xml:id="{given}" ', 1))
    before = held(sources)
    start, end = job.arguments.index(LETTERS[0]), job.arguments.index("--to")
    arguments = [*job.arguments[:start], *paths, *job.arguments[end:]]
    status, told = job.program.run(*arguments)
    assert (status, refused(told)) == (0, True), told
    assert held(sources) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["meta.toml", "place", "sources"]
    assert [each.name for each in job.out.parent.iterdir()] == [job.out.name]
    made = held(job.out)
    assert len(made) >= len(paths) or not job.each
    if FORMATS[job.arguments[job.arguments.index("--to") + 1]].pack and job.out.suffix == "":
        assert all(name.isascii() and name.isprintable() and max(map(len, name.split("/"))) <= 100 for name in made)
