"""The examples of docs/extending.md work as they are written, and what is broken is refused in one sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from teikit.checks.extensions import FAMILIES
from teikit.rulebook import RULES

ROOT = Path(__file__).parents[2]
LETTER = ROOT / "tests" / "data" / "letters" / "french.xml"
_EXAMPLE = re.compile(r"```toml\n(.*?)```.*?```python (\w+\.py)\n(.*?)```", re.DOTALL)
_GROUP = re.compile(r'\[project\.entry-points\."([\w.]+)"\]')


def examples() -> dict[str, tuple[str, str]]:
    """Return the entry points and the module of each example of docs/extending.md, by the module's name."""
    text = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    return {name: (_GROUP.sub(r"[\1]", points).replace('"', ""), code) for points, name, code in _EXAMPLE.findall(text)}


class Installation:
    """A folder with packages, and teikit run with it on the module path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "site"
        self.work = folder / "work"
        self.folder.mkdir()
        self.work.mkdir()

    def install(self, points: str, modules: dict[str, str], package: str = "house-1.0") -> None:
        info = self.folder / f"{package}.dist-info"
        info.mkdir()
        (info / "entry_points.txt").write_text(points, encoding="utf-8")
        for name, code in modules.items():
            (self.folder / name).write_text(code, encoding="utf-8")

    def install_example(self, name: str) -> None:
        points, code = examples()[name]
        self.install(points, {name: code})

    def run(self, *arguments: object, path: Path | None = None) -> subprocess.CompletedProcess[str]:
        run = [sys.executable, "-m", "teikit", *map(str, arguments)]
        places = {"PYTHONPATH": str(path or self.folder), "XDG_CACHE_HOME": str(self.work / "cache")}
        return subprocess.run(run, capture_output=True, text=True, cwd=self.work, check=False, env=os.environ | places)


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


FORMAT = """
from teikit.exports.format import Format
from teikit.exports.record.source import ExportedFile
FORMAT = Format({name!r}, ".txt", "a format", {maker}=lambda *_: {made})
"""
CHECK = """
from teikit.checks.check import Check
from teikit.checks.finding import Finding
from teikit.diagnostics import Rule, Severity
RULE = Rule({rule!r}, Severity.WARNING, "", "", "", "")
class Own(Check):
    rules = (RULE,)
    elements = frozenset({{"TEI"}})
    def start(self, element):
        {start}
    def findings(self):
        {findings}
"""


def install_format(installation: Installation, name: str, maker: str = "write_each", made: str = "1 / 0") -> None:
    code = FORMAT.format(name=name, maker=maker, made=made)
    installation.install(f"[teikit.exports]\n{name} = own_format:FORMAT\n", {"own_format.py": code})


def install_check(
    installation: Installation, rule: str = "house/x", start: str = "pass", findings: str = "yield from ()"
) -> None:
    code = CHECK.format(rule=rule, start=start, findings=findings)
    installation.install("[teikit.checks]\nown = own_check:Own\n", {"own_check.py": code})


def test_there_is_an_example_of_each_kind() -> None:
    assert sorted(examples()) == ["first_words.py", "house_style.py", "transcripts.py"]


def test_the_example_of_a_format_exports_a_letter_and_is_listed(installation: Installation) -> None:
    installation.install_example("first_words.py")
    result = installation.run("export", LETTER, "--to", "first-words")
    assert (result.returncode, result.stderr) == (0, "")
    assert ": " in result.stdout
    assert "title and first paragraph" in installation.run("export", "--help").stdout


def test_a_format_of_an_extension_works_in_several_processes(installation: Installation) -> None:
    installation.install_example("first_words.py")
    letters = sorted(LETTER.parent.glob("*.xml"))
    result = installation.run("export", *letters, "--to", "first-words", "-o", "out", "--jobs", 2)
    assert result.returncode == 0, result.stderr
    assert len(list((installation.work / "out").iterdir())) == len(letters)


def test_the_example_of_a_check_reports_is_explained_selected_and_cached(installation: Installation) -> None:
    installation.install_example("house_style.py")
    names = []
    for number in range(3):
        letter = re.sub(r"(<div[^>]*>)", r"\1<head>A</head>", LETTER.read_text(encoding="utf-8"), count=1)
        (installation.work / f"{number}.xml").write_text(letter, encoding="utf-8")
        names.append(f"{number}.xml")
    first, again = (installation.run("validate", *names, "--format", "concise") for _ in range(2))
    assert first.stdout.count("warning[house/no-heading] our letters have no heading") == len(names)
    assert (first.stdout, first.returncode) == (again.stdout, again.returncode)
    assert "house/no-heading" not in installation.run("validate", *names, "--ignore", "house").stdout
    assert "Our pages print one above it." in installation.run("explain", "house/no-heading").stdout
    assert "house/no-heading" in installation.run("explain").stdout
    # Another version may say something else of the same files.
    (installation.folder / "house-1.0.dist-info").rename(installation.folder / "house-1.1.dist-info")
    code = installation.folder / "house_style.py"
    code.write_text(code.read_text(encoding="utf-8").replace('"our letters', '"all our letters'), encoding="utf-8")
    assert "all our letters" in installation.run("validate", *names, "--format", "concise").stdout


def test_a_check_that_is_no_longer_installed_says_nothing_from_the_cache(installation: Installation) -> None:
    install_check(installation, findings="yield Finding(RULE, 'found', 0)")
    names = []
    for number in range(3):
        (installation.work / f"{number}.xml").write_bytes(LETTER.read_bytes())
        names.append(f"{number}.xml")
    assert "house/x" in installation.run("validate", *names).stdout
    assert "house/x" not in installation.run("validate", *names, path=installation.work).stdout


def test_the_example_of_a_reader_encodes_a_file_and_finds_it_in_a_folder(installation: Installation) -> None:
    installation.install_example("transcripts.py")
    source = installation.work / "in" / "a.transcript"
    source.parent.mkdir()
    source.write_text("% a comment\nDear Ann,\n\nall is well.\n\nYours,\nBen\n", encoding="utf-8")
    result = installation.run("encode", source)
    assert "Dear Ann," in result.stdout
    assert "comment" not in result.stdout
    assert installation.run("encode", "in", "-o", "out").returncode == 0
    assert [each.name for each in (installation.work / "out").rglob("*.xml")] == ["a.xml"]


@pytest.mark.parametrize(
    ("points", "code", "reason"),
    [
        ("own = absent:FORMAT", "", "cannot be loaded: ModuleNotFoundError: No module named 'absent'"),
        ("own = own_format:ABSENT", "", "cannot be loaded: AttributeError: module 'own_format' has no"),
        ("own = own_format:x", "raise SystemExit('bye')", "cannot be loaded: SystemExit: bye"),
        ("own = own_format:x", "x = 1", "expected a teikit.exports.format.Format, found int"),
        ("own =", "", "is incorrect: expected NAME = MODULE:OBJECT"),
        ("own = own_format:FORMAT", FORMAT.format(name="other", maker="write_each", made=1), "have different names"),
        ("own = own_format:FORMAT", FORMAT.format(name="own", maker="pack", made=1), "or pack with kind"),
        ("own = own_format:FORMAT", FORMAT.format(name="own", maker="write_each", made="1 / 0"), "failed: Zero"),
    ],
)  # fmt: skip
def test_a_broken_format_is_one_sentence(installation: Installation, points: str, code: str, reason: str) -> None:
    installation.install(f"[teikit.exports]\n{points}\n", {"own_format.py": code})
    result = installation.run("export", LETTER, "--to", "own")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("teikit: the export format 'own' of the package house 1.0 ")
    assert reason in result.stderr
    assert result.stderr.count("\n") == 1
    # What is teikit's own works on.
    assert installation.run("export", LETTER, "--to", "text").returncode == 0


PACKAGE = """
from teikit.exports.format import Format, PackageKind
from teikit.storage.packages import Package

def pack(contents, settings):
    return Package((f"{number}.tei", letter.data) for number, letter in enumerate(contents.letters))

def matches(files):
    return "0.tei" in files.openers

KIND = PackageKind("a box", matches, lambda files, name: [], lambda problems: "a good box", matches)
FORMAT = Format("box", "", "a box of letters", pack=pack, kind=KIND)
"""


@pytest.mark.parametrize("out", ["out", "out.zip"])
def test_a_package_of_an_extension_is_made_recognised_verified_and_replaced(
    installation: Installation, out: str
) -> None:
    installation.install("[teikit.exports]\nbox = box:FORMAT\n", {"box.py": PACKAGE})
    for force in ([], ["--force"]):
        result = installation.run("export", LETTER, "--to", "box", "-o", out, "-q", *force)
        assert (result.returncode, result.stderr) == (0, "")
    result = installation.run("verify", out)
    assert (result.returncode, "a good box" in result.stdout + result.stderr) == (0, True)
    # A package of no kind: the message names all that there are.
    result = installation.run("verify", LETTER.parent)
    assert "nor a box" in result.stderr


def test_a_format_with_a_name_of_teikits_is_refused_and_ours_is_used(installation: Installation) -> None:
    install_format(installation, "text")
    assert installation.run("export", LETTER, "--to", "text").returncode == 0
    assert "has the name of a format of teikit's" in " ".join(installation.run("export", "--help").stdout.split())


def test_two_packages_with_one_name_are_refused(installation: Installation) -> None:
    for package in ("one-1.0", "two-1.0"):
        installation.install("[teikit.exports]\nown = own_format:FORMAT\n", {}, package)
    result = installation.run("export", LETTER, "--to", "own")
    assert result.returncode == 2
    assert "of the package two 1.0 has the name of one of the package one" in result.stderr


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"rule": "tei/x"}, "the id of its rule 'tei/x' must begin with a name of its own"),
        ({"rule": "x"}, "the id of its rule 'x' must begin with a name of its own"),
        ({"start": "1 / 0"}, "failed: ZeroDivisionError: division by zero"),
        ({"findings": "yield 1 / 0"}, "failed: ZeroDivisionError: division by zero"),
        ({"findings": "yield 1"}, "it reports what is not a Finding of one of its rules"),
    ],
)
def test_a_broken_check_is_one_sentence(installation: Installation, change: dict[str, str], reason: str) -> None:
    install_check(installation, **change)
    result = installation.run("validate", LETTER, "-q")
    assert result.returncode == 2
    assert "the check 'own' of the package house 1.0 " in result.stdout + result.stderr
    assert reason in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_a_reader_of_a_suffix_of_teikits_is_refused(installation: Installation) -> None:
    installation.install("[teikit.sources]\ndocx = own:read\n", {})
    (installation.work / "a.other").write_text("Dear Ann,\n", encoding="utf-8")
    result = installation.run("encode", "a.other")
    assert result.returncode == 2
    assert "claims a suffix that teikit reads itself" in result.stderr


def test_a_broken_reader_is_one_sentence(installation: Installation) -> None:
    code = "def read(data, file, encoding):\n    return ['words']\n"
    installation.install("[teikit.sources]\nown = own_reader:read\n", {"own_reader.py": code})
    (installation.work / "a.own").write_text("Dear Ann,\n", encoding="utf-8")
    result = installation.run("encode", "a.own")
    assert result.returncode == 2
    assert "the source reader 'own' of the package house 1.0 is incorrect" in result.stderr


def test_the_working_directory_adds_no_extension(installation: Installation, tmp_path: Path) -> None:
    evil = f"open({str(tmp_path / 'run')!r}, 'w')"
    site = Installation.__new__(Installation)
    site.folder, site.work = installation.work, installation.work
    site.install("[teikit.checks]\nown = own_check:Own\n", {"own_check.py": evil})
    assert "own" not in installation.run("validate", LETTER).stderr
    assert not (tmp_path / "run").exists()


def test_no_extension_may_claim_a_family_of_teikits_rules() -> None:
    assert {rule.partition("/")[0] for rule in RULES} <= FAMILIES
