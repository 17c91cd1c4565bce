"""Signatures name people without their ranks, places and marks; closes and lines of names name signatories, too."""

import pytest

from teikit.letter.cues import using_languages
from teikit.letter.names import Phrase, PhraseKind
from teikit.letter.signatures import (
    clean_name,
    closing_name,
    is_bare_name,
    is_kin_word,
    only_names,
    signatories_in,
    signature_phrases,
)


def marked(phrases: tuple[Phrase, ...]) -> str:
    return "".join(f"<{phrase.kind} {phrase.text}>" if phrase.kind else phrase.text for phrase in phrases)


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("it", "Piero degli Orsi", "<persName Piero degli Orsi>"),
        ("it", "»C. Neri.»", "»<persName C. Neri>.»"),
        ("it", "Vincenzo in Roma.", "<persName Vincenzo> in Roma."),
        ("it", "(Sottoscritto) Vincenzo.", "(Sottoscritto) <persName Vincenzo>."),
        ("de", "Keller im Thal", "<persName Keller im Thal>"),
        ("de", "J H Keller Stadtrath", "<persName J H Keller> <roleName Stadtrath>"),
        ("de", "Keller Red. der N. Berner Ztg", "<persName Keller> Red. der N. Berner Ztg"),
        ("de", "Lic. theol. Dr. P. Keller.", "Lic. theol. Dr. <persName P. Keller>."),
        ("de", "Emil Keller. cand.theol.", "<persName Emil Keller>. cand.theol."),
        ("de", "getr. Friedr. Keller", "getr. <persName Friedr. Keller>"),
        ("de", "gehorsamste Minna Keller", "gehorsamste <persName Minna Keller>"),
        ("de", "Emil und Minna Keller", "<persName Emil> und <persName Minna Keller>"),
        ("de", "J. C. B. Huber (Emil Keller).", "<persName J. C. B. Huber> (<persName Emil Keller>)."),
        ("en", "Ruth and Karl.", "<persName Ruth> and <persName Karl>."),
        ("en", "P. R. Mole Lieut.", "<persName P. R. Mole> Lieut."),
        ("en", "Capt. John Mole, 3rd Reg.", "Capt. <persName John Mole>, 3rd Reg."),
        ("en", "Tom Mole.[1]", "<persName Tom Mole>.[1]"),
        ("en", "J. Mole [sic]", "<persName J. Mole> [sic]"),
        ("en", "Messrs. Mole & Rand", "Messrs. <orgName Mole & Rand>"),
        ("en", "Mole & Sons", "<orgName Mole & Sons>"),
        ("en", "Ever faithfully yours.", "Ever faithfully yours."),
        ("en", "A. Mole, Leeds", "<persName A. Mole>, Leeds"),
    ],
)  # fmt: skip
def test_a_signature_is_a_name_and_what_is_around_it(language: str, line: str, expected: str) -> None:
    with using_languages(language):
        found = signature_phrases(line)
    assert expected == marked(found)
    assert line == "".join(phrase.text for phrase in found)


@pytest.mark.parametrize(
    ("language", "close", "name"),
    [
        ("de", "Mit Dank und Verehrung grüßt Elsa Keller.", "Elsa Keller"),
        ("de", "Dein H. Keller ¿¿¿ 26", "H. Keller"),
        ("de", "Dein K. M.", "K. M."),
        ("de", "Ihr sehr ergebener Emil Keller – –", "Emil Keller"),
        ("de", "Euer Excellenz unterthänigster Diener Johann Keller mp", "Johann Keller"),
        ("en", "Your affectionate brother, Henry", "Henry"),
        ("en", "Yours truly, Ada Mole", "Ada Mole"),
        ("en", "Yours truly, Ada Mole, 3 May 1890", "Ada Mole"),
        ("it", "Vostro Vincenzo scultore in Firenze", "Vincenzo"),
        ("de", "In vorzüglicher Hochachtung", ""),
        ("de", "Mit Gruß und Kuß", ""),
        ("en", "I am, my dear Mole,", ""),
        ("en", "Your Obedient Humble Servant", ""),
        ("en", "With love from all at Leeds", ""),
        ("en", "", ""),
    ],
)
def test_a_close_may_end_with_the_senders_name(language: str, close: str, name: str) -> None:
    with using_languages(language):
        found = closing_name(close)
    assert name == (found.text if found else "")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("B. MOLE, ARTHUR RAND,", ["B. MOLE", "ARTHUR RAND"]),
        ("THOMAS MOLE, JR.,", ["THOMAS MOLE, JR."]),
        ("A G Mole.", ["A G Mole"]),
        ("New York", []),
        ("Leeds, England", []),
        ("Washington, D. C.", []),
        ("J. Mole Secretary", []),
    ],
)
def test_a_line_of_names_alone_names_people_by_their_shape(line: str, names: list[str]) -> None:
    with using_languages("en"):
        assert names == [phrase.text for phrase in only_names(line)]


def test_several_linked_names_are_several_people():
    with using_languages("en"):
        assert [Phrase("Ruth", PhraseKind.PERSON), Phrase("Karl", PhraseKind.PERSON)] == list(
            signatories_in("Ruth and Karl.")
        )
        assert signatories_in("Ruth went out and Karl stayed.") == ()


@pytest.mark.parametrize(("line", "is_name"), [("Minna Keller", True), ("Viele Grüße", False), ("Keller", False)])
def test_two_words_may_be_a_bare_name(line: str, *, is_name: bool) -> None:
    with using_languages("de"):
        assert is_name is is_bare_name(line)


@pytest.mark.parametrize(
    ("word", "is_kin"), [("Your Father", True), ("Henry", False), ("Secretary", True), ("", False)]
)
def test_a_relation_is_no_name(word: str, *, is_kin: bool) -> None:
    with using_languages("en"):
        assert is_kin is is_kin_word(word)


@pytest.mark.parametrize(
    ("written", "name"), [("[K.]", "K."), ("Mole.", "Mole"), ("Mole=", "Mole"), ("J. M.", "J. M.")]
)
def test_a_name_is_cleaned_of_the_marks_around_it(written: str, name: str) -> None:
    assert name == clean_name(written)
