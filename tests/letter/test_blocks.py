"""Lists, verse and quotations by their shape, and nothing where the shape is in doubt."""

import pytest

from teikit.api import encode_bytes

# ruff: noqa: E501  a text, a row

LONG = "The ice on the river is thick enough for horses now, and the whole town walks over it on Sundays as before."
WRAPPED = "The ice on the river is thick enough for horses now, and\nthe whole town walks over it on Sundays as if there had never\nbeen a bridge over it at all in all the years of it."


def body(text: str) -> str:
    tei = encode_bytes(
        f"Dear Ann,\n\n{LONG}\n\n{text}\n\n{LONG}\n\nYours truly,\nWill Bell\n".encode(), "a.txt"
    ).tei.decode()
    inner = tei[tei.index("</opener>") : tei.index("<closer>")]
    return "".join(line.strip() for line in inner.splitlines())


@pytest.mark.parametrize("marks", [("1.", "2."), ("1)", "2)"), ("(1)", "(2)"), ("a)", "b)"), ("-", "-"), ("•", "•")])
def test_a_list_keeps_its_numerals(marks: tuple[str, str]) -> None:
    found = body(f"{marks[0]} two loaves of bread\n{marks[1]} one of cheese")
    assert (
        f"<item><p>{marks[0]} two loaves of bread</p></item><item><p>{marks[1]} one of cheese</p></item></list>"
        in found
    )


@pytest.mark.parametrize(
    "text",
    ["1. two loaves", "2. two loaves\n3. one of cheese", "1. two loaves\n3. one of cheese", "- two loaves\n* one of cheese",
     "1899. It was late.\n1900. It was not.", f"1. {LONG * 4}\n\n2. {LONG * 4}", "— So?\n— So."],
)  # fmt: skip
def test_what_may_be_no_list_is_none(text: str) -> None:
    assert "<list" not in body(text)


def test_verse_is_lines_further_in_with_capitals() -> None:
    found = body(
        "    The toad sat in the well,\n    And there he sat a while,\n    And what he sang, I cannot tell,\n\n    But it was heard a mile,\n    And more than that, a mile,\n    And there was none to smile."
    )
    assert found.count("<lg>") == 2
    assert "<lg><l>The toad sat in the well,</l><l>And there" in found


def test_short_lines_at_the_margin_are_no_verse() -> None:
    assert "<lg" not in body("The toad sat in the well,\nAnd there he sat a while,\nAnd what he sang, I cannot tell,")


def test_a_quotation_stands_further_in_with_all_its_lines() -> None:
    inner = "\n".join(f"      {line}" for line in WRAPPED.splitlines())
    text = f"Dear Ann,\n\n{WRAPPED}\n\n{inner}\n\n{WRAPPED}\n\nYours truly,\nWill Bell\n"
    tei = encode_bytes(text.encode(), "a.txt").tei.decode()
    assert tei.count("<quote>") == 1
    assert tei.count("<p>The ice") == 3


def test_the_sum_below_a_list_is_an_item_of_it() -> None:
    found = body("- Poems, two volumes: 7 Thlr.\n\n- Life of the king: 15 Thlr.\n\n--------\n\n22 Thlr.")
    assert found.count("<list") == 1
    assert "<item><p>--------</p><p>22 Thlr.</p></item></list>" in found


def test_words_below_a_list_are_no_sum() -> None:
    found = body("- two loaves\n\n- one of cheese\n\n--------\n\nThere is no more.")
    assert "<p>--------</p><p>There" in found.partition("</list>")[2]


def test_rows_with_sums_are_a_list() -> None:
    found = body("Poems, two volumes . . . .  7 Thlr.\nLife of the king . . . .  15 Thlr.\n-----\nTotal      22 Thlr.")
    assert '<list type="simple"><item><p>Poems, two volumes . . . .  7 Thlr.</p></item><item>' in found
    assert "<item><p>-----</p><p>Total      22 Thlr.</p></item></list>" in found
