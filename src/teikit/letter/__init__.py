"""Recognises the parts of a letter in its lines: each with a label, a confidence and the evidence for it."""

from teikit.letter.model import Evidence, Label, Letter, LetterPhase, Part, Unit
from teikit.letter.recogniser import recognise

__all__ = ["Evidence", "Label", "Letter", "LetterPhase", "Part", "Unit", "recognise"]
