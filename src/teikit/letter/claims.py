"""The claims of a header about a letter: each statement with its basis in the text, its place and its confidence."""

from dataclasses import dataclass
from enum import StrEnum

from teikit.letter.cues import is_cue
from teikit.letter.model import Part, Unit
from teikit.letter.names import Phrase

_EDGE_MARKS = " .,;:()[]“”„«»\"'"


class ClaimKind(StrEnum):
    """What a claim states about a letter."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    # Somebody who gets a copy.
    COPY = "copy"
    DATE = "date"
    PLACE = "place"
    RECEIVED = "received"
    LANGUAGE = "language"
    TITLE = "title"


class Basis(StrEnum):
    """What a claim is based on: a part of the letter, an editor's words, or what the user or the source states."""

    SIGNATURE = "signature"
    # The last words of the close or of the letter, without a signature of their own.
    CLOSE = "close"
    SALUTATION = "salutation"
    ADDRESS = "address"
    LETTERHEAD = "letterhead"
    # A title above the letter: "A to B", "To B".
    HEADING = "heading"
    # One line of the letter that names both: "A B suo s. p. d."
    SUPERSCRIPTION = "superscription"
    DATELINE = "dateline"
    # An editor's note or regest.
    NOTE = "note"
    # A label such as "From:" in a memorandum.
    LABEL = "label"
    # The words of the whole letter, for its language.
    WORDS = "words"
    METADATA = "metadata"
    # What an editor decided of this letter.
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the header.

    `confidence` (0 to 1) is that of the part that the claim is based on, multiplied by a factor where the words of the
    part may mean something else. `part_confidence` is that of the part alone. `line` and `column` (from 1) locate the
    words; 0 where they are not in the source. `agreeing` has the other bases that name the same. `is_odd_shape` means
    that the words are not of the usual shape, such as a name in small letters, `has_title` that a title such as "Mr."
    is before them, `is_later` that another claim about the same party is based on the same kind of part above.
    """

    kind: ClaimKind
    phrase: Phrase
    basis: Basis
    confidence: float
    line: int = 0
    column: int = 0
    part_confidence: float = 0.0
    agreeing: tuple[Basis, ...] = ()
    is_odd_shape: bool = False
    has_title: bool = False
    is_later: bool = False

    @property
    def text(self) -> str:
        """Return the words of the claim with single blanks."""
        return " ".join(self.phrase.text.split())


def locate(unit: Unit, words: str) -> tuple[int, int]:
    """Return the line and column where some words of a unit begin, those of the unit if it has them in another form."""
    return unit.locate(max(0, unit.text.find(words)))


def claim_from_part(kind: ClaimKind, phrase: Phrase, basis: Basis, part: Part, *, factor: float = 1.0) -> Claim:
    """Return a claim that is based on a part; `factor` lowers its confidence below that of the part."""
    line, column = locate(part.unit, phrase.text.partition(",")[0])
    title = _has_title(part.unit.text, phrase.text)
    return Claim(kind, phrase, basis, part.confidence * factor, line, column, part.confidence, has_title=title)


def _has_title(text: str, words: str) -> bool:
    """Return whether the word before some words of a text is a title."""
    before = text[: max(0, text.find(words))].split()[-1:]
    return bool(before) and is_cue("honorific", before[0].strip(_EDGE_MARKS))
