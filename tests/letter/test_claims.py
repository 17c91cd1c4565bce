"""A claim knows its basis, its place in the source and how sure it is."""

import pytest

from teikit.letter import Label, LetterPhase, Part, Unit
from teikit.letter.claims import Basis, Claim, ClaimKind, claim_from_part, locate
from teikit.letter.names import Phrase, PhraseKind
from teikit.text import Line

UNIT = Unit((Line("Yours, Ada", 7, column=5), Line("Bell of Leeds", 8, column=3)))


@pytest.mark.parametrize(
    ("words", "place"), [("Yours", (7, 5)), ("Ada", (7, 12)), ("Bell", (8, 3)), ("Leeds", (8, 11)), ("Hall", (7, 5))]
)
def test_words_are_located_in_the_lines_of_a_unit(words, place):
    assert place == locate(UNIT, words)


def test_a_claim_has_the_confidence_of_its_part_times_a_factor():
    part = Part(UNIT, Label.SIGNED, LetterPhase.CLOSER, 0.8)
    name = Phrase("Ada  Bell", PhraseKind.PERSON)
    claim = claim_from_part(ClaimKind.SENDER, name, Basis.SIGNATURE, part, factor=0.5)
    assert Claim(ClaimKind.SENDER, name, Basis.SIGNATURE, 0.4, 7, 5, 0.8) == claim
    assert claim.text == "Ada Bell"
