"""What a review lists: parts, claims and joins that are not certain, the worst first."""

from dataclasses import replace

from teikit.letter import Label, Letter, LetterPhase, Part, Unit
from teikit.letter.claims import Basis, Claim, ClaimKind
from teikit.letter.names import Phrase, PhraseKind
from teikit.operations.encode import Encoded
from teikit.operations.review import Doubt, DoubtKind, find_doubts, sort_doubts
from teikit.text import Line


def part(text: str, line: int, confidence: float = 1.0, joined: float = 1.0) -> Part:
    unit = Unit((Line(text, line, 3),), join_confidence=joined)
    return Part(unit, Label.PARAGRAPH, LetterPhase.BODY, confidence)


def claim(kind: ClaimKind, text: str, confidence: float, line: int = 0) -> Claim:
    return Claim(kind, Phrase(text, PhraseKind.PERSON), Basis.SIGNATURE, confidence, line, int(line > 0))


def doubts(*parts: Part, claims: tuple[Claim, ...] = ()) -> list[Doubt]:
    return sort_doubts(find_doubts(Encoded(b"", Letter(parts, "en"), (), claims), "a.txt"))


def test_what_is_certain_is_not_listed() -> None:
    assert doubts(part("All is well.", 1, 0.95), claims=(claim(ClaimKind.SENDER, "Ann", 0.95, 4),)) == []


def test_parts_joins_and_claims_are_listed_with_the_worst_first() -> None:
    found = doubts(part("First", 1, 0.8), part("Second", 2, 1.0, 0.3), claims=(claim(ClaimKind.SENDER, "Ann", 0.5, 4),))
    assert found == [
        Doubt("a.txt", 2, 3, DoubtKind.JOIN, "p", 0.3, "Second"),
        Doubt("a.txt", 4, 1, DoubtKind.CLAIM, "sender", 0.5, "Ann"),
        Doubt("a.txt", 1, 3, DoubtKind.PART, "p", 0.8, "First"),
    ]


def test_a_title_is_not_listed_beside_the_claims_in_it() -> None:
    assert doubts(part("Yes.", 1), claims=(claim(ClaimKind.TITLE, "Letter from Ann", 0.4, 4),)) == []


def test_a_claim_that_is_as_doubtful_as_its_part_is_not_listed_beside_it() -> None:
    signed = replace(claim(ClaimKind.SENDER, "Ann", 0.5, 1), part_confidence=0.5)
    assert [found.kind for found in doubts(part("Ann", 1, 0.5), claims=(signed,))] == [DoubtKind.PART]


def test_a_claim_that_the_header_leaves_out_says_so() -> None:
    (found,) = doubts(part("Yes.", 1), claims=(claim(ClaimKind.RECIPIENT, "Following", 0.1, 2),))
    assert found.is_left_out
