"""The letters with one fault each: how many carry a proved fix, and what is left of the file when it is applied."""

import re
from pathlib import Path

import pytest

from teikit.diagnostics import Diagnostic, Fix, Safety
from teikit.fixing import TrialValidation, apply_fixes, attach_fixes
from teikit.relaxng.validator import Schema

FOLDER = Path(__file__).parents[1] / "data" / "faulty"
FILES = sorted(each for each in FOLDER.glob("*.xml") if each.stem != "none")
LETTER = Schema.load(Path(__file__).parents[2] / "schema" / "teikit-letter.rng")
LOADED: dict[str, Schema] = {"letter": LETTER}
# What cannot be mended without knowing what was meant.
UNFIXED = {
    "body-missing", "closer-in-p", "div-in-p", "element-unknown-with-children", "langusage-after-text-element",
    "opener-in-body-of-p", "p-in-text", "postscript-in-closer", "root-is-body", "root-is-html",
    "second-teiheader", "text-missing", "value-day-31-in-june",
}  # fmt: skip


def judge_of(schema: Schema) -> TrialValidation:
    return lambda data: schema.validate(data, "letter.xml")


def fixed(data: bytes, schema: Schema) -> list[Diagnostic]:
    judge = judge_of(schema)
    return attach_fixes(data, judge(data), judge)


@pytest.fixture(params=["letter", "tei_all"])
def schema(request: pytest.FixtureRequest) -> Schema:
    name: str = request.param
    if name not in LOADED:
        shared: Path = request.getfixturevalue("shared")
        LOADED[name] = Schema.load(shared / "tei" / "tei_all.rng")
    return LOADED[name]


def test_at_least_four_of_five_carry_a_proved_fix(schema: Schema) -> None:
    all_faults = [fixed(each.read_bytes(), schema) for each in FILES]
    faulty = [each for each in all_faults if each]
    with_fix = [each for each in faulty if each[0].fix]
    assert len(with_fix) >= len(faulty) * 4 / 5


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_fix_is_offered_but_where_it_would_have_to_be_made_up(file: Path) -> None:
    found = fixed(file.read_bytes(), LETTER)
    assert len(found) != 1 or bool(found[0].fix) == (file.stem not in UNFIXED)


def rebuilt(data: bytes, fix: Fix) -> bytes:
    """The plain twin of applying: from the last edit to the first, so that places stay right."""
    for edit in sorted(fix.edits, key=lambda each: (each.start, each.end), reverse=True):
        data = data[: edit.start] + edit.text.encode() + data[edit.end :]
    return data


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_file_is_valid_once_its_fix_is_applied_and_the_rest_stays_byte_for_byte(file: Path, schema: Schema) -> None:
    data = file.read_bytes()
    found = fixed(data, schema)
    if len(found) != 1 or found[0].fix is None:
        return
    mended = apply_fixes(data, judge_of(schema), unsafe=True)
    assert mended.left == ()
    assert mended.data == rebuilt(data, found[0].fix)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_safe_fix_leaves_the_words_of_the_text_in_their_order(file: Path) -> None:
    data = file.read_bytes()
    found = fixed(data, LETTER)
    mended = apply_fixes(data, judge_of(LETTER))
    if found and found[0].fix and found[0].fix.safety is Safety.SAFE:
        assert len(mended.left) < len(found)
        assert words(mended.data) == words(data)
    else:
        assert mended.data == data


def words(data: bytes) -> list[str]:
    """The words of what is not the header, where references and tags count for nothing."""

    text = re.sub(r"<teiHeader.*?</teiHeader>", "", data.decode(), flags=re.DOTALL)
    return re.sub(r"<[^<>]*>", " ", text).replace("&amp;", "&").split()
