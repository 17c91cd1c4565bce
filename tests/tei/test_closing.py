"""What follows the body: any order of labels is written as valid TEI, with all words in their order."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from teikit.document.serialize import indent
from teikit.letter import Label, Letter, LetterPhase, Part, Unit
from teikit.letter.crf import STATES
from teikit.letter.cues import using_languages
from teikit.tei import build_text, extract_words, is_structural
from teikit.tei.markup import TEI
from teikit.text import Line

State = tuple[Label, LetterPhase]
SCHEMA = Path(__file__).parents[2] / "schema" / "teikit-letter.rng"
# Labels that postscripts and closers of letters have, whether the recogniser gives them or not.
OF_POSTSCRIPT = (Label.POSTSCRIPT, Label.SIGNED, Label.DATELINE, Label.SALUTE, Label.VALEDICTION)
OTHERS = (
    *((Label.REFERENCE, phase) for phase in LetterPhase if phase is not LetterPhase.BODY),
    *((Label.ADDRESS, phase) for phase in (LetterPhase.CLOSER, LetterPhase.POSTSCRIPT)),
    *((label, LetterPhase.TRAILING_ADDRESS) for label in (Label.SIGNED, Label.DATELINE, Label.VALEDICTION)),
)
ALL_STATES = sorted({*STATES, *((label, LetterPhase.POSTSCRIPT) for label in OF_POSTSCRIPT), *OTHERS})
ORDER = list(LetterPhase)
BODY = (Label.PARAGRAPH, LetterPhase.BODY)
WORDS = ["P.S.", "Rome,", "3 May 1890", "Yours", "Tom Bell", "the toad", "Encl.: one map", "cc: Bea", "JMR/lw", "No. 4"]
HEADER = (
    f'<TEI xmlns="{TEI}"><teiHeader><fileDesc><titleStmt><title>A letter</title></titleStmt><publicationStmt><p>No.</p>'
    "</publicationStmt><sourceDesc><p>A drawer.</p></sourceDesc></fileDesc><profileDesc><correspDesc>"
    '<correspAction type="sent"><persName>Ada</persName></correspAction></correspDesc></profileDesc></teiHeader></TEI>'
)


@pytest.fixture(scope="module")
def letter_schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMA))


def letter(states: Sequence[State], texts: Sequence[str]) -> Letter:
    ordered = sorted([BODY, *states], key=lambda state: ORDER.index(state[1]))
    words = zip(ordered, ["Body text.", *texts], strict=True)
    parts = (Part(Unit((Line(text, n),)), *state, 1.0) for n, (state, text) in enumerate(words, 1))
    return Letter(tuple(parts), "en")


def document(source: Letter) -> etree._Element:
    """A whole document with the text of a letter in it."""
    with using_languages("en"):
        text = build_text(source)
    indent(text, is_structural)
    made = etree.fromstring(HEADER)
    made.append(text)
    return made


def names(parent: etree._Element) -> list[str]:
    return [etree.QName(child).localname for child in parent]


def after_body(*parts: tuple[Label, str], closer: Sequence[tuple[Label, str]] = ()) -> etree._Element:
    """The division of a letter with parts in its closer and in its postscript."""
    states = [(label, LetterPhase.CLOSER) for label, _ in closer]
    states += [(label, LetterPhase.POSTSCRIPT) for label, _ in parts]
    made = document(letter(states, [text for _, text in (*closer, *parts)]))
    return next(made.iter(f"{{{TEI}}}div"))


def assert_is_lawful(source: Letter, schema: etree.RelaxNG) -> None:
    made = document(source)
    assert schema.validate(made), schema.error_log.last_error
    assert extract_words(made[-1]) == " ".join(part.unit.text for part in source.parts).split()
    assert [one for one in made.iter(f"{{{TEI}}}opener", f"{{{TEI}}}closer") if not len(one)] == []


@st.composite
def letters(draw: st.DrawFn) -> Letter:
    states = draw(st.lists(st.sampled_from(ALL_STATES), max_size=14))
    texts = [" ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2))) for _ in states]
    return letter(states, texts)


@given(source=letters())
def test_any_order_of_states_is_valid_and_keeps_its_words(source: Letter, letter_schema: etree.RelaxNG) -> None:
    assert_is_lawful(source, letter_schema)


@pytest.mark.parametrize("closer", [(), (Label.VALEDICTION, Label.SIGNED)], ids=["no-closer", "closer"])
@pytest.mark.parametrize("late", [(), (Label.ADDRESS,)], ids=["no-address", "address"])
def test_any_order_of_a_postscripts_labels_is_valid(
    closer: tuple[Label, ...], late: tuple[Label, ...], letter_schema: etree.RelaxNG
) -> None:
    for labels in product(OF_POSTSCRIPT, repeat=4):
        states = [(label, LetterPhase.CLOSER) for label in closer]
        states += [(label, LetterPhase.POSTSCRIPT) for label in labels]
        states += [(label, LetterPhase.TRAILING_ADDRESS) for label in late]
        assert_is_lawful(letter(states, [f"Word{number} other" for number, _ in enumerate(states)]), letter_schema)


@pytest.mark.slow
@pytest.mark.timeout(300)  # libxml2 alone takes five seconds and more to read tei_all
def test_any_order_of_states_is_valid_against_tei_all(shared: Path) -> None:
    tei_all = etree.RelaxNG(etree.parse(shared / "tei" / "tei_all.rng"))
    phases = {state: [other for other in ALL_STATES if other != state] for state in ALL_STATES}
    for one, two in ((one, two) for one, others in phases.items() for two in others):
        assert_is_lawful(letter([one, two, one], ["Rome", "Tom Bell", "cc: Bea"]), tei_all)
    for labels in product(OF_POSTSCRIPT, repeat=3):
        states = [(label, LetterPhase.POSTSCRIPT) for label in labels]
        assert_is_lawful(letter(states, ["Rome", "Tom Bell", "P.S."]), tei_all)


def test_a_postscript_has_the_date_before_it_and_the_close_after_it() -> None:
    found = after_body(
        (Label.DATELINE, "Rome, 3 May 1890"), (Label.POSTSCRIPT, "The toad is well."), (Label.VALEDICTION, "Yours,"),
        (Label.SIGNED, "Tom Bell"), closer=[(Label.SIGNED, "Tom")],
    )  # fmt: skip
    assert names(found) == ["p", "closer", "postscript"]
    assert [names(part) for part in found[-1]] == [["dateline"], [], ["salute", "signed"]]


def test_a_date_at_the_end_of_a_postscript_is_in_its_closer() -> None:
    found = after_body((Label.POSTSCRIPT, "P.S. The toad is well."), (Label.DATELINE, "3 May"))
    assert names(found[-1]) == ["p", "closer"]


def test_what_closes_before_any_postscript_belongs_to_the_letter() -> None:
    found = after_body((Label.SIGNED, "Tom Bell"), (Label.POSTSCRIPT, "P.S. The toad is well."))
    assert names(found) == ["p", "closer", "postscript"]
    assert names(found[1]) == ["signed"]


def test_each_postscript_that_says_so_is_one_of_its_own() -> None:
    found = after_body(
        (Label.POSTSCRIPT, "P.S. Well."), (Label.POSTSCRIPT, "Or not."), (Label.POSTSCRIPT, "P.P.S. No.")
    )
    assert [names(part) for part in found[1:]] == [["p", "p"], ["p"]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Enc.", "enclosures"), ("Encl.: one invoice", "enclosures"), ("Enclosures: 2", "enclosures"),
     ("cc: Bea", "copies"), ("cc Mr. Hall", "copies"), ("Copy to Mr. Hall", "copies")],
)  # fmt: skip
def test_a_line_on_enclosures_or_copies_is_a_note(text: str, kind: str) -> None:
    found = after_body((Label.POSTSCRIPT, text), closer=[(Label.SIGNED, "Tom")])
    assert names(found) == ["p", "closer", "note"]
    assert found[-1].get("type") == kind


@pytest.mark.parametrize("text", ["Enclosed is a lock of my hair.", "Copies of your book came today.", "P.S. Encl."])
def test_a_sentence_on_enclosures_is_a_postscript(text: str) -> None:
    assert names(after_body((Label.POSTSCRIPT, text)))[-1] == "postscript"


def test_the_initials_of_a_typist_are_a_reference_in_the_closer() -> None:
    found = after_body((Label.POSTSCRIPT, "Dict. JMR/lw"), (Label.POSTSCRIPT, "Enc."), closer=[(Label.SIGNED, "Tom")])
    assert names(found) == ["p", "closer", "note"]
    assert names(found[1]) == ["signed", "idno"]


def test_such_lines_are_no_address_below_a_signature() -> None:
    found = after_body(closer=[(Label.SIGNED, "Tom"), (Label.ADDRESS, "Dict. JMR/lw"), (Label.ADDRESS, "Enc.")])
    assert names(found) == ["p", "closer", "note"]
    assert names(found[1]) == ["signed", "idno"]


def test_initials_that_sign_are_no_line_on_copies() -> None:
    found = after_body(closer=[(Label.SIGNED, "C. C.")])
    assert names(found[-1]) == ["signed"]


def test_a_letter_without_opener_or_closer_has_no_empty_one() -> None:
    assert names(after_body()) == ["p"]
