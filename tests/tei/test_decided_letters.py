"""Letters with parts that an editor decided, in TEI: valid, with all words, wherever the labels are."""

from hypothesis import given, settings
from lxml import etree
from tests.letter.test_fixed_parts import LETTER, fix, fixed_letters

from teikit.document.serialize import indent, to_bytes
from teikit.letter import Label, recognise
from teikit.letter.fixed import FixedParts
from teikit.tei import TEI, SourceFile, build_document, build_text, extract_words, is_structural, read_renditions
from teikit.text.plain import Line, lines

PROSE = "I write from here, for the road is under water and nobody can go home before the morning."
SCHEMA = etree.RelaxNG(etree.parse("schema/teikit-letter.rng"))


def tei(*labels: tuple[int, int, int, Label], text: str = LETTER) -> str:
    """Return the body of a letter with decided labels, without namespaces and white space between elements."""
    body = build_text(recognise(lines(text), "en", fixed=fix(*labels)))[0]
    return etree.tostring(body, encoding="unicode").replace(f' xmlns="{TEI}"', "").replace("\n", "")


@settings(max_examples=30)
@given(fixed_letters())
def test_any_decisions_give_valid_tei_with_the_words_of_the_source(one: tuple[tuple[Line, ...], FixedParts]) -> None:
    read, fixed = one
    letter = recognise(read, "en", fixed=fixed)
    root = build_document(letter, SourceFile("a.txt", 3, "0" * 64), keep_confidence=True).root
    indent(root, is_structural)
    document = etree.fromstring(to_bytes(root))
    assert SCHEMA.validate(document), SCHEMA.error_log
    found = "".join(extract_words(document[-1], read_renditions(document[0])))
    assert found == "".join("".join(line.text.split()) for line in read)


def test_a_letter_that_goes_on_after_its_close_has_a_second_session() -> None:
    more = f"{LETTER}\nI add that the miller was here today, and that he asked for the papers.\n"
    found = tei((13, 1, 80, Label.PARAGRAPH), (11, 1, 9, Label.SIGNED), text=more)
    assert "<signed><persName>Ann Bell</persName></signed></closer></div>" in found
    assert '<div type="writingSession"><p>I add that' in found


def test_a_dateline_within_the_body_begins_a_session() -> None:
    text = LETTER.replace("We have", "At the mill, in the evening\n\nWe have")
    found = tei((8, 1, 30, Label.DATELINE), (6, 1, 80, Label.PARAGRAPH), text=text)
    assert '<div type="writingSession"><opener><dateline>At the mill, in the evening</dateline></opener><p>We' in found
    assert found.endswith("</div><closer><salute>Yours faithfully,</salute><signed>"
                          "<persName>Ann Bell</persName></signed></closer></div></body>")  # fmt: skip


def test_sessions_that_are_found_and_those_that_are_decided_are_beside_each_other() -> None:
    again = "May 4.\n\nThe rain has stopped now, and my brother has gone to the mill to look at the road there.\n"
    text = LETTER.replace("We have", f"At the mill, in the evening\n\n{PROSE}\n\n{again}\nWe have")
    found = tei((8, 1, 30, Label.DATELINE), text=text)
    assert found.count("writingSession") == 2
    assert '</p></div><div type="writingSession">' in found


def test_a_note_within_the_body_stays_between_its_paragraphs() -> None:
    assert '</p><note type="editorial"><p>We have had' in tei((8, 1, 80, Label.NOTE))


def test_a_reference_below_the_signature_is_in_the_closer() -> None:
    found = tei((12, 1, 9, Label.REFERENCE), text=f"{LETTER}MS/17/b\n")
    assert '<idno type="reference">MS/17/b</idno></closer>' in found


def test_a_letterhead_within_the_body_is_what_is_printed_on_the_page() -> None:
    assert '</p><fw type="header">We have had' in tei((8, 1, 80, Label.LETTERHEAD))


def test_a_salutation_at_the_end_is_in_the_closer() -> None:
    assert "<salute>Yours faithfully,</salute>" in tei((10, 1, 18, Label.SALUTE))
