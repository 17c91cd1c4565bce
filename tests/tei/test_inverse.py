"""Letter to TEI and back: the parts of any letter, with their words, come back out of its TEI in their order."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from teikit.api import encode
from teikit.document.serialize import indent
from teikit.letter import Label, Letter, LetterPhase, Part, Unit
from teikit.letter.crf import STATES
from teikit.letter.cues import using_languages
from teikit.tei import build_text, is_structural
from teikit.tei.closing import split_notes
from teikit.tei.markup import TEI, is_block
from teikit.tei.parts import own_line_type
from teikit.text import Line

LETTERS = Path(__file__).parents[1] / "data" / "letters"
Labelled = list[tuple[str, str]]
WORDS = [
    "Dear Ann,", "Rome", "3 May 1890", "Monday", "yours", "ever,", "Tom Bell", "Mayor", "P.S.", "the toad", "is well.",
    "12 Mill Lane", "Leeds,", "Enclosure: a map", "cc: Bea", "No. 4", "Subject: toads", "1.", "- two", "Mr. Bee", "&<>",
    "JMR/lw",
]  # fmt: skip


def wanted(letter: Letter) -> Labelled:
    """The words of a letter, each with what its part is; a letterhead is what TEI makes of it, an address."""
    found: Labelled = []
    for part in letter.parts:
        label = "address" if part.label is Label.LETTERHEAD else own_line(letter, part) or str(part.label)
        found += [(label, word) for word in part.unit.text.split()]
    return found


def own_line(letter: Letter, part: Part) -> str:
    """A line on copies or enclosures is a note, the initials of a typist are a reference; neither is a postscript."""
    if part.label is Label.NOTE and part not in split_notes(letter)[0]:
        return ""
    return {"": "", "reference": "reference"}.get(own_line_type(part), "note")


def role(element: etree._Element, around: str) -> str:
    """What the words in an element are, known what they are around it."""
    name, parent = etree.QName(element).localname, element.getparent()
    above = etree.QName(parent).localname if parent is not None else ""
    if name == "salute":
        return "valediction" if above == "closer" else "salute"
    if name == "dateline" and parent is not None and parent.getparent().get("type") == "writingSession":
        return "p"
    if above in {"opener", "closer"} and name in {"title", "idno", "seg"}:
        return "head" if name == "title" else "reference"
    if name == "fw" and element.get("type") == "footer":
        return "note"
    if name in {"head", "fw", "address", "dateline", "signed", "postscript", "note"}:
        return "address" if name == "fw" else name
    return around


def extracted(element: etree._Element, around: str = "p") -> Iterator[tuple[str, str]]:
    """Yield stretches of text, each with what it is; blanks where blocks begin and end."""
    own, edge = role(element, around), " " if is_block(etree.QName(element).localname) else ""
    yield own, edge + (element.text or "")
    for child in element:
        yield from extracted(child, own)
        yield own, child.tail or ""
    yield own, edge


def labelled(made: etree._Element) -> Labelled:
    """The words of a TEI text, each with what it is where it begins."""
    letters = [(own, one) for own, stretch in extracted(made) for one in stretch]
    runs = (list(run) for blank, run in groupby(letters, key=lambda pair: pair[1].isspace()) if not blank)
    return [(run[0][0], "".join(one for _, one in run)) for run in runs]


@st.composite
def letters(draw: st.DrawFn) -> Letter:
    order = list(LetterPhase)
    states = draw(st.lists(st.sampled_from(STATES), min_size=1, max_size=14))
    states.sort(key=lambda state: order.index(state[1]))
    parts = []
    for number, (label, phase) in enumerate(states, 1):
        words = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)))
        parts.append(Part(Unit((Line(words, number),), draw(st.integers(0, 2))), label, phase, 1.0))
    return Letter(tuple(parts), "en")


@given(letters())
def test_the_parts_of_any_letter_come_back_out_of_its_tei(letter: Letter) -> None:
    with using_languages("en"):
        made = build_text(letter)
    indent(made, is_structural)
    assert labelled(made) == wanted(letter)


def test_the_parts_of_real_letters_come_back_out_of_their_tei(seed: Path, shared: Path) -> None:
    paths = [seed, *sorted((shared / "letters" / "dev" / "txt").glob("*.txt"))]
    for path in paths:
        made = encode(path)
        assert labelled(etree.fromstring(made.tei).find(f"{{{TEI}}}text")) == wanted(made.letter), path.name
