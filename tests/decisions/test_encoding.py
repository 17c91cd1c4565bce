"""Letters are encoded with random decisions, after random edits: each is followed or reported, and no word is lost."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.edited_sources import EDITS, Source, Word
from teikit.api import encode_bytes
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
from teikit.letter.model import Label

LETTERS = sorted((Path(__file__).parents[2] / "examples" / "letters").glob("*.txt"))
CHANCE = st.integers(0, 1_000_000).map(random.Random)


def read(path: Path) -> Source:
    """Return a letter as paragraphs of words."""
    text = path.read_text(encoding="utf-8")
    paragraphs = [[Word(each) for each in part.split()] for part in text.split("\n\n") if part.split()]
    return Source(paragraphs, 72, sorted(set(text.split())))


def decide(source: Source, chance: random.Random) -> Decision:
    size = len(source.places())
    first = chance.randrange(size)
    last = min(size - 1, first + chance.choice([0, 0, 1, 2, 6, 30]))
    own = anchor(source.lines(), source.stretch(first, last))
    kinds = (
        LabelDecision(own, chance.choice(list(Label))),
        LabelDecision(own, chance.choice(list(Label))),
        CutDecision(own),
        JoinDecision(own),
        NameDecision(own, chance.choice(list(NameKind)), is_rejected=chance.random() < 0.3),
        ClaimDecision(chance.choice(list(ClaimKind)), Verdict.REJECTED),
        ClaimDecision(ClaimKind.SENDER, Verdict.VALUE, values=("Anna Voss",)),
    )
    return chance.choice(kinds)


@settings(max_examples=80)
@given(CHANCE)
def test_each_decision_is_followed_or_reported(chance: random.Random) -> None:
    source = read(chance.choice(LETTERS))
    given_ones = Decisions(decisions=tuple(decide(source, chance) for _ in range(chance.randint(1, 6))))
    for _ in range(chance.randint(0, 2)):
        chance.choice(EDITS)(source, chance)
    data = source.text().encode()
    encoded = encode_bytes(data, "letter.txt", decisions=given_ones)
    assert encoded.tei == encode_bytes(data, "letter.txt", decisions=given_ones).tei
    reported = {id(each.decision) for each in encoded.misfits}
    assert encoded.obeyed + len(reported) == len(given_ones.decisions)


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_the_examples_are_letters_that_are_encoded(path: Path) -> None:
    assert encode_bytes(path.read_bytes(), path.name).letter.parts
