"""The model of a letter: its parts in the order of the source, each with its label, confidence and evidence."""

from dataclasses import dataclass, field
from enum import StrEnum

from teikit.text import Line


class Label(StrEnum):
    """What a part of a letter is."""

    HEAD = "head"
    LETTERHEAD = "letterhead"
    REFERENCE = "reference"
    ADDRESS = "address"
    DATELINE = "dateline"
    SALUTE = "salute"
    PARAGRAPH = "p"
    VALEDICTION = "valediction"
    SIGNED = "signed"
    POSTSCRIPT = "postscript"
    NOTE = "note"


class LetterPhase(StrEnum):
    """The phase of the letter that a part is in; phases follow each other in this order."""

    BEFORE = "before"
    HEADING = "heading"
    OPENER = "opener"
    BODY = "body"
    CLOSER = "closer"
    POSTSCRIPT = "postscript"
    TRAILING_ADDRESS = "behind"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest stretch that gets a label of its own: a line, a paragraph of wrapped lines, or a piece of one.

    `gap` counts the blank lines above it. A run-in unit continues the line where the unit before it ended.
    `join_confidence` is how certain it is that its lines belong together, from 0 to 1: the least of all joins. An
    editor may have decided its label (`decided_label`), and that a part begins with it (`begins_part`).
    """

    lines: tuple[Line, ...]
    gap: int = 0
    is_run_in: bool = False
    join_confidence: float = 1.0
    decided_label: Label | None = None
    begins_part: bool = False

    @property
    def text(self) -> str:
        """Return the unit's text, its lines joined by blanks."""
        lines = self.lines
        return lines[0].text if len(lines) == 1 else " ".join([line.text for line in lines])

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the line and the column in the source, from 1, of an offset in the unit's text.

        Raises IndexError if the text is shorter.
        """
        rest = offset
        for line in self.lines:
            if rest <= len(line.text):
                return line.number, line.column + rest
            rest -= len(line.text) + 1
        raise IndexError(offset)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence for (or, with a negative weight, against) a label: the feature, what it matched, and where.

    `weight` is in nats, against the mean of the other labels. `line` and `column` count from 1.
    """

    cue: str
    weight: float
    matched: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A unit with the label it got; `confidence` is the probability of the label under the model, from 0 to 1."""

    unit: Unit
    label: Label
    phase: LetterPhase
    confidence: float
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_decided(self) -> bool:
        """Return whether an editor decided the label."""
        return self.unit.decided_label is self.label


@dataclass(frozen=True, slots=True)
class Unmet:
    """A decision of an editor that the parts of a letter do not follow: where it is in the source, and why.

    `label` is None for a place at which a part was to begin, or with `is_join` none was to.
    """

    line: int
    column: int
    reason: str
    label: Label | None = None
    is_join: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """The parts of a letter in the order of its source; `language` is a BCP 47 tag, `und` if not known.

    `language_confidence` is the probability that the tag is right: 1 where the user gave it, 0 for `und`. `unmet` are
    the decisions of an editor that could not be followed.
    """

    parts: tuple[Part, ...]
    language: str
    language_confidence: float = 1.0
    unmet: tuple[Unmet, ...] = ()
    _indexes: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def index(self, part: Part) -> int:
        """Return the index of one of its parts: of this one, not of another that is equal."""
        index = self._indexes.get(id(part), len(self.parts))
        if index >= len(self.parts) or self.parts[index] is not part:
            # Asked for the first time, or the letter was pickled.
            self._indexes.clear()
            self._indexes.update((id(one), place) for place, one in enumerate(self.parts))
            index = self._indexes[id(part)]
        return index

    def parts_in(self, *phases: LetterPhase) -> tuple[Part, ...]:
        """Return the parts in some phases."""
        return tuple(part for part in self.parts if part.phase in phases)
