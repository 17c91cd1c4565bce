"""The overview at the command line: as tables, as a page, as JSON; inert, the same each time, whole."""

import json
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

ROOT = Path(__file__).parents[2]
AXE = ROOT / ".venv" / "judges" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --virtual-time-budget=20000"
)
LETTER = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><profileDesc><correspDesc><correspAction type="sent">'
    '<persName ref="https://d-nb.info/gnd/1">{0}</persName><placeName>{0}</placeName><date when="18{1}-05-02"/>'
    '</correspAction><correspAction type="received"><persName>{0} B</persName></correspAction></correspDesc>'
    "</profileDesc></teiHeader><text><body><p/></body></text></TEI>"
)
HOSTILE = "&lt;script>alert(1)&lt;/script> [red]x[/red] [/x] ##[error]y \u202eevil ::error::x"
pytestmark = [pytest.mark.slow]  # each starts the program


def report(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "teikit", "report", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, encoding="utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "c").mkdir()
    for number in range(4):
        name = HOSTILE if number == 3 else "Ann"
        (tmp_path / "c" / f"{number}.xml").write_text(LETTER.format(name, 90 + number), encoding="utf-8")
    return tmp_path


def test_tables_tell_what_the_corpus_holds(corpus: Path) -> None:
    made = report("c", "--schema", "letter", cwd=corpus)
    assert (made.returncode, made.stderr) == (0, "4 files, 4 letters\n")
    assert "4 letters from 1890 to 1893" in made.stdout
    assert re.search(r"^Ann B +0 +3", made.stdout, re.MULTILINE)
    assert "rng/element-missing" in made.stdout


def test_letters_without_a_known_schema_are_not_said_to_be_valid(corpus: Path) -> None:
    for each in (corpus / "c").iterdir():
        each.write_text('<?xml-model href="a.xsd"?>' + each.read_text(encoding="utf-8"), encoding="utf-8")
    made = report("c", "--format", "json", cwd=corpus)
    told = json.loads(made.stdout)
    assert (told["overview"]["invalid"], told["overview"]["undecided"]) == (0, 4)
    assert "Whether 4 files are valid is not known" in report("c", cwd=corpus).stdout


def test_without_validation_there_are_no_problems(corpus: Path) -> None:
    made = report("c", "--no-validate", "--format", "json", cwd=corpus)
    assert json.loads(made.stdout)["rules"] == []


def test_text_is_inert_and_no_line_commands_ci(corpus: Path) -> None:
    made = report("c", cwd=corpus).stdout
    assert "[red]x[/red] [/x]" in made
    assert not {"\x1b", "\u202e"} & set(made)
    assert not [line for line in made.splitlines() if "##[" in line or line.lstrip().startswith("::")]


def test_the_page_is_inert_fetches_nothing_and_has_one_order_of_headings(corpus: Path) -> None:
    assert report("c", "-o", "r.html", cwd=corpus).returncode == 0
    text = (corpus / "r.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|<link|<img|@import|url\(", text)
    assert "default-src 'none'" in text
    page = html.fromstring(text)
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    assert {each[1:] for each in page.xpath("//@href[starts-with(., '#')]")} <= set(names)
    levels = [int(each.tag[1]) for each in page.iter("h1", "h2", "h3")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(page.xpath("//*[local-name()='rect']")) == 4
    assert page.xpath("//*[local-name()='svg']/@aria-label")


def test_the_report_is_the_same_each_time(corpus: Path) -> None:
    for form in ("table", "html", "json"):
        assert report("c", "--format", form, cwd=corpus).stdout == report("c", "--format", form, cwd=corpus).stdout


def test_one_process_and_two_tell_the_same(corpus: Path) -> None:
    one, two = (report("c", "--format", "json", "--jobs", jobs, cwd=corpus) for jobs in ("1", "2"))
    assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(corpus: Path) -> None:
    (corpus / "c" / "broken.xml").write_text("<TEI")
    made = report("c", "none.xml", "--format", "json", cwd=corpus)
    assert made.returncode == 2
    assert [each["file"] for each in json.loads(made.stdout)["unreadable"]] == ["c/broken.xml", "none.xml"]
    assert report("c", cwd=corpus).returncode == 1


def test_rows_beyond_the_most_are_counted(corpus: Path) -> None:
    assert "\nand 8 more\n" in report("c", "--max-rows", "3", "--no-validate", cwd=corpus).stdout


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
@pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core: npm install --prefix .venv/judges axe-core")
@pytest.mark.parametrize("scheme", ["0", "1"])
def test_axe_finds_nothing_in_light_and_dark(corpus: Path, scheme: str) -> None:
    report("c", "-o", "r.html", cwd=corpus)
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", (corpus / "r.html").read_text("utf-8"))
    tell = (
        "axe.run().then(found => { document.body.id = 'axe' + JSON.stringify(found.violations.map(each => each.id)) })"
    )
    script = AXE.read_text(encoding="utf-8").replace("</script", "<\\/script")
    (corpus / "axe.html").write_text(page.replace("</body>", f"<script>{script}\n{tell}</script></body>"), "utf-8")
    flags = [*FLAGS.split(), f"--user-data-dir={corpus / 'user'}", f"--blink-settings=preferredColorScheme={scheme}"]
    command = [str(CHROMIUM), *flags, "--dump-dom", (corpus / "axe.html").as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert re.search(r'<body id="axe(.*?)">', shown)[1] == "[]"  # type: ignore[index]  axe has run, or this fails
