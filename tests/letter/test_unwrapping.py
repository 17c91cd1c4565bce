"""Lines of wrapped text: which of them are one paragraph."""

from dataclasses import replace
from textwrap import dedent

import pytest

from teikit.api import encode_bytes
from teikit.conventions import PROFILES, load_profile
from teikit.letter import recognise
from teikit.letter.layout import split_units
from teikit.text import lines

RAGGED = """\
Weston June 3rd /58

Dear Cousin Ellen
As you asked me
to write about the mill I will
do it tonight. The wheel is
broken and Uncle Ned has gone
to the smith in Marlow for
a new one. We are all well but
the baby has a cough.
{}We had the first strawberries
on Sunday and made a pie of
them for the preacher
Your cousin
Martha
"""


def units(text: str, conventions: str = "none") -> list[str]:
    return [unit.text for unit in split_units(lines(text), load_profile(conventions))]


def paragraphs(text: str) -> list[str]:
    return [part.unit.text for part in encode_bytes(text.encode(), "a.txt").letter.parts if part.label == "p"]


def test_ragged_lines_go_on_in_the_middle_of_a_sentence() -> None:
    _, salute, one, two, *rest = units(RAGGED.format(""))
    assert (salute, rest) == ("Dear Cousin Ellen", ["Your cousin", "Martha"])
    assert one.startswith("As you asked me to write")
    assert one.endswith("a cough.")
    assert two == "We had the first strawberries on Sunday and made a pie of them for the preacher"


def test_double_spaced_lines_go_on_after_a_blank_line() -> None:
    body = RAGGED.format("").split("\n\n")[1].splitlines()
    double = "\n\n".join(body).replace("\n\nYour cousin", "\n\n\nYour cousin")
    assert units(f"Weston June 3rd /58\n\n\n{double}") == units(RAGGED.format(""))


def test_a_paragraph_of_a_word_processor_ends_where_it_says() -> None:
    text = "Dear Ann,\nPlease send the following books to me by the next post\nPaintings of Leeds\nYours,\nMartha"
    styled = tuple(replace(line, style="Normal") for line in lines(text))
    assert recognise(styled).parts[1].unit.text[-9:] == "next post"


def test_a_paragraph_goes_on_after_a_page_mark_without_a_blank_line() -> None:
    assert "brackets" in PROFILES
    assert len(units(RAGGED.format("[page 2]\n"), "brackets")) == 5


def test_a_sentence_goes_on_overleaf_after_blank_lines() -> None:
    overleaf = "The mill is broken and we wait for\n\n[p. 2]\n\nthe smith, who is in Marlow.\n\nAnn"
    assert units(overleaf, "brackets") == ["The mill is broken and we wait for the smith, who is in Marlow.", "Ann"]
    assert units(overleaf.replace("[p. 2]\n\n", ""))[0] == "The mill is broken and we wait for"


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u00ad", "¬", "=", "⸗"])
def test_a_line_goes_on_after_a_divided_word(hyphen: str) -> None:
    assert units(f"The mill is bro{hyphen}\nken. We wait.") == [f"The mill is bro{hyphen} ken. We wait."]


def test_an_indented_first_line_belongs_to_its_paragraph() -> None:
    text = """\
                                                        May 4, 1893.

    Messrs. Dow & Sons,
        Reading.

            Your order of the 2nd inst. is at hand, and we beg to state that the
    goods were sent on the 3rd by the night train, and should arrive in Reading
    on Monday.

            Kindly advise us.
    """
    assert [unit.split()[0] for unit in units(dedent(text))] == ["May", "Messrs.", "Reading.", "Your", "Kindly"]


@pytest.mark.parametrize(
    "kept",
    [
        "Mr. Samuel Dow\n12 Mill Lane\nReading",
        "Lieber Freund,\nich danke Dir für den Brief und die Bücher, die gestern kamen.",
        "with all good wishes from the whole house, I am,\nyour old friend\nMartha",
        "I send you these books by the carrier on Monday:\n- poems, two volumes\n- letters of the king",
        "Der Müller lässt Dich grüßen und wünscht Dir Glück.\nMan spricht hier nur vom Wetter und von der Ernte.",
        "title: a letter about the broken mill of this town\nplace: the house of the miller\nkind: draft",
        "Его Превосходительству Ивану Петровичу Сидорову\nв собственные руки",
        "Tout le monde vous salue ici\nà Monsieur Dubois, Lyon",
        "Oats      12 sacks     4 Thlr.\nrye       3 sacks      2 Thlr.",
    ],
)
def test_lines_that_are_no_paragraph_are_not_joined(kept: str) -> None:
    assert units(kept) == kept.split("\n")


def test_verse_is_not_joined() -> None:
    verse = (
        "The miller had a daughter fair\nAnd she had golden hair,\nThe river ran beside the mill\nAnd she sang there"
    )
    assert units(f"Dear Ann,\n\n{verse}\n\nMartha")[1:-1] == verse.split("\n")


def test_joins_have_a_confidence() -> None:
    text = """\
    The mill is bro-
    ken.

    We wait for the smith of Marlow, and Uncle Ned for the wheel that
    the smith has.

    Ann"""
    small, capital, single = split_units(lines(dedent(text)))
    assert (small.join_confidence, capital.join_confidence, single.join_confidence) == (0.99, 0.9, 1.0)


def test_paragraphs_that_go_on_are_joined_when_their_labels_are_known() -> None:
    start = "Dear Ann,\n\nThe river has risen in the night and stands at the third step, where Martin"
    end = "Smith had tied the boat. We wait for the water to fall, and for the carrier.\n\nYours,\nMartha"
    assert len(units(f"{start}\n{end}")) == 5
    assert len(paragraphs(f"{start}\n{end}")) == 1
    assert len(paragraphs(f"{start}.\n{end}")) == 2


def test_a_line_of_prose_with_a_date_is_no_dateline_that_ends_there() -> None:
    prose = "R/S heard the Bursar tell of the 4 May visit of\nCaptain Orr to the mill, where he saw"
    found = units(RAGGED.format("").replace("We had the first", f"{prose} the first"))
    assert any("visit of Captain Orr to the mill" in unit for unit in found)
