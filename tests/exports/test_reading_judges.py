"""Pages and chapters before the judges of the web: the Nu Html Checker, and axe-core in headless Chromium."""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from support.browser import PROGRAM, Browser
from support.java import run_java
from support.random_tei import TeiMaker
from teikit.exports.reading import epub, html
from teikit.exports.record.source import Settings, TeiFile, read_tei_file

# What a reader of axe needs: which rule, and where.
AXE = "axe.run(document).then(all => all.violations.map(one => [one.id, one.nodes.map(node => node.html)]))"
SEEN_AS = [
    (360, "screen", "light"),
    (360, "screen", "dark"),
    (1280, "screen", "light"),
    (1280, "screen", "dark"),
    (768, "print", "light"),
]
pytestmark = pytest.mark.slow


@pytest.fixture
def letters(golden: list[TeiFile], raw: list[TeiFile]) -> list[TeiFile]:
    """Our own letters, and some of others: with tables, with many notes, and as they come."""
    chosen = {"L00001", "L00383", "L00832", "L01269", "L02702", "L03165"}
    return [*golden, *(source for source in raw if source.stem in chosen)]


def nu_html_checker(installed: Callable[[str], Path]) -> Callable[[list[Path]], str]:
    """What the Nu Html Checker has to say to pages."""
    jar = installed("node_modules/vnu-jar/build/dist/vnu.jar")
    if not shutil.which("java"):
        pytest.skip("there is no Java, which the Nu Html Checker runs on")

    def verdict(pages: list[Path]) -> str:
        # Its schemas need a deep stack.
        command = ["java", "-Xss8m", "-jar", str(jar), "--errors-only", "--format", "gnu", *map(str, pages)]
        return run_java(command)[1]

    return verdict


@pytest.mark.timeout(120)  # starts a Java program
def test_the_nu_html_checker_finds_no_fault_in_pages_of_any_text(installed, shared: Path, tmp_path: Path) -> None:
    maker = TeiMaker(etree.parse(shared / "tei" / "tei_all.rng"), 2)
    for number in range(60):
        source = read_tei_file(etree.tostring(maker.document(70)), "a.xml")
        (tmp_path / f"{number}.html").write_text(html.write(source, Settings()).data.decode(), encoding="utf-8")
    assert nu_html_checker(installed)(sorted(tmp_path.iterdir())) == ""


@pytest.mark.timeout(300)  # starts a Java program that reads 137 pages, and again for a broken one
def test_the_nu_html_checker_finds_no_fault(golden, raw, settings, installed, tmp_path: Path) -> None:
    verdict = nu_html_checker(installed)
    for source in (*golden, *raw[::6]):
        (tmp_path / f"{source.stem}.html").write_bytes(html.write(source, settings).data)
    assert verdict(sorted(tmp_path.iterdir())) == ""
    broken = tmp_path / "french.html"
    broken.write_text(broken.read_text().replace('id="about"', 'id="letter"'))
    assert "Duplicate ID" in verdict([broken])


@pytest.fixture
def seen(installed: Callable[[str], Path], tmp_path: Path) -> Iterator[Callable[..., list[object]]]:
    """What axe-core finds at fault in a page, as it is seen in one way."""
    script = installed("node_modules/axe-core/axe.min.js").read_text()
    if not PROGRAM:
        pytest.skip("there is no Chromium to show pages")
    browser = Browser(tmp_path / "profile")

    def faults(page: Path, width: int, media: str, scheme: str) -> list[object]:
        browser.open(page, width, media, scheme)
        assert browser.run("document.documentElement.scrollWidth") <= width, f"{page.name} is wider than {width}"
        browser.run(script)
        return browser.run(AXE)

    yield faults
    browser.close()


@pytest.mark.timeout(300)  # shows 23 pages in five ways
def test_axe_finds_no_fault_in_pages(letters, settings: Settings, seen, tmp_path: Path) -> None:
    for source in letters:
        page = tmp_path / f"{source.stem}.html"
        page.write_bytes(html.write(source, settings).data)
        assert [(way, found) for way in SEEN_AS if (found := seen(page, *way))] == [], source.stem


@pytest.mark.timeout(300)  # shows 24 pages in five ways
def test_axe_finds_no_fault_in_chapters(letters, settings: Settings, seen, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(epub.write(letters, settings).data)) as book:
        book.extractall(tmp_path)
    pages = sorted((tmp_path / "EPUB").rglob("*.xhtml"))
    assert len(pages) == len(letters) + 1
    for page in pages:
        assert [(way, found) for way in SEEN_AS if (found := seen(page, *way))] == [], page.stem


def test_axe_sees_a_fault(golden, settings: Settings, seen, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    made = html.write(golden[0], settings).data.decode()
    page.write_text(made.replace(' lang="en">\n<head>', ">\n<head>").replace("--quiet:#676156", "--quiet:#c9c4b8"))
    assert {rule for rule, _ in seen(page, 1280, "screen", "light")} == {"html-has-lang", "color-contrast"}
