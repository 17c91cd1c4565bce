"""Anchors and places of decisions: what small edits of a source keep, and the reasons where a decision fits no more."""

import pytest

from teikit.decisions.anchors import anchor, find_stretch
from teikit.decisions.location import locate, renew
from teikit.decisions.model import (
    Anchor,
    ClaimDecision,
    CutDecision,
    Decisions,
    JoinDecision,
    LabelDecision,
    LocatedDecisions,
    Misfit,
    NameDecision,
    NameKind,
    Verdict,
)
from teikit.decisions.words import SourceWords
from teikit.letter.claims import ClaimKind
from teikit.letter.fixed import Place, Stretch
from teikit.letter.model import Label
from teikit.text.plain import lines

LETTER = """Bremen, 3 May 1871

Dear Sir,
I saw Mr. Ahlers (from Goethes house) in Bremen, and he told
me that the parcel of books will be sent before the month is out.

Yours truly,
Anna Voss
"""
SALUTE = Stretch(Place(3, 1), Place(3, 10))
BODY = Stretch(Place(4, 1), Place(5, 66))


def quote(stretch: Stretch, text: str = LETTER) -> str:
    parts = []
    for number, line in enumerate(text.split("\n"), 1):
        start = stretch.start.column - 1 if number == stretch.start.line else 0
        end = stretch.end.column - 1 if number == stretch.end.line else len(line)
        if stretch.start.line <= number <= stretch.end.line:
            parts.append(line[start:end])
    return " ".join(" ".join(parts).split())


def find(quoted: Anchor, text: str) -> str:
    """The words that an anchor means in a text, or why there are none."""
    found = find_stretch(quoted, SourceWords(lines(text)))
    return found if isinstance(found, str) else quote(found, text)


def test_an_anchor_has_the_place_the_words_and_those_around_them() -> None:
    expected = Anchor(3, 1, "Dear Sir,", 2, "", "Bremen, 3 May 1871 ", " I saw Mr. Ahlers (from Goethes")
    assert anchor(lines(LETTER), SALUTE) == expected


def test_an_anchor_of_many_words_has_the_first_and_the_last() -> None:
    made = anchor(lines(LETTER), BODY)
    assert made.words == 26
    assert made.text == "I saw Mr. Ahlers (from Goethes house) in Bremen, and he told"
    assert made.end == "the parcel of books will be sent before the month is out."


def test_an_anchor_may_begin_and_end_within_a_word() -> None:
    made = anchor(lines(LETTER), Stretch(Place(4, 24), Place(4, 30)))
    assert (made.before, made.text, made.after) == (
        "Sir, I saw Mr. Ahlers (from ",
        "Goethe",
        "s house) in Bremen, and he",
    )
    assert find(made, f"Post\n\n{LETTER}") == "Goethe"
    assert find(made, LETTER.replace("Goethes", "Goethe's")).startswith("the words are")


def test_words_of_a_script_without_blanks_are_found() -> None:
    text = "拝啓、時下益々御清祥の段慶賀申上候。\n敬具\n"
    made = anchor(lines(text), Stretch(Place(1, 4), Place(1, 9)))
    assert made.text == "時下益々御"
    assert find(made, f"追伸。\n{text.replace('拝啓、', '拝啓')}") == "時下益々御"


def test_a_stretch_without_words_has_no_anchor() -> None:
    with pytest.raises(ValueError, match="no words"):
        anchor(lines(LETTER), Stretch(Place(2, 1), Place(2, 1)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Bremen, 3", "To Mr. Otto Hansen\nat Emden\n\nBremen, 3"),
        ("he told\nme", "he\ntold me"),
        ("Dear Sir,\n", "Dear   Sir ,\n\n\n"),
        ("Anna Voss\n", ""),
        ("Bremen, 3 May 1871\n\n", ""),
        ("I saw", "I have seen"),
        ("Dear Sir", "Dear Sirs"),
        ("Bremen, 3 May 1871", "Dear Madam,"),
    ],
)
def test_small_edits_of_the_source_keep_a_decision(old: str, new: str) -> None:
    made = anchor(lines(LETTER), SALUTE)
    assert find(made, LETTER.replace(old, new)).replace(" ,", ",") in {"Dear Sir,", "Dear Sirs,"}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Dear Sir,\n", "", "the words are no longer in the source"),
        ("Dear Sir,\n", "My dear friend,\n", "the words are no longer in the source"),
        (LETTER, f"{LETTER}\n{LETTER}\n{LETTER}", ""),
        (LETTER, f"A new head\n\n{LETTER}\n{LETTER}", "the words are in the source twice (lines 5 and 14)"),
        (
            LETTER,
            "So much, Dear Sir, for that.\n",
            "the words are in the source once (line 1), but other words are around them",
        ),
    ],
)
def test_in_doubt_there_is_a_reason(old: str, new: str, reason: str) -> None:
    made = anchor(lines(LETTER), SALUTE)
    assert find(made, LETTER.replace(old, new)) == (reason or "Dear Sir,")


def test_a_number_that_was_changed_is_another_one() -> None:
    made = anchor(lines(LETTER), Stretch(Place(1, 9), Place(1, 19)))
    assert find(made, LETTER.replace("Bremen, 3", "Bremen,  3")) == "3 May 1871"
    assert find(made, LETTER.replace("3 May 1871", "8 May 1871")) == "the words are no longer in the source"


def test_of_equal_places_none_is_taken_once_one_is_gone() -> None:
    text = "".join(f"ditto ditto ditto {word}\n" for word in ["ditto"] * 9)
    made = anchor(lines(text), Stretch(Place(5, 1), Place(5, 6)))
    assert made.repeats > 0
    assert find(made, text) == "ditto"
    assert find(made, text.replace("ditto\n", "", 1)).startswith("the words were in the source 24 times with the same")


def test_what_is_written_by_hand_needs_no_more_than_words() -> None:
    assert find(Anchor(0, 0, "Yours truly,", 2), LETTER) == "Yours truly,"
    assert find(Anchor(0, 0, "Bremen", 1), LETTER) == "the words are in the source twice (lines 1 and 4)"
    assert find(Anchor(1, 1, "Bremen", 1), LETTER) == "Bremen"
    assert find(Anchor(0, 0, "Sir", 1, before="Dear"), LETTER) == "Sir"


def located(*decisions: LabelDecision | CutDecision | JoinDecision | NameDecision | ClaimDecision) -> LocatedDecisions:
    return locate(Decisions(decisions=decisions), lines(LETTER))


def test_no_decisions_are_located_at_once() -> None:
    assert located() == LocatedDecisions()


def test_a_later_label_takes_precedence_on_what_it_is_about() -> None:
    body, salute = anchor(lines(LETTER), Stretch(Place(3, 1), BODY.end)), anchor(lines(LETTER), SALUTE)
    found = located(LabelDecision(body, Label.NOTE), LabelDecision(salute, Label.SALUTE))
    assert found.parts.labels == ((SALUTE, Label.SALUTE), (BODY, Label.NOTE))
    found = located(LabelDecision(salute, Label.SALUTE), LabelDecision(body, Label.NOTE))
    assert found.parts.labels == ((Stretch(Place(3, 1), BODY.end), Label.NOTE),)


def test_of_a_cut_and_a_join_at_one_place_the_later_holds() -> None:
    salute = anchor(lines(LETTER), SALUTE)
    assert located(CutDecision(salute), JoinDecision(salute)).parts.joins == {SALUTE.start}
    assert located(JoinDecision(salute), CutDecision(salute)).parts.cuts == {SALUTE.start}
    assert not located(JoinDecision(salute), CutDecision(salute)).parts.joins


def test_of_names_that_overlap_the_later_holds() -> None:
    whole, part = Stretch(Place(4, 7), Place(4, 17)), Stretch(Place(4, 11), Place(4, 17))
    names = [NameDecision(anchor(lines(LETTER), each), NameKind.PERSON) for each in (whole, part)]
    assert [each.stretch for each in located(*names).names] == [part]
    assert [each.stretch for each in located(*reversed(names)).names] == [whole]


def claim(verdict: Verdict, text: str = "", *values: str) -> ClaimDecision:
    return ClaimDecision(ClaimKind.SENDER, verdict, text, values)


VALUE, OTHER = claim(Verdict.VALUE, "", "Anna Voss"), claim(Verdict.VALUE, "", "Otto Hansen")
NOT_VOSS, NOT_ANY, VOSS = (
    claim(Verdict.REJECTED, "Anna Voss"),
    claim(Verdict.REJECTED),
    claim(Verdict.CONFIRMED, "Anna Voss"),
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((VALUE, OTHER), (OTHER,)),
        ((VALUE, NOT_ANY), (NOT_ANY,)),
        ((NOT_ANY, VALUE), (VALUE,)),
        ((NOT_VOSS, VOSS), (VOSS,)),
        ((VOSS, NOT_VOSS), (NOT_VOSS,)),
        ((VALUE, NOT_VOSS), (NOT_VOSS,)),
        ((OTHER, NOT_VOSS), (OTHER, NOT_VOSS)),
        ((OTHER, VOSS), (VOSS,)),
        ((NOT_ANY, VOSS), (NOT_ANY, VOSS)),
    ],
)
def test_later_decisions_on_claims_replace_earlier_ones(
    given: tuple[ClaimDecision, ...], expected: tuple[ClaimDecision, ...]
) -> None:
    other = ClaimDecision(ClaimKind.RECIPIENT, Verdict.REJECTED)
    assert located(other, *given).claims == (other, *expected)


def test_what_fits_no_more_is_a_misfit_and_is_kept_when_anchors_are_renewed() -> None:
    fits, misfit = CutDecision(anchor(lines(LETTER), SALUTE)), CutDecision(Anchor(4, 1, "no such words", 3))
    edited = lines(f"A head\n\n{LETTER}")
    given = Decisions(decisions=(misfit, fits), digest="00")
    assert locate(given, edited).misfits == (Misfit(misfit, "the words are no longer in the source"),)
    renewed = renew(given, edited, "01")
    assert renewed.digest == "01"
    assert renewed.decisions == (misfit, CutDecision(anchor(edited, Stretch(Place(5, 1), Place(5, 10)))))


def test_many_decisions_on_a_long_source_are_not_looked_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teikit.decisions.location._MOST_SEARCHED", 3 * len(LETTER))
    moved = [CutDecision(Anchor(0, 0, word, 1)) for word in ("parcel", "Anna", "month")]
    found = located(CutDecision(anchor(lines(LETTER), SALUTE)), *moved, CutDecision(anchor(lines(LETTER), BODY)))
    reasons = [each.reason for each in found.misfits]
    assert reasons == ["so many decisions are not looked for in so long a source"] * 2
    assert SALUTE.start in found.parts.cuts
