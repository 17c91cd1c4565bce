"""Lists what a person should look at in encoded letters: parts, claims and joins of lines that are not certain."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from teikit.letter.claims import Claim, ClaimKind
from teikit.operations.encode import Encoded
from teikit.tei.certainty import is_stated

# What is less certain is listed: four in five of the parts that are wrong in editions left out of the fit.
REVIEW_BELOW = 0.95


class DoubtKind(StrEnum):
    """What is not certain: the label of a part, a claim of the header, or that the lines of a part belong together."""

    PART = "part"
    CLAIM = "claim"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at in a letter.

    `what` is the label of a part or the kind of a claim. `line` and `column` (from 1) are those of `text` in the
    source, 0 where it has no place there. `is_left_out` is whether the header does not state the claim.
    """

    file: str
    line: int
    column: int
    kind: DoubtKind
    what: str
    confidence: float
    text: str
    is_left_out: bool = False


def find_doubts(encoded: Encoded, file: str, below: float = REVIEW_BELOW) -> Iterator[Doubt]:
    """Yield the parts, the joins and the claims of a letter that are less certain than `below`.

    A claim that is only as doubtful as its part is not listed beside it.
    """
    for part in encoded.letter.parts:
        unit, first = part.unit, part.unit.lines[0]
        for kind, confidence in ((DoubtKind.PART, part.confidence), (DoubtKind.JOIN, unit.join_confidence)):
            if confidence < below:
                yield Doubt(file, first.number, first.column, kind, part.label, confidence, unit.text)
    for claim in encoded.claims:
        # A title is composed of other claims, which are listed; a claim that is as sure as its part is in that line.
        is_in_part = claim.confidence == claim.part_confidence
        if claim.confidence < below and claim.kind is not ClaimKind.TITLE and not is_in_part:
            about = DoubtKind.CLAIM, claim.kind, claim.confidence, claim.text
            yield Doubt(file, claim.line, claim.column, *about, is_left_out=not is_stated(claim))


def sort_doubts(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Return doubts with the worst first, equal ones in the order of files and lines."""
    return sorted(doubts, key=lambda each: (each.confidence, each.file, each.line, each.column, each.kind, each.what))


def value_of_claim(claim: Claim) -> str:
    """Return what a claim means: the W3C date of a date, two with a slash for a stretch; else its text."""
    date = claim.phrase.date
    if date is None:
        return claim.text
    stretch = [date.begin or date.not_before, date.finish or date.not_after]
    return date.when or ("/".join(stretch) if any(stretch) else "")
