"""What documents and file names say comes out inert in every format, on every screen, in every log."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable

import pytest
from lxml import etree

from support.svrl import faults
from teikit.report.formats import FORMATS
from teikit.report.reporter import Result

Make = Callable[..., str]
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
ACTING = {"Cc", "Cs", "Zl", "Zp"}
DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def acts(char: str) -> bool:
    return (
        unicodedata.category(char) in ACTING
        or unicodedata.bidirectional(char) in DIRECTIONS
        or char in "\u200e\u200f\u061c"
    )


@pytest.mark.parametrize("form", FORMATS)
def test_no_character_acts_on_a_screen(form: str, hostile: list[Result], make: Make) -> None:
    written = make(form, hostile).replace("\r\n", "\n") if form == "csv" else make(form, hostile)
    assert {char for char in written if acts(char)} <= {"\n"}


@pytest.mark.parametrize("form", FORMATS)
def test_no_line_is_a_command_to_ci(form: str, hostile: list[Result], make: Make) -> None:
    for width in (30, 80) if form == "terminal" else (80,):
        lines = make(form, hostile, width=width, is_grouped=False).splitlines()
        assert not [line for line in lines if "##[" in line or "##vso[" in line.lower()]
        if form != "github":
            assert not [line for line in lines if line.lstrip().startswith("::")]


@pytest.mark.parametrize("grouped", [True, False])
def test_the_terminal_has_no_colours_but_its_own_and_keeps_markup_as_text(
    grouped: bool,  # noqa: FBT001  a way of showing
    hostile: list[Result],
    make: Make,
) -> None:
    bare = make("terminal", hostile, is_grouped=grouped)
    assert bare == COLOURS.sub("", make("terminal", hostile, is_grouped=grouped, colour=True))
    assert "[red]x[/red] [/x] [link=http://x]y" in bare


def test_no_cell_is_a_formula(hostile: list[Result], make: Make) -> None:
    for row in csv.reader(io.StringIO(make("csv", hostile), newline="")):
        assert not [cell for cell in row if re.match(r"\s*[=+\-@]", cell)]


def test_xml_holds_text_as_text(hostile: list[Result], make: Make) -> None:
    report = etree.fromstring(make("junit", hostile).encode())
    names = {str(each.tag) for each in report.iter()}
    assert names <= {"testsuites", "testsuite", "testcase", "failure", "error", "system-out"}


def test_svrl_holds_hostile_text_and_is_valid(hostile: list[Result], make: Make) -> None:
    assert faults(make("svrl", hostile).encode()) == []
