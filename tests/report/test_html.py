"""The page: it needs nothing else, injects nothing, reads with keyboard and screen reader, and opens in a browser."""

import base64
import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from support.browser import Browser
from teikit.diagnostics import Diagnostic, Position, Severity, Span, point
from teikit.report.reporter import Result

Make = Callable[..., str]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
TAGS = (
    "html head meta title style body a header p h1 dl div dt dd nav ul li main section h2 h3 span code ol details"
    " summary pre mark b i footer script"
)
OWN = set(TAGS.split())
# What the script of the page adds.
FILTER = {"form", "label", "input", "select", "option", "button", "output"}
ROWS = "//details[@class = 'file']/ol/li"


def test_the_page_holds_every_problem_with_its_source(plain: list[Result], make: Make) -> None:
    page = html.fromstring(make("html", plain))
    problems = page.xpath(ROWS)
    assert [each.get("class") for each in problems] == ["error", "warning", "info"]
    assert problems[0].xpath(".//mark/text()") == ["<saluet"]
    assert "To fix it: write 'salute'" in problems[0].text_content()
    assert page.findtext(".//h1") == "1 of 2 files is invalid"
    assert "none.xml: no such file" in page.text_content()
    assert "1 file without problems." in page.text_content()


def test_every_link_leads_to_a_problem_or_a_part(plain: list[Result], make: Make) -> None:
    page = html.fromstring(make("html", plain))
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    assert {each.removeprefix("#") for each in page.xpath("//@href")} <= set(names)


def test_hostile_text_is_text(hostile: list[Result], make: Make) -> None:
    page = html.fromstring(make("html", hostile))
    assert {str(each.tag) for each in page.iter() if isinstance(each.tag, str)} <= OWN
    assert not [name for each in page.iter() for name in each.attrib if name.startswith("on")]
    assert "<script>alert(1)</script><img src=x onerror=alert(1)>" in page.text_content()


def test_the_page_asks_for_nothing_from_elsewhere(plain: list[Result], make: Make) -> None:
    text = make("html", plain)
    assert not re.search(r"<link|<img|@import|url\(|https?:|\bsrc=|fetch\(|import\b", text)
    assert "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" in text


def test_the_only_script_is_the_one_whose_digest_the_policy_has(hostile: list[Result], make: Make) -> None:
    text = make("html", hostile)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert len(scripts) == 1
    assert f"script-src 'sha256-{digest}'\">" in text
    assert "<script" not in make("html", [Result("a.xml")])


def many(rule: str, *found: tuple[int, str], severity: Severity = Severity.ERROR, file: str = "a.xml") -> Result:
    """A file with problems of one rule, by line and message."""
    return Result(file, [Diagnostic(file, rule, severity, words, point(line, 1)) for line, words in found])


def test_problems_that_differ_in_values_alone_are_one_row_with_its_places(make: Make) -> None:
    result = many("tei/x", (3, "'a' is no date"), (5, "'b' is no date"), (9, "'a' is no date"), (11, "it is late"))
    first, second = html.fromstring(make("html", [result])).xpath(ROWS)
    assert [each.text_content() for each in first.iter("p")] == [
        "error 3:1 'a' is no date tei/x",
        "Also at 5:1 'b', 9:1",
    ]
    assert (first.get("data-n"), second.get("data-n")) == ("3", None)


def test_errors_come_before_warnings_in_files_and_among_rules_and_files(make: Make) -> None:
    late = many("r/warn", (1, "w"), (2, "v"), (3, "u"), severity=Severity.WARNING, file="a.xml")
    both = many("r/warn", (1, "w"), severity=Severity.WARNING, file="b.xml")
    both = both._replace(diagnostics=[*both.diagnostics, *many("r/err", (9, "e"), file="b.xml").diagnostics])
    page = html.fromstring(make("html", [late, both]))
    assert page.xpath("//details/summary/h3//text()[contains(., '.xml')]") == ["b.xml", "a.xml"]
    assert page.xpath("//details[@class = 'file'][1]/ol/li/@class") == ["error", "warning"]
    assert page.xpath("//details[starts-with(@class, 'rule')]/summary//code/text()") == ["r/err", "r/warn"]


def test_without_a_script_everything_is_shown(plain: list[Result], make: Make) -> None:
    page = html.fromstring(make("html", plain))
    assert page.xpath("//details[not(@open)] | //*[@hidden] | //form") == []


def test_a_report_of_many_problems_is_small(make: Make) -> None:
    """60 files with 2,900 problems, half of them like another one in their file: less than in editions."""
    line = '          <p rend="indent" xml:id="p%d">Words of a line of a letter, as long as they are: %s</p>\n'
    results = []
    for number in range(60):
        file = f"letters/collection/letter-{number:04}.xml"
        problems = [
            Diagnostic(
                file,
                f"rng/kind-{each % 4}",
                Severity.ERROR,
                f"element 'n{each % 24}' is not allowed in 'div', expected 'p', 'head', 'lg' and 12 more",
                Span(Position(each + 1, 11), Position(each + 1, 13)),
                expected=tuple(f"e{name}" for name in range(15)),
            )
            for each in range(49)
        ]
        source = [line % (each, "word " * 20) for each in range(60)]
        results.append(Result(file, problems[: 48 + (number < 20)], lines=lambda source=source: source))
    assert sum(len(each.diagnostics) for each in results) == 2_900
    text = make("html", results)
    assert html.fromstring(text).xpath("count(//details[@class = 'file'])") == 60
    assert len(text.encode()) < 500_000


def test_the_page_has_landmarks_one_first_heading_and_no_gap_between_headings(plain: list[Result], make: Make) -> None:
    page = html.fromstring(make("html", plain))
    assert page.get("lang") == "en"
    assert [len(page.findall(f".//{name}")) for name in ("header", "nav", "main", "footer", "h1")] == [1, 1, 1, 1, 1]
    levels = [int(each.tag[1]) for each in page.iter("h1", "h2", "h3")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.xpath("//body/a[1]/@href") == ["#rules"]


@pytest.mark.parametrize(
    ("results", "title"),
    [
        ([Result("a.xml")], "The file is valid"),
        ([Result("a.xml"), Result("b.xml")], "All 2 files are valid"),
        ([Result("a.xml", failure="gone")], "1 file could not be checked"),
        ([Result("a.xml", [Diagnostic("a.xml", "r/r", Severity.ERROR, "m")])], "The file is invalid"),
        ([Result("a.xml", [Diagnostic("a.xml", "r/r", Severity.WARNING, "m")])], "The file is valid"),
    ],
)
def test_the_title_is_the_verdict(results: list[Result], title: str, make: Make) -> None:
    assert html.fromstring(make("html", results)).findtext(".//h1") == title


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours."""
    light = []
    for colour in (one, other):
        digits = colour.lstrip("#") if len(colour) == 7 else "".join(char * 2 for char in colour.lstrip("#"))
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        light.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(light) + 0.05) / (min(light) + 0.05)


def test_every_colour_of_text_has_contrast_enough_in_light_dark_and_print() -> None:
    css = (Path(__file__).parents[2] / "src" / "teikit" / "report" / "page.css").read_text(encoding="utf-8")
    schemes = [dict(re.findall(r"--([a-z]+): (#[0-9a-f]+)", block)) for block in re.findall(r":root \{([^}]*)\}", css)]
    assert len(schemes) == 3
    for colours in schemes:
        for name in ("ink", "soft", "link", "error", "warning", "info", "help"):
            for ground in ("paper", "raised"):
                assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
        assert contrast(colours["ink"], colours["mark"]) >= 4.5


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_a_browser_shows_the_hostile_page_and_runs_nothing_in_it(
    hostile: list[Result], make: Make, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(make("html", hostile), encoding="utf-8")
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={tmp_path / 'user'}", "--dump-dom", page.as_uri()]
    shown = html.fromstring(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert {str(each.tag) for each in shown.iter() if isinstance(each.tag, str)} <= OWN | FILTER
    assert len(shown.xpath(ROWS)) == len(hostile) // 2
    assert "<script>alert(1)</script>" in shown.text_content()


def test_a_page_of_no_files_is_whole(make: Make) -> None:
    assert make("html", []).endswith("</html>\n")


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("needs Chromium")
    opened = Browser(tmp_path / "user")
    yield opened
    opened.close()


SHOWN = "[...document.querySelectorAll('.file > ol > li')].filter(each => each.checkVisibility()).map(each => each.id)"


@pytest.mark.slow
def test_the_page_filters_by_severity_rule_file_and_text(make: Make, browser: Browser, tmp_path: Path) -> None:
    one = many("r/err", (1, "element 'a'"), (2, "element 'a'"), (3, "other words"))
    other = many("r/warn", (1, "element 'b'"), severity=Severity.WARNING, file="b.xml")
    page = tmp_path / "page.html"
    page.write_text(make("html", [one, other]), encoding="utf-8")
    browser.open(page, 1280)
    status = "document.querySelector('.filter output').textContent"
    assert (browser.run(SHOWN), browser.run(status)) == (["p1", "p2", "p3"], "4 of 4 problems")
    change = "dispatchEvent(new Event('change', {bubbles: true}))"
    choose = (
        "(name, value) => { const one = document.querySelector('.filter ' + name); one.value = value;"
        f" one.{change}; }}"
    )
    browser.run(f"({choose})('select', 'r/warn')")
    assert (browser.run(SHOWN), browser.run(status)) == (["p3"], "1 of 4 problems")
    browser.run(f"({choose})('select', '')")
    browser.run(f"({choose})('[type=search]', 'A.XML ELEMENT')")
    assert (browser.run(SHOWN), browser.run(status)) == (["p1"], "2 of 4 problems")
    browser.run(f"({choose})('[type=search]', '')")
    browser.run(f"(box => {{ box.checked = false; box.{change}; }})(document.querySelector('.filter input'))")
    assert (browser.run(SHOWN), browser.run(status)) == (["p3"], "1 of 4 problems")
    browser.run("document.querySelector('.filter button').click()")
    assert browser.run(SHOWN) == []


@pytest.mark.slow
def test_axe_finds_no_fault_in_a_long_report(
    make: Make, browser: Browser, installed: Callable[[str], Path], tmp_path: Path
) -> None:
    results = [
        many(
            f"r/{severity}",
            *((line, f"fault {'x' * line}") for line in range(1, 40)),
            severity=severity,
            file=f"{file}.xml",
        )
        for severity in Severity
        for file in range(4)
    ]
    page, script = tmp_path / "page.html", installed("node_modules/axe-core/axe.min.js").read_text()
    page.write_text(make("html", results), encoding="utf-8")
    for way in ((360, "screen", "dark"), (1280, "screen", "light")):
        browser.open(page, *way)
        browser.run(script)
        assert browser.run("axe.run(document).then(all => all.violations.map(one => one.id))") == []
