"""The files of the page: they name each other, nothing elsewhere, and the HTML is correct."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.java import run_java

PAGE = Path(__file__).parents[2] / "src" / "teikit" / "review" / "page"
HTML = (PAGE / "index.html").read_text(encoding="utf-8")
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(PAGE.glob("*.js"))}
# What would take text for markup or run it.
DANGEROUS = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|srcdoc")


def test_the_page_has_no_script_or_style_in_it() -> None:
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|javascript:", HTML)


def test_the_page_loads_only_its_own_files() -> None:
    named = set(re.findall(r'(?:src|href)="([^"#]+)"', HTML))
    assert named == {"icon.svg", "page.css", "page.js"}
    assert "url(" not in (PAGE / "page.css").read_text(encoding="utf-8")
    assert "@import" not in (PAGE / "page.css").read_text(encoding="utf-8")
    imported = {name for script in SCRIPTS.values() for name in re.findall(r'from "\./([^"]+)"', script)}
    assert imported == set(SCRIPTS) - {"page.js"}


@pytest.mark.parametrize("name", SCRIPTS)
def test_text_never_becomes_markup(name: str) -> None:
    assert not DANGEROUS.search(SCRIPTS[name])
    assert len(SCRIPTS[name].splitlines()) < 400


def test_each_element_that_scripts_look_for_is_in_the_page() -> None:
    wanted = {name for script in SCRIPTS.values() for name in re.findall(r'\bfind\("([a-z-]+)"\)', script)}
    made = {"why", "notice-refused", "notice-conflict"}
    assert wanted - made <= set(re.findall(r'\sid="([a-z-]+)"', HTML))


@pytest.mark.slow
@pytest.mark.timeout(120)  # starts a Java program
def test_the_nu_html_checker_finds_no_fault_in_the_page(installed: Callable[[str], Path]) -> None:
    jar = installed("node_modules/vnu-jar/build/dist/vnu.jar")
    if not shutil.which("java"):
        pytest.skip("there is no Java, which the Nu Html Checker runs on")
    command = ["java", "-Xss8m", "-jar", str(jar), "--format", "gnu"]
    assert run_java([*command, str(PAGE / "index.html")])[1] == ""
    assert run_java([*command, "--css", str(PAGE / "page.css")])[1] == ""
