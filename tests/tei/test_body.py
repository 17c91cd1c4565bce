from collections.abc import Iterable
from itertools import product

import pytest
from lxml import etree

from teikit.document.serialize import indent
from teikit.letter import Label, Letter, LetterPhase, Part, Unit
from teikit.letter.crf import STATES, may_follow
from teikit.tei import build_text, extract_words, is_structural
from teikit.text import Line
from teikit.text.runs import PAGE_FOOTER, PAGE_HEADER


def letter(*states: tuple[Label, LetterPhase]) -> Letter:
    parts = (Part(Unit((Line(f"Word{n} Other{n}", n),)), *state, 1.0) for n, state in enumerate(states, 1))
    return Letter(tuple(parts), "en")


P = (Label.PARAGRAPH, LetterPhase.BODY)
PAIRS = [(one, two) for one, two in product(range(len(STATES)), repeat=2) if may_follow(one, two)]


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_any_lawful_path_keeps_its_words_in_their_order(one: int, two: int) -> None:
    path = sorted([STATES[one], STATES[two], P], key=lambda state: list(LetterPhase).index(state[1]))
    made = letter(*path)
    written = build_text(made)
    indent(written, is_structural)
    assert extract_words(written) == " ".join(part.unit.text for part in made.parts).split()


def test_a_postscript_ends_with_its_signature() -> None:
    own = ((Label.POSTSCRIPT, LetterPhase.POSTSCRIPT), (Label.SIGNED, LetterPhase.POSTSCRIPT))
    made = build_text(letter(P, *own, *own))
    found = [one.tag.rpartition("}")[2] for postscript in made.iter("{*}postscript") for one in postscript]
    assert found == ["p", "signed", "p", "signed"]


def test_a_head_after_the_openers_first_part_is_a_title_in_it() -> None:
    made = build_text(letter((Label.DATELINE, LetterPhase.OPENER), (Label.HEAD, LetterPhase.OPENER), P))
    assert [one.tag.rpartition("}")[2] for one in made.findall(".//{*}opener/*")] == ["dateline", "title"]


def names(parts: Iterable[etree._Element]) -> list[str]:
    return [etree.QName(one).localname for one in parts]


def test_what_a_word_processor_prints_on_each_page_is_beside_the_letters_parts() -> None:
    header = Part(Unit((Line("Lowe & Sons", 1, style=PAGE_HEADER),)), Label.LETTERHEAD, LetterPhase.HEADING, 1.0)
    footer = Part(Unit((Line("Registered in Leeds", 9, style=PAGE_FOOTER),)), Label.NOTE, LetterPhase.AFTER, 1.0)
    within = letter((Label.DATELINE, LetterPhase.OPENER), P).parts
    made = build_text(Letter((header, *within, footer), "en"))
    assert names(made[0]) == ["div", "fw"]
    assert names(made[0][0]) == ["fw", "opener", "p"]


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["JAMES WHITE", "THOMAS CREE", "ANNE DUNN, Secretary"], 3),
        (["THE LOWE SEED CO.", "per J. M. R."], 1),
        (["Tom Bell", "p.p. Anne Dunn"], 1),
        (["Tom Bell", "Secretary", "Anne Dunn", "Treasurer"], 2),
    ],
)
def test_each_signatory_has_a_signature_of_their_own(lines: list[str], count: int) -> None:
    parts = [Part(Unit((Line(text, 2),)), Label.SIGNED, LetterPhase.CLOSER, 1.0) for text in lines]
    made = build_text(Letter((*letter(P).parts, *parts), "en"))
    assert names(made.iter("{*}signed")) == ["signed"] * count
