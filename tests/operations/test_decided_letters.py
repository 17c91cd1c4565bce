"""Encoding follows the decisions of an editor on parts, names and the header, and tells those that it does not."""

import re

from lxml import etree
from tests.letter.test_fixed_parts import LETTER

from teikit.decisions.anchors import anchor
from teikit.decisions.model import (
    ClaimDecision,
    CutDecision,
    Decision,
    Decisions,
    JoinDecision,
    LabelDecision,
    NameDecision,
    NameKind,
    Verdict,
)
from teikit.letter.claims import ClaimKind
from teikit.letter.fixed import Place, Stretch
from teikit.letter.model import Label
from teikit.operations.encode import Encoded, encode_bytes
from teikit.tei import TEI
from teikit.text.plain import lines

READ = lines(LETTER)


def stretch(words: str) -> Stretch:
    """Return the first stretch of a line with some words."""
    line = next(line for line in READ if words in line.text)
    column = line.text.index(words) + 1
    return Stretch(Place(line.number, column), Place(line.number, column + len(words)))


def label(words: str, name: Label) -> LabelDecision:
    return LabelDecision(anchor(READ, stretch(words)), name)


def name_of(words: str, kind: NameKind, when: str = "", ref: str = "") -> NameDecision:
    return NameDecision(anchor(READ, stretch(words)), kind, when, ref)


def encode(*decisions: Decision, confidence: bool = False) -> Encoded:
    given = Decisions("letter.txt", "", decisions)
    return encode_bytes(LETTER.encode(), "letter.txt", decisions=given, keep_confidence=confidence)


def tei(encoded: Encoded) -> str:
    """Return TEI without namespaces and white space between elements."""
    text = etree.tostring(etree.fromstring(encoded.tei), encoding="unicode").replace(f' xmlns="{TEI}"', "")
    return re.sub(r">\s+<", "><", text)


def test_a_label_is_followed_and_counted() -> None:
    encoded = encode(label("Dear Sir", Label.HEAD))
    assert "<title>Dear Sir,</title>" in tei(encoded)
    assert (encoded.obeyed, encoded.misfits) == (1, ())


def test_what_cannot_be_followed_is_told_with_the_decision() -> None:
    first = JoinDecision(anchor(READ, stretch("Thornbury")))
    encoded = encode(first, label("Dear Sir", Label.SALUTE))
    assert [(one.decision, one.reason) for one in encoded.misfits] == [(first, "no part is above it")]
    assert encoded.obeyed == 1


def test_decisions_that_say_what_is_found_anyway_change_nothing() -> None:
    usual = encode()
    parts = usual.letter.parts
    decisions = [
        LabelDecision(
            anchor(READ, Stretch(Place(*part.unit.locate(0)), Place(last.number, last.column + len(last.text)))),
            part.label,
        )
        for part in parts
        for last in part.unit.lines[-1:]
    ]
    decided = encode(*decisions, ClaimDecision(ClaimKind.DATE, Verdict.CONFIRMED, "3 May 1871"))
    assert decided.tei == usual.tei
    assert decided.obeyed == len(decisions) + 1


def test_a_cut_makes_two_paragraphs() -> None:
    assert "brother</p><p>has come home" in tei(encode(CutDecision(anchor(READ, stretch("has come")))))


def test_names_are_marked_where_they_are() -> None:
    encoded = encode(
        name_of("road", NameKind.PLACE, ref="https://example.org/road"),
        name_of("Monday", NameKind.DATE, when="1871-05-08"),
    )
    found = tei(encoded)
    assert 'the <placeName ref="https://example.org/road">road</placeName> to' in found
    assert 'on <date when="1871-05-08">Monday</date>, and' in found


def test_a_name_takes_the_place_of_what_was_found_and_feeds_the_header() -> None:
    found = tei(encode(name_of("3 May 1871", NameKind.DATE, when="1872-05-03")))
    assert found.count('<date when="1872-05-03">3 May 1871</date>') == 2
    assert "1871-05-03" not in found
    assert "Letter from Ann Bell, Thornbury, 3 May 1872" in found


def test_what_is_no_name_is_no_markup_and_no_claim() -> None:
    no_name = NameDecision(anchor(READ, stretch("Ann Bell")), NameKind.PERSON, is_rejected=True)
    found = tei(encode(no_name))
    assert "<signed>Ann Bell</signed>" in found
    assert "<persName>" not in found


def test_a_place_that_is_a_person_is_no_place_in_the_header() -> None:
    found = tei(encode(name_of("Thornbury", NameKind.PERSON)))
    assert "<dateline><persName>Thornbury</persName>, " in found
    assert "<placeName>" not in found


def test_a_name_in_two_parts_is_told() -> None:
    both = NameDecision(anchor(READ, Stretch(Place(10, 7), Place(11, 4))), NameKind.PERSON)
    (misfit,) = encode(both).misfits
    assert misfit.reason == "it is in two parts of the letter"


def test_a_value_takes_the_place_of_a_claim_in_the_title_too() -> None:
    encoded = encode(ClaimDecision(ClaimKind.SENDER, Verdict.VALUE, values=("Anna Bell", "Tom Bell")))
    found = tei(encoded)
    assert "<title>Letter from Anna Bell and Tom Bell, Thornbury, 3 May 1871</title>" in found
    assert '<persName evidence="external">Tom Bell</persName>' in found
    assert [claim.basis for claim in encoded.claims if claim.kind is ClaimKind.SENDER] == ["editor", "editor"]


def test_a_rejected_claim_is_stated_nowhere_in_the_header() -> None:
    encoded = encode(ClaimDecision(ClaimKind.PLACE, Verdict.REJECTED, "Thornbury"))
    header = tei(encoded).partition("<text")[0]
    assert "Thornbury" not in header
    assert encoded.obeyed == 1


def test_a_confirmed_claim_is_certain() -> None:
    encoded = encode(ClaimDecision(ClaimKind.SENDER, Verdict.CONFIRMED, "Ann Bell"), confidence=True)
    (claim,) = [claim for claim in encoded.claims if claim.kind is ClaimKind.SENDER]
    assert (claim.confidence, claim.agreeing[-1]) == (1.0, "editor")
    assert '<persName xml:id="claim-3" cert="high">' in tei(encoded)


def test_a_confirmed_claim_that_is_no_more_is_told() -> None:
    (misfit,) = encode(ClaimDecision(ClaimKind.SENDER, Verdict.CONFIRMED, "Tom Bell")).misfits
    assert misfit.reason == "the letter has no such sender now"


def test_the_language_that_an_editor_states_is_that_of_the_text() -> None:
    assert '<text xml:lang="en-GB">' in tei(encode(ClaimDecision(ClaimKind.LANGUAGE, Verdict.VALUE, values=("en-GB",))))


def test_encoding_again_gives_the_same_bytes() -> None:
    decisions = (label("Dear Sir", Label.HEAD), name_of("road", NameKind.PLACE))
    assert encode(*decisions).tei == encode(*decisions).tei
