"""Who wrote to whom, in the kinds of lines that letters and their editors have for it; with the basis of each claim."""

import pytest

from teikit.letter import Label, Letter, LetterPhase, Part, Unit
from teikit.letter.claims import Basis
from teikit.letter.cues import using_languages
from teikit.tei.correspondents import find_correspondence
from teikit.text import Line

PARAGRAPH = ("p", "body", "I found the key where you said it would be, behind the brick, and left it there.")


def correspondence(*parts, language="en"):
    made = []
    for number, (label, phase, text) in enumerate(parts, 1):
        made.append(Part(Unit((Line(text, number),)), Label(label), LetterPhase(phase), 0.9))
    with using_languages(language):
        return find_correspondence(Letter(tuple(made), language))


def texts(claims):
    return [claim.text for claim in claims]


@pytest.mark.parametrize(
    ("parts", "senders"),
    [
        ([("valediction", "closer", "Your brother, Henry")], ["Henry"]),
        ([("signed", "closer", "e - e.")], ["e - e."]),
        ([("signed", "closer", "P. Mole"), ("signed", "closer", "M. Mole")], ["P. Mole", "M. Mole"]),
        ([("signed", "closer", "M. E. Mole, Sister")], ["M. E. Mole"]),
        ([("signed", "closer", "A. Mole, Capt."), ("signed", "closer", "8th Bn. Carrow Rifles")], ["A. Mole"]),
        ([("signed", "closer", "A. Mole"), ("signed", "closer", "M.D.XL.")], ["A. Mole"]),
        ([("signed", "closer", "A. Mole          P. Rand")], ["A. Mole", "P. Rand"]),
        ([("signed", "closer", "Ann Mole"), ("signed", "closer", "and Lucy Rand")], ["Ann Mole", "Lucy Rand"]),
        ([("signed", "closer", "THE MOLE CO."), ("signed", "closer", "By H. L. Rand")], ["THE MOLE CO.", "H. L. Rand"]),
        ([("signed", "closer", "THE MOLE CO.,"), ("signed", "closer", "per J. M. R.")], ["THE MOLE CO."]),
        ([("signed", "closer", "pp. Mole & Rand"), ("signed", "closer", "c.c. The Manager")], ["Mole & Rand"]),
        ([("note", "after", "[1] Rand was then chamberlain to the Archduke.")], []),
        ([("valediction", "closer", "B. MOLE,"), ("signed", "closer", "ADA RAND.")], ["B. MOLE", "ADA RAND"]),
        ([("signed", "closer", "B. MOLE"), ("address", "closer", "ADA RAND, Secretary")], ["B. MOLE", "ADA RAND"]),
        ([("valediction", "closer", "Yours, &c."), ("address", "closer", "Ada Rand")], ["Ada Rand"]),
        ([("valediction", "closer", "Ada Rand"), ("signed", "closer", "Secretary")], ["Ada Rand", "Secretary"]),
        ([("postscript", "postscript", "A G Mole.")], ["A G Mole"]),
        ([("p", "body", "Ruth and Karl.")], ["Ruth", "Karl"]),
        ([("signed", "closer", "J. M."), ("note", "after", "John Mole to Ada Rand. Two leaves.")], ["John Mole"]),
        ([("signed", "closer", "Happy New Year to you!")], []),
        ([("signed", "closer", "Ever faithfully yours.")], []),
    ],
)  # fmt: skip
def test_senders_are_found_in_many_kinds_of_lines(parts, senders):
    assert senders == texts(correspondence(PARAGRAPH, *parts).sender)


@pytest.mark.parametrize(
    ("parts", "recipients"),
    [
        ([("head", "heading", "TO MOLE.[2]"), PARAGRAPH], ["MOLE"]),
        ([("head", "heading", "MR. MOLE TO THE SAME."), PARAGRAPH], []),
        ([("salute", "opener", "My dear Mrs. Mole,"), PARAGRAPH], ["Mole"]),
        ([("salute", "opener", "Dear Sir,"), ("p", "body", "Oh, my dear Mole, how are you?")], ["Mole"]),
        ([PARAGRAPH, ("valediction", "closer", "Always, my dear Mole,")], ["Mole"]),
        ([PARAGRAPH, ("signed", "closer", "Ada Rand"), ("signed", "closer", "J. Mole Esqr")], ["J. Mole"]),
        ([("dateline", "opener", "To Tom Mole. 3 May 1890."), PARAGRAPH], ["Tom Mole"]),
        ([("head", "heading", "MEMORANDUM FOR THE FILE"), PARAGRAPH], []),
        ([("salute", "opener", "Present: Mr. Mole, Miss Rand"), PARAGRAPH], []),
        ([("address", "opener", "THROUGH: Chief, Records"), PARAGRAPH], []),
        ([("address", "opener", "To: Tom Mole"), ("address", "opener", "ATTN: Miss Rand"), PARAGRAPH], ["Tom Mole"]),
        ([PARAGRAPH, ("signed", "closer", "Ada Rand"), ("address", "closer", "Colonel, Commanding"),
          ("address", "closer", "11th Regiment Carrow Volunteers")], []),
        ([PARAGRAPH, ("signed", "closer", "Ada Rand"), ("address", "closer", "Mr. Tom Mole"),
          ("address", "closer", "B Company")], ["Tom Mole", "B Company"]),
        ([("address", "opener", "Tom Mole"), PARAGRAPH, ("signed", "closer", "Tom Mole asks Ada Rand.")], ["Tom Mole"]),
    ],
)  # fmt: skip
def test_recipients_are_found_in_many_kinds_of_lines(parts, recipients):
    assert recipients == texts(correspondence(*parts).recipient)


@pytest.mark.parametrize(
    ("parts", "language", "recipients"),
    [
        ([("address", "opener", "Mole & Co."), ("address", "opener", "Attention: Miss Rand")], "en", ["Mole & Co."]),
        ([("address", "opener", "Attention: Miss Rand")], "en", ["Rand"]),
        ([("address", "opener", "Mr. Tom Mole"), ("address", "opener", "c/o Mrs. Ada Rand")], "en", ["Tom Mole"]),
        ([("head", "heading", "A MADAME TAUPE CHEZ MADAME ROUX, A LYON")], "fr", ["TAUPE"]),
        ([("head", "heading", "A.M. TAUPE, A PARIS")], "fr", ["TAUPE"]),
        ([("head", "heading", "A LA MÊME")], "fr", []),
        ([("head", "heading", "A MADAME TAUPE MÈRE")], "fr", ["TAUPE MÈRE"]),
        ([("dateline", "opener", "MHHerrn Nationalrat Dr. A. Maulwurf, Paris.")], "de", ["A. Maulwurf"]),
        ([("salute", "opener", "À Louis Taupe")], "fr", ["Louis Taupe"]),
        ([("salute", "opener", "Liebe Ada, lieber Tom!")], "de", ["Ada", "Tom"]),
    ],
)  # fmt: skip
def test_lines_above_a_letter_name_the_recipient_but_not_who_passes_it_on(parts, language, recipients):
    assert recipients == texts(correspondence(*parts, PARAGRAPH, language=language).recipient)


def test_the_name_above_an_office_is_the_senders():
    found = correspondence(
        ("letterhead", "heading", "Juana Vega"),
        ("head", "heading", "Director del Archivo, etc."),
        ("salute", "opener", "Al señor Luis Ruiz:"),
        PARAGRAPH,
        language="es",
    )
    assert [(claim.text, claim.basis) for claim in found.sender] == [("Juana Vega", Basis.LETTERHEAD)]


def test_a_salutation_agrees_with_an_address_and_is_dropped_beside_another():
    address = ("address", "opener", "To Mr. Tom Mole")
    (claim,) = correspondence(address, ("salute", "opener", "Dear Mr. Mole,"), PARAGRAPH).recipient
    assert (claim.text, claim.agreeing, claim.has_title) == ("Tom Mole", (Basis.SALUTATION,), True)
    (claim,) = correspondence(address, ("salute", "opener", "Dear Rand,"), PARAGRAPH).recipient
    assert (claim.text, claim.agreeing) == ("Tom Mole", ())


def test_a_claim_is_as_sure_as_the_surest_of_those_that_agree():
    parts = (("head", "heading", "Mr. Rand to Mr. Mole."), PARAGRAPH, ("signed", "closer", "Tom Mole, Esq., Leeds."))
    (claim,) = correspondence(*parts).recipient
    assert (claim.text, claim.confidence) == ("Tom Mole", 0.9)


def test_a_superscription_names_both():
    found = correspondence(("address", "opener", "Paulus Antonio Vellano S. P. D."), PARAGRAPH, language="la")
    assert (texts(found.sender), texts(found.recipient)) == (["Paulus"], ["Antonio Vellano"])
    assert {Basis.SUPERSCRIPTION} == {claim.basis for claim in (*found.sender, *found.recipient)}


def test_labelled_lines_name_sender_recipients_and_copies_whatever_their_part():
    found = correspondence(
        ("head", "heading", "From: Ada Rand <ada@example.org>"),
        ("dateline", "opener", "To: 'Tom Mole'"),
        ("address", "opener", "Cc: B. Lark; Archive"),
        PARAGRAPH,
        ("p", "body", "-----Original Message-----"),
        ("address", "closer", "From: Tom Mole"),
    )
    assert texts(found.sender) == ["Ada Rand"]
    assert texts(found.recipient) == ["Tom Mole"]
    assert texts(found.copied) == ["B. Lark", "Archive"]
    assert {Basis.LABEL} == {claim.basis for claim in (*found.sender, *found.recipient, *found.copied)}


def test_a_line_above_the_addressee_is_the_senders():
    found = correspondence(
        ("address", "opener", "Juan Vega"), ("salute", "opener", "Al señor Luis Ruiz:"), PARAGRAPH, language="es"
    )
    assert [(claim.text, claim.basis) for claim in found.sender] == [("Juan Vega", Basis.LETTERHEAD)]
    assert texts(found.recipient) == ["Luis Ruiz"]


def test_a_heading_with_a_date_names_the_sender():
    found = correspondence(("dateline", "opener", "From J. R. Mole   20 April 1863"), PARAGRAPH)
    assert [(claim.text, claim.basis) for claim in found.sender] == [("J. R. Mole", Basis.HEADING)]


def test_a_note_that_has_the_label_of_a_signature_is_read_if_it_names_the_recipient():
    found = correspondence(
        ("salute", "opener", "Dear Mole,"),
        PARAGRAPH,
        ("signed", "closer", "Draft. Ada Rand thanks Tom Mole for his help."),
    )
    assert (texts(found.sender), texts(found.recipient)) == (["Ada Rand"], ["Tom Mole"])


def test_claims_know_what_they_are_based_on_and_what_agrees():
    (claim,) = correspondence(
        PARAGRAPH, ("signed", "closer", "Mole"), ("head", "heading", "Ada Mole to Tom Rand")
    ).sender
    assert (claim.text, claim.basis, claim.agreeing) == ("Ada Mole", Basis.HEADING, (Basis.SIGNATURE,))
    (claim,) = correspondence(PARAGRAPH, ("signed", "closer", "e - e.")).sender
    assert claim.is_odd_shape
    assert claim.confidence < claim.part_confidence == 0.9
    assert (claim.line, claim.column) == (2, 1)


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        ([("head", "heading", "To Tom Mole 7 June 1871"), ("dateline", "opener", "June 7")], "1871-06-07"),
        ([("head", "heading", "To Tom Mole 7 June 1871"), ("dateline", "opener", "June 7 /71")], "1871-06-07"),
        ([("head", "heading", "To Tom Mole 7 June 1871"), ("dateline", "opener", "June 9")], "--06-09"),
        ([("note", "before", "3 May 1957 Letter from Mole to Rand on Rails")], "1957-05-03"),
    ],
)  # fmt: skip
def test_a_heading_completes_the_date_of_a_letter(parts, date):
    claim = correspondence(*parts, PARAGRAPH).date
    assert date == claim.phrase.date.when


@pytest.mark.parametrize(
    ("language", "lines", "sender"),
    [
        ("es", ["Tomás Topo", "Gobernador de la provincia, Capitán de la costa, etc."], ["Tomás Topo"]),
        ("en", ["WE, EDMUND THE THIRD,", "By the grace of God, Duke of Carrow"], ["EDMUND THE THIRD"]),
        ("de", ["Wir Friedrich Emil, von Gottes Gnaden Herzog zu Maulwurf"], ["Friedrich Emil"]),
        ("es", ["Casa Consistorial", "Gobernador de la provincia"], []),
        ("en", ["Leeds", "Director of Mines"], []),
    ],
)
def test_a_name_above_the_date_with_titles_below_it_is_the_sender(language, lines, sender):
    above = [("letterhead", "opener", line) for line in lines]
    found = correspondence(*above, ("dateline", "opener", "Leeds, 9 May 1841"), PARAGRAPH, language=language)
    assert sender == texts(found.sender)


def test_a_greeting_that_was_taken_for_a_dateline_names_no_place():
    parts = [("address", "opener", "To: Mark Mole"), ("dateline", "opener", "Mark,"), PARAGRAPH]
    assert correspondence(*parts).place is None


def test_a_title_before_a_latin_addressee_is_no_sender():
    found = correspondence(("salute", "opener", "D. Philippo Hallero suo s. p."), PARAGRAPH, language="la")
    assert (texts(found.sender), texts(found.recipient)) == ([], ["Philippo Hallero"])


def test_a_salutation_is_as_sure_in_a_letter_whose_language_is_not_determined() -> None:
    parts = ("salute", "opener", "Dear Ada,"), PARAGRAPH
    english, undetermined = (correspondence(*parts, language=language).recipient for language in ("en", "und"))
    assert [claim.confidence for claim in english] == [claim.confidence for claim in undetermined]
