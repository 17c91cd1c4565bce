"""The page: it needs nothing else, injects nothing, reads with keyboard and screen reader, and opens in a browser."""

import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from teikit.diagnostics import Diagnostic, Severity
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
    " summary pre mark b footer"
)
OWN = set(TAGS.split())


def test_the_page_holds_every_problem_with_its_source(plain: list[Result], make: Make) -> None:
    page = html.fromstring(make("html", plain))
    problems = page.xpath("//li[starts-with(@class, 'problem')]")
    assert len(problems) == 3
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
    assert not re.search(r"<script|<link|<img|@import|url\(|https?:", text)
    assert "default-src 'none'" in text


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
    assert {str(each.tag) for each in shown.iter() if isinstance(each.tag, str)} <= OWN
    assert len(shown.xpath("//li[starts-with(@class, 'problem')]")) == len(hostile) // 2
    assert "<script>alert(1)</script>" in shown.text_content()


def test_a_page_of_no_files_is_whole(make: Make) -> None:
    assert make("html", []).endswith("</html>\n")
