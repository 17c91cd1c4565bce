"""Sites before the judges of the web: the Nu Html Checker, axe-core, and a browser that opens them from a disk."""

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from support.browser import PROGRAM, Browser
from support.java import run_java
from support.letters_for_sites import export_site, write_letters
from teikit.operations.export import ExportOptions

AXE = "axe.run(document).then(all => all.violations.map(one => [one.id, one.nodes.map(node => node.html)]))"
SEEN_AS = [
    (400, "screen", "light"),
    (400, "screen", "dark"),
    (1280, "screen", "light"),
    (1280, "screen", "dark"),
    (700, "print", "light"),
]
PAGES = ("index.html", "letters/a.html", "people.html", "places.html", "network.html", "search.html")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    export_site(write_letters(folder / "letters"), folder / "site", ExportOptions(day=date(2024, 5, 6)))
    return folder / "site"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if not PROGRAM:
        pytest.skip("there is no Chromium to show pages")
    found = Browser(tmp_path_factory.mktemp("profile"))
    yield found
    found.close()


@pytest.mark.timeout(120)  # starts a Java program
def test_the_nu_html_checker_finds_no_fault_in_a_site(site: Path, installed: Callable[[str], Path]) -> None:
    jar = installed("node_modules/vnu-jar/build/dist/vnu.jar")
    if not shutil.which("java"):
        pytest.skip("there is no Java, which the Nu Html Checker runs on")
    files = map(str, sorted(site.rglob("*.html")))
    command = ["java", "-Xss8m", "-jar", str(jar), "--errors-only", "--format", "gnu", *files]
    assert run_java(command)[1] == ""


@pytest.mark.timeout(120)  # shows 30 pages in a browser
def test_axe_finds_no_barrier_in_a_site(site: Path, browser: Browser, installed: Callable[[str], Path]) -> None:
    script = installed("node_modules/axe-core/axe.min.js").read_text()
    pages = [*PAGES, *(next((site / name).iterdir()).relative_to(site).as_posix() for name in ("people", "places"))]
    for page in pages:
        for width, media, scheme in SEEN_AS:
            browser.open(site / page, width, media, scheme)
            assert browser.run("document.documentElement.scrollWidth") <= width, f"{page} is wider than {width}"
            browser.run(script)
            assert browser.run(AXE) == [], (page, width, media, scheme)


def found_by(browser: Browser, site: Path, query: str) -> list[str]:
    """The titles and excerpts that the search finds, as a reader sees them."""
    browser.open(site / "search.html", 1280)
    browser.run(
        "const field = document.querySelector('main input[type=search]');"
        f"field.value = {query!r}; field.form.requestSubmit(); 0"
    )
    found, wanted = [], -1
    deadline = time.monotonic() + 30
    while len(found) != wanted and time.monotonic() < deadline:
        time.sleep(0.02)
        status = browser.run("document.getElementById('found').textContent")
        found = browser.run("[...document.querySelectorAll('#results li')].map(one => one.textContent)")
        wanted = -1 if not status or "…" in status else int(status.split()[0]) if status[0].isdigit() else 0
    assert len(found) == wanted
    return found


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("cafe", 1),
        ("CAFÉ zurich", 1),
        ("snow", 2),
        ("snowf", 1),
        ("all well", 2),
        ('"dear friend"', 2),
        ('"friend dear"', 0),
        ("unheard", 0),
        ("s", 4),
    ],
)
def test_the_search_works_from_a_disk(browser: Browser, site: Path, query: str, count: int) -> None:
    assert len(found_by(browser, site, query)) == count


def test_the_search_shows_where_it_found_the_words(browser: Browser, site: Path) -> None:
    (found,) = found_by(browser, site, "zurich")
    assert "Déjà vu: the café in Zürich, dear Ann." in found
    assert browser.run("document.querySelector('mark').textContent") == "Zürich"


def test_the_views_show_one_text_or_the_other(browser: Browser, site: Path) -> None:
    browser.open(site / "letters" / "a.html", 1280)
    text = "document.querySelector('article p').innerText"
    reading = browser.run(text)
    assert "snowed, very much" in reading
    assert "rained" not in reading
    browser.run("document.getElementById('diplomatic').click()")
    diplomatic = browser.run(text)
    assert "rained" in diplomatic
    assert "verry much" in diplomatic
    assert "Bath.\nIt" in diplomatic


def test_a_picture_is_asked_for_only_when_it_is_chosen(browser: Browser, site: Path) -> None:
    browser.open(site / "letters" / "a.html", 1280)
    loaded = "performance.getEntriesByType('resource').map(one => one.name).filter(one => one.startsWith('http'))"
    assert browser.run(loaded) == []
    browser.run("document.querySelector('a[data-picture]').click()")
    assert browser.run("document.querySelector('.facsimile img').src").startswith("https://example.org/iiif/")
