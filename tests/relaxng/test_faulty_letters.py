"""Letters with one fault each, named by it: one diagnostic, at its place, of its rule, with the words that help.

The first line of a file says what is expected: line:column, rule, words, and in brackets the only schema that minds.
"""

import re
from pathlib import Path

import pytest

from teikit.relaxng.validator import Schema

FOLDER = Path(__file__).parents[1] / "data" / "faulty"
TEI_ALL = Path(__file__).parents[2].parent / "shared" / "tei" / "tei_all.rng"
LETTER = Path(__file__).parents[2] / "schema" / "teikit-letter.rng"
EXPECTED = re.compile(r"<!-- (\d+):(\d+) (\S+) (.*?)(?: \[(\w+)\])? -->")
FILES = sorted(each for each in FOLDER.glob("*.xml") if each.stem != "none")
SCHEMAS = {
    "letter": pytest.param("letter", LETTER),
    "tei_all": pytest.param(
        "tei_all", TEI_ALL, marks=pytest.mark.skipif(not TEI_ALL.exists(), reason="../shared is not at hand")
    ),
}
LOADED: dict[Path, Schema] = {}


def schema(path: Path) -> Schema:
    if path not in LOADED:
        LOADED[path] = Schema.load(path)
    return LOADED[path]


def test_there_are_enough() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize(("name", "path"), SCHEMAS.values())
def test_the_letter_that_they_are_made_of_is_valid(name: str, path: Path) -> None:
    assert schema(path).validate((FOLDER / "none.xml").read_bytes(), name) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize(("name", "path"), SCHEMAS.values())
def test_a_fault_gives_one_diagnostic_at_its_place(name: str, path: Path, file: Path) -> None:
    expected = EXPECTED.search(file.read_text())
    assert expected is not None
    line, column, rule, words, only = expected.groups()
    if only not in {None, name}:
        return
    found = schema(path).validate(file.read_bytes(), file.name)
    places = [(one.span.start.line, one.span.start.column, one.rule) for one in found if one.span]
    assert places == [(int(line), int(column), rule)], found
    assert words in found[0].message
    assert "\n" not in found[0].message
