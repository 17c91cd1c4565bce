from hypothesis import given
from hypothesis import strategies as st

from teikit.letter.layout import split_units
from teikit.text import lines

_WORDS = st.sampled_from(
    ["Dear", "Sir,", "Sir:", "yours", "truly,", "Ann", "I", "am.", "the", "P.S.", "letter", "\n", "\n\n", "  ", "\t"]
)


@given(st.lists(_WORDS, max_size=80).map(" ".join))
def test_units_hold_the_words_of_the_text_in_their_order(text: str) -> None:
    assert [word for unit in split_units(lines(text)) for word in unit.text.split()] == text.split()


def test_hard_wrapped_paragraphs_are_one_unit_each() -> None:
    text = "\n".join(
        ["The ice on the river is thick enough for", "horses now, and the whole town walks over",
         "it on Sundays as if there had never been", "any bridge at all.", "", "You ask about the lectures.", "Sven"]
    )  # fmt: skip
    assert [len(unit.lines) for unit in split_units(lines(text))] == [4, 1, 1]


def test_two_full_lines_are_enough_in_a_short_letter() -> None:
    short = "The ice on the river is thick enough for\nhorses now, and the whole town walks over\nit on Sundays."
    assert [len(unit.lines) for unit in split_units(lines(f"Dear Ann,\n\n{short}\n\nSven"))] == [1, 3, 1]
    long = "A line as long as a paragraph that nobody wrapped " * 3
    capitals = short.replace("horses", "Horses").replace("it on", "It was on")
    assert [len(unit.lines) for unit in split_units(lines(f"{long}\n\n{capitals}\n\nSven"))] == [1, 1, 1, 1, 1]


def test_short_lines_stay_apart() -> None:
    assert [unit.text for unit in split_units(lines("Mr. Hall\n4 Mill Lane\nLeeds"))] == [
        "Mr. Hall",
        "4 Mill Lane",
        "Leeds",
    ]


def test_a_run_in_salutation_is_cut_off_where_it_ends() -> None:
    salute, rest = split_units(lines("Sir: I have the honour to acknowledge your letter of the 2d instant."))
    assert (salute.text, salute.is_run_in) == ("Sir:", False)
    assert (rest.text.split()[0], rest.is_run_in, rest.lines[0].column) == ("I", True, 6)


def test_a_name_after_the_close_on_its_line_is_cut_off() -> None:
    assert [unit.text for unit in split_units(lines("Yours truly, Amelia Portway"))] == [
        "Yours truly,",
        "Amelia Portway",
    ]


def test_blank_lines_above_are_counted() -> None:
    assert [unit.gap for unit in split_units(lines("a\n\n\nb\nc"))] == [0, 2, 0]


def test_a_noun_behind_other_words_is_no_signature() -> None:
    assert [unit.text for unit in split_units(lines("Ich umarme Dich von ganzer Seele"))] == [
        "Ich umarme Dich von ganzer Seele"
    ]


def test_a_salutation_goes_on_behind_an_abbreviated_title() -> None:
    salute, _ = split_units(lines("My Dear Mr. Polk: I have the honour to acknowledge your letter."))
    assert salute.text == "My Dear Mr. Polk:"


def test_a_close_is_not_cut_within_itself() -> None:
    assert [unit.text for unit in split_units(lines("Mit freundl. Gruß"))] == ["Mit freundl. Gruß"]
