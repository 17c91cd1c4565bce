"""The habits of a collection: which forms recur, with which label, and what they change."""

import pickle
from collections.abc import Iterable

import pytest

from teikit.letter import recognise
from teikit.letter.collection import NO_HABITS, Form, Gathering, Habits, Vote, list_forms
from teikit.letter.layout import split_units
from teikit.letter.model import Label, Letter
from teikit.letter.recogniser import survey_lines
from teikit.text import read

MARK = Form("mark", "below", "source:")


def lines(text: str):  # type: ignore[no-untyped-def]
    return read(text.encode(), "letter.txt", None).lines


def habits_of(votes: Iterable[dict[Vote, float]], form: Form = MARK) -> Habits:
    gathering = Gathering()
    for each in votes:
        gathering.add({form: each})
    return gathering.habits()


def labels(letter: Letter, start: str) -> list[Label]:
    return [part.label for part in letter.parts if part.unit.text.startswith(start)]


def test_a_clear_majority_is_a_habit() -> None:
    found = habits_of([{Vote(Label.NOTE): 0.9, Vote(Label.POSTSCRIPT): 0.1}] * 8)
    assert found.by_form[MARK].label is Label.NOTE
    assert found.describe(found.by_form[MARK]) == "recurs in 8 of 8 letters as note"


def test_split_votes_are_no_habit() -> None:
    votes = [{Vote(Label.HEAD): 1.0}, {Vote(Label.ADDRESS): 1.0}] * 5
    gathering = Gathering()
    for each in votes:
        gathering.add({MARK: each})
        gathering.add({})
    assert gathering.habits().by_form == {}


def test_of_a_form_that_all_letters_have_one_label_of_three_must_be_in_front() -> None:
    three = [{Vote(label): 1.0} for label in (Label.HEAD, Label.ADDRESS, Label.DATELINE)] * 4
    assert habits_of(three).by_form == {}
    assert habits_of([*three, {Vote(Label.HEAD): 1.0}, {Vote(Label.HEAD): 1.0}]).by_form[MARK].label is Label.HEAD


def test_few_letters_have_no_habits() -> None:
    assert habits_of([{Vote(Label.NOTE): 1.0}] * 5) is NO_HABITS


def test_a_form_of_few_letters_is_no_habit() -> None:
    gathering = Gathering()
    for number in range(50):
        gathering.add({MARK: {Vote(Label.NOTE): 1.0}} if number < 4 else {})
    assert gathering.habits().by_form == {}


def test_a_postscript_that_recurs_is_a_note() -> None:
    votes = [{Vote(Label.POSTSCRIPT, is_repeatable=True): 1.0}] * 8
    assert habits_of(votes).by_form[MARK].label is Label.NOTE
    own = [{Vote(Label.POSTSCRIPT): 1.0}] * 8
    assert habits_of(own).by_form[MARK].label is Label.POSTSCRIPT


def test_the_order_of_letters_with_the_same_votes_changes_nothing() -> None:
    votes = [{Vote(Label.NOTE): 1.0}] * 6 + [{Vote(Label.POSTSCRIPT): 1.0}] * 2
    assert habits_of(votes).identity == habits_of(votes[::-1]).identity


def test_habits_survive_pickling() -> None:
    found = habits_of([{Vote(Label.NOTE): 1.0}] * 8)
    assert pickle.loads(pickle.dumps(found)).identity == found.identity  # noqa: S301  its own


def test_paragraphs_of_the_body_have_no_forms() -> None:
    long = "The carrier came on Tuesday with the box, and my sister was glad of all that was in it and wrote to you."
    units = split_units(lines(f"290.\n\nTO MR. ASHGROVE.\n\n{long}\n\n{long}\n\n[Footnote: A farm.]"))
    forms = list_forms(units)
    assert [bool(each) for each in forms] == [True, True, False, False, True]
    assert Form("text", "above", "0.") in forms[0]
    assert Form("mark", "below", "[footnote:") in forms[-1]


@pytest.mark.parametrize("number", range(3))
def test_a_habit_is_evidence_and_decides(number: int) -> None:
    text = (
        "14 May 1931\n\nDear Sir,\n\nWe have received your letter of the ninth and have passed it to our bindery.\n\n"
        f"Yours faithfully,\n\nS. Halberd\n\nCopy in the letter-book, folio {number}."
    )
    gathering = Gathering()
    for _ in range(12):
        gathering.add(survey_lines(lines(text)))
    letter = recognise(lines(text), habits=gathering.habits())
    assert labels(recognise(lines(text)), "Copy") == [Label.POSTSCRIPT]
    assert labels(letter, "Copy") == [Label.NOTE]
    cues = [evidence.cue for part in letter.parts for evidence in part.evidence]
    assert "recurs in 12 of 12 letters as note" in cues


def test_without_habits_nothing_changes() -> None:
    text = "TO MR. ASHGROVE.\n\nDear Sir,\n\nall is well.\n\nYours truly,\nWill Bell"
    assert recognise(lines(text)) == recognise(lines(text), habits=NO_HABITS)
