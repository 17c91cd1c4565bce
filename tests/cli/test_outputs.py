"""No run destroys what it did not make: what is read, what is a stranger's, and what fails half-way."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

MENDABLE = Path(__file__).parents[1] / "data" / "faulty" / "value-date-german.xml"
FAULTY = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><tex/></TEI>\n"
OTHER = "Dear Tom,\n\nall is well.\n\nYours,\nAnn\n"
SCHEMA = '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="more.rng"/></grammar>'
# The files name no schema.
BY_LETTER = ("--schema", "letter")
NAMING = '<?xml-model href="model" type="application/relax-ng-compact-syntax"?>' + FAULTY
MORE = (
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><element name="a"><text/></element></start></grammar>'
)


Run = Callable[..., tuple[int, str, list[str]]]


def full() -> None:
    """Let this process write no more than 2 KiB to any file, as on a disk that is full."""
    import resource  # noqa: PLC0415  not on every system

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_048, 2_048))


def in_its_own_process(*arguments: str, cwd: Path) -> tuple[int, list[str]]:
    """Run the program where a file may have no more than 2 KiB; return its exit status, and what it tells."""
    command = [sys.executable, "-m", "teikit", *arguments]
    # Python would leave halves of its own in the source tree, too.
    own = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=own, check=False, preexec_fn=full)
    return run.returncode, run.stderr.splitlines()


def files(folder: Path) -> dict[str, bytes | str]:
    """All that is in a folder and below: what files hold, where links lead, and what is neither."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = str(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes()
        else:
            found[name] = str(stat.S_IFMT(path.stat().st_mode))
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a document of two names, and what goes with it; beside it what is not its own."""
    home, victim = tmp_path / "home", tmp_path / "victim"
    for path, text in (
        (home / "x.xml", FAULTY),
        (home / "sub" / "y.xml", FAULTY),
        (home / "notes.txt", OTHER),
        (home / "list", "notes.txt\n"),
        (home / "house.rng", SCHEMA),
        (home / "more.rng", MORE),
        (home / "own.toml", "[validate]\n"),
        (home / "named.xml", NAMING),
        (home / "model", "start = element a { text }\n"),
        (home / "house.rnc", 'include "part"\n'),
        (home / "part", "start = element a { text }\n"),
        (home / "meta.json", "{}"),
        (home / ".gitignore", "*.log\n"),
        (home / "notes.zip", "no archive"),
        (victim / ".bashrc", "alias l=ls\n"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    os.link(home / "x.xml", home / "hard.txt")
    (home / "out").symlink_to(victim)
    (home / "soft.txt").symlink_to("x.xml")
    (home / "dangling").symlink_to("../victim/new")
    os.mkfifo(home / "pipe")
    return home


CONFIGURED = (
    "../victim/.bashrc", "../victim/new", "{top}/victim/.bashrc", "{top}/home/new", "out/.bashrc", "out/new",
    "soft.txt", "dangling", "x.xml", "sub/y.xml", "hard.txt", "teikit.toml", "house.rng", "notes.txt", "list", "pipe",
    "sub", ".git/hooks", ".Git/config", "none/new",
)  # fmt: skip


@pytest.mark.parametrize("place", CONFIGURED)
def test_a_configuration_does_not_lead_a_report_over_what_is_not_its_own(program: Run, home: Path, place: str) -> None:
    (home / ".git").mkdir()
    place = place.replace("{top}", str(home.parent))
    (home / "teikit.toml").write_text(f'[validate]\nselect = ["rng"]\n\n[validate.formats]\nconcise = "{place}"\n')
    before = files(home.parent)
    for command in (("validate", "x.xml"), ("validate", "."), ("verify", "sub")):
        run = program(*command, cwd=home)
        assert (run[0], run[1], len(run[2])) == (2, "", 1), run[2]
        assert run[2][0].startswith(f"teikit: {home / 'teikit.toml'}:5: 'validate.formats.concise': "), run[2]
    assert before == files(home.parent)


@pytest.mark.parametrize("place", CONFIGURED)
def test_a_configuration_does_not_lead_a_baseline_over_what_is_not_its_own(
    program: Run, home: Path, place: str
) -> None:
    (home / ".git").mkdir()
    place = place.replace("{top}", str(home.parent))
    (home / "teikit.toml").write_text(f'[validate]\nbaseline = "{place}"\n')
    before = files(home.parent)
    run = program("validate", "x.xml", "--write-baseline", cwd=home)
    assert (run[0], len(run[2])) == (2, 1), run[2]
    assert before == files(home.parent)


def test_a_report_of_the_configuration_replaces_the_one_before_it(program: Run, home: Path) -> None:
    formats = '[validate.formats]\njson = "sub/r.json"\nhtml = "r.html"\n'
    (home / "teikit.toml").write_text(f'{formats}[validate.schemas]\n"*" = "letter"\n')
    first = program("validate", "x.xml", cwd=home)
    (home / "x.xml").write_text(FAULTY.replace("tex", "txe"))
    second = program("validate", "x.xml", cwd=home)
    assert (first[0], second[0]) == (1, 1)
    assert "txe" in (home / "sub" / "r.json").read_text()
    assert "txe" in (home / "r.html").read_text()


ORDERED = (
    ("validate", "x.xml", "--output", "x.xml"),
    ("validate", "x.xml", "--output", "hard.txt"),
    ("validate", "x.xml", "--output", "soft.txt"),
    ("validate", "x.xml", "--output", "dangling"),
    ("validate", "x.xml", "--output", "pipe"),
    ("validate", "x.xml", "--output", "sub"),
    ("validate", "sub", "--output", "sub/y.xml"),
    ("validate", "sub", "x.xml", "--format", "html", "--output", "./sub/../sub/y.xml"),
    ("validate", "*.txt", "--output", "notes.txt"),
    ("validate", "x.xml", "notes.txt", "-x", "--output", "notes.txt"),
    ("validate", "x.xml", "--files-from", "list", "--output", "notes.txt"),
    ("validate", "x.xml", "--files-from", "list", "--output", "list"),
    ("validate", "x.xml", "--files-from", "list", "--shard", "1/2", "--output", "notes.txt"),
    ("validate", "x.xml", "notes.txt", "--jobs", "2", "--output", "notes.txt"),
    ("validate", "x.xml", "--schema", "house.rng", "--output", "house.rng"),
    ("validate", "x.xml", "--schema", "house.rng", "--output", "more.rng"),
    ("validate", "x.xml", "--schema", "house.rnc", "--output", "part"),
    ("validate", "x.xml", "--schema", "house.rnc", "--baseline", "part", "--write-baseline"),
    ("validate", "named.xml", "--output", "model"),
    ("validate", "named.xml", "--format", "json", "--output", "sub/../model", "--jobs", "1"),
    ("validate", "x.xml", "named.xml", "--format", "csv", "--output", "/proc/self/cwd/model", "--jobs", "2"),
    ("validate", "named.xml", "--fix", "--output", "model"),
    ("report", "named.xml", "-o", "model"),
    ("report", "named.xml", "--schema", "house.rnc", "-o", "part", "--jobs", "2"),
    ("validate", "x.xml", "--config", "own.toml", "--output", "own.toml"),
    ("validate", "x.xml", "--format", "json", "--output", "new", "--format", "csv", "--output", "sub/../new"),
    ("validate", "x.xml", "--output", "new.json", "--baseline", "new.json", "--write-baseline"),
    ("validate", "x.xml", "--baseline", "x.xml", "--write-baseline"),
    ("validate", "x.xml", "--baseline", "soft.txt", "--write-baseline"),
    ("report", "x.xml", "-o", "x.xml"),
    ("report", "sub", "-o", "sub/y.xml"),
    ("report", "x.xml", "-o", "dangling"),
    ("verify", "sub", "--output", "sub/new"),
    ("verify", "notes.txt", "--output", "notes.txt"),
    ("encode", "notes.txt", "-o", "notes.txt", "--force"),
    ("encode", "notes.txt", "-o", "soft.txt", "--force"),
    ("encode", "notes.txt", "--meta", "meta.json", "-o", "meta.json", "--force"),
    ("encode", "notes.txt", "--config", "own.toml", "-o", "own.toml", "--force"),
    ("encode", "--files-from", "list", "-o", "list", "--force"),
    ("export", "x.xml", "--to", "tei", "-o", "hard.txt", "--force"),
    ("export", "x.xml", "--to", "csv", "--meta", "meta.json", "-o", "meta.json", "--force"),
    ("export", "x.xml", "--to", "text", "--meta", "meta.json", "-o", "meta.json", "--force"),
    ("schema", "convert", "house.rng", "house.rng", "--force"),
    ("schema", "simplify", "house.rng", "-o", "more.rng", "--force"),
    ("report", "x.xml", "-o", ".gitignore"),
    ("export", "x.xml", "--to", "bag", "-o", "notes.zip", "--force"),
)  # fmt: skip


@pytest.mark.parametrize("command", ORDERED, ids=" ".join)
def test_no_result_takes_the_place_of_what_the_run_reads(program: Run, home: Path, command: tuple[str, ...]) -> None:
    before = files(home.parent)
    run = program(*command, cwd=home)
    assert (run[0], run[1]) == (2, ""), run
    assert len(run[2]) == 1, run[2]
    assert before == files(home.parent)


@pytest.mark.parametrize("form", ["json", "html"])
def test_a_report_does_not_take_the_place_of_one_that_is_merged(program: Run, home: Path, form: str) -> None:
    for name in ("a.json", "b.json"):
        program("validate", "x.xml", "--format", "json", "--output", name, cwd=home)
    before = files(home)
    run = program("merge", "a.json", "b.json", "--format", form, "--output", "b.json", cwd=home)
    assert (run[0], before) == (2, files(home))


def test_a_baseline_is_written_anew_by_whatever_name(program: Run, home: Path) -> None:
    (home / "teikit.toml").write_text('[validate]\nbaseline = "known.json"\n')
    assert program("validate", "x.xml", "--write-baseline", cwd=home)[0] == 0
    run = program("validate", "x.xml", "--baseline", "sub/../known.json", "--write-baseline", cwd=home)
    assert run[0] == 0, run[2]
    run = program("validate", "x.xml", "--output", "known.json", cwd=home)
    assert run[0] == 2
    assert run[2] == ["teikit: known.json: is read by this run, and no result may replace it"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of processes")
@pytest.mark.parametrize("form", ["json", "html", "concise"])
def test_a_disk_that_is_full_leaves_the_old_report(program: Run, home: Path, form: str) -> None:
    place = home / "report"
    (home / "x.xml").write_text(FAULTY.replace("<tex/>", "<tex/>" * 200))
    place.write_text("old")
    # What is kept for later runs is not to be written within the limit.
    program("validate", *BY_LETTER, "x.xml", cwd=home)
    names = set(files(home))
    status, said = in_its_own_process("validate", *BY_LETTER, "x.xml", "--format", form, "--output", "report", cwd=home)
    assert (status, place.read_text(), len(said)) == (2, "old", 1), said
    assert said[0].startswith("teikit: report: cannot be written ("), said
    assert names == set(files(home))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_leaves_the_old_report(program: Run, home: Path) -> None:
    place = home / "sub" / "report"
    place.write_text("old")
    place.parent.chmod(0o500)
    run = program("validate", "x.xml", "--output", "sub/report", cwd=home)
    place.parent.chmod(0o700)
    assert (run[0], place.read_text(), len(run[2])) == (2, "old", 1)


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_a_run_that_is_killed_leaves_the_old_report(home: Path, name: str) -> None:
    """The list comes through a pipe that stays open: the run is surely not over when the signal comes."""
    place = home / "report"
    place.write_text("old")
    command = [sys.executable, "-m", "teikit", "validate", "--files-from", "-", "--jobs", "1", "--schema", "letter"]
    command += ["--format", "json", "--output", "report", "--format", "concise"]
    with subprocess.Popen(
        command, cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
    ) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        # More than is read at a time, so that the first of them are checked.
        run.stdin.write(b"x.xml\n" + b"none.xml\n" * 20_000)
        assert run.stdout.read(1)
        run.send_signal(getattr(signal, name))
        run.stdin.close()
        run.wait()
    assert (place.read_text(), run.returncode) == ("old", {"SIGKILL": -9, "SIGTERM": 143, "SIGINT": 130}[name])


def test_the_document_under_fix_is_whole_where_it_cannot_be_written(program: Run, home: Path) -> None:
    data = MENDABLE.read_bytes()
    (home / "x.xml").write_bytes(data + b"<!-- more -->" * 400)
    before = files(home)
    program("validate", *BY_LETTER, "x.xml", "--diff", cwd=home)
    status, said = in_its_own_process("validate", *BY_LETTER, "x.xml", "--fix", cwd=home)
    assert (status, files(home)) == (2, before)
    assert said[0].startswith("teikit: x.xml: cannot be written ("), said


def test_a_source_of_another_shard_is_not_replaced(program: Run, home: Path) -> None:
    page = "<PcGts xmlns='http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15'><Page/></PcGts>"
    (home / "notes.xml").write_text(page)
    before = files(home)
    run = program("encode", "notes.txt", "notes.xml", "--shard", "1/2", "-o", ".", "--force", cwd=home)
    assert (run[0], before) == (2, files(home)), run
    assert run[2] == ["teikit: notes.xml: is read by this run, and no result may replace it"]
