"""The model of decisions: each is about a stretch of the source or about a claim of the header."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from teikit.letter.claims import ClaimKind
from teikit.letter.fixed import NOTHING_FIXED, FixedParts, Stretch
from teikit.letter.model import Label

# The most words that an anchor keeps of each end of a stretch, and of what is before and after it.
MOST_WORDS, CONTEXT_WORDS = 12, 6


class NameKind(StrEnum):
    """What an editor marks in the text: a name of a person, a place or an organisation, or a date."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    DATE = "date"


class Verdict(StrEnum):
    """What an editor decides about a claim of the header."""

    # The header states this value in place of what the letter seems to say.
    VALUE = "value"
    CONFIRMED = "confirmed"
    # The header does not state it.
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of the source by its place and by its words, so that it is found again after small edits.

    `line` and `column` (from 1, in code points) are those of its first character when the decision was made. `text` has
    its words with single blanks: all of them, or the first `MOST_WORDS` and in `end` the last ones. `words` is how
    many there are. `before` and `after` have up to `CONTEXT_WORDS` words around it, with a blank where white space
    separates them from it. `repeats` counts the other places that had the same words, with the same words around them;
    `similar` those that could be taken for this one after an edit. Without `line` the place is not known.
    """

    line: int
    column: int
    text: str
    words: int
    end: str = ""
    before: str = ""
    after: str = ""
    repeats: int = 0
    similar: int = 0


class Origin(NamedTuple):
    """Who decided, and when (ISO 8601, with the offset from UTC); "" where it is not recorded."""

    by: str = ""
    at: str = ""


UNKNOWN_ORIGIN = Origin()


@dataclass(frozen=True, slots=True)
class LabelDecision:
    """The words of a stretch have this label."""

    anchor: Anchor
    label: Label
    origin: Origin = UNKNOWN_ORIGIN


@dataclass(frozen=True, slots=True)
class CutDecision:
    """A part begins where this stretch begins."""

    anchor: Anchor
    origin: Origin = UNKNOWN_ORIGIN


@dataclass(frozen=True, slots=True)
class JoinDecision:
    """This stretch continues the part above it."""

    anchor: Anchor
    origin: Origin = UNKNOWN_ORIGIN


@dataclass(frozen=True, slots=True)
class NameDecision:
    """This stretch of one line is a name or a date.

    `when` is the date as W3C writes dates, or two with a slash between, `ref` the URI of an authority record; "" where
    there is none. With `is_rejected` the stretch is no name, whatever it looks like.
    """

    anchor: Anchor
    kind: NameKind
    when: str = ""
    ref: str = ""
    is_rejected: bool = False
    origin: Origin = UNKNOWN_ORIGIN


@dataclass(frozen=True, slots=True)
class ClaimDecision:
    """A decision about a claim of the header.

    `text` has the words of the claim that is confirmed or rejected, "" where all of the kind are rejected. `values`
    are those that the header states: several for people, one W3C date (or two with a slash) for dates.
    """

    kind: ClaimKind
    verdict: Verdict
    text: str = ""
    values: tuple[str, ...] = ()
    origin: Origin = UNKNOWN_ORIGIN


PartDecision = LabelDecision | CutDecision | JoinDecision
Decision = PartDecision | NameDecision | ClaimDecision


@dataclass(frozen=True, slots=True)
class Decisions:
    """What an editor decided about a letter, in the order in which it was decided; a later decision takes precedence.

    `source` is the name of its file (of a letter of a file that is split: `letters-3.txt`), `digest` the SHA-256 of the
    bytes that the decisions were made on. `is_reviewed` is whether the editor accepted the letter as it then was.
    """

    source: str = ""
    digest: str = ""
    decisions: tuple[Decision, ...] = ()
    is_reviewed: bool = False


NO_DECISIONS = Decisions()


class Misfit(NamedTuple):
    """A decision that cannot be followed in the source as it is now, and why, in words; it is kept."""

    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True)
class LocatedName:
    """A name or date with its stretch in the source as it is now."""

    stretch: Stretch
    decision: NameDecision


@dataclass(frozen=True, slots=True)
class LocatedDecisions:
    """Decisions with their places in a source: what the recogniser takes, names, claims, and what fits no more.

    `stretches` are those of all decisions about words, by the indices of these.
    """

    parts: FixedParts = NOTHING_FIXED
    names: tuple[LocatedName, ...] = ()
    claims: tuple[ClaimDecision, ...] = ()
    misfits: tuple[Misfit, ...] = ()
    stretches: Mapping[int, Stretch] = field(default_factory=dict)
