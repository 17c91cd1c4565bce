"""Lines to a letter: its parts with labels, confidence and evidence."""

from teikit.letter.model import Evidence, Label, Letter, LetterPhase, Part, Unit
from teikit.letter.recogniser import recognise

__all__ = ["Evidence", "Label", "Letter", "LetterPhase", "Part", "Unit", "recognise"]
