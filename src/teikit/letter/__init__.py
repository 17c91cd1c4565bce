"""Recognises the parts of a letter in its lines: each with a label, a confidence and the evidence for it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teikit.letter.model import Evidence, Label, Letter, LetterPhase, Part, Unit
    from teikit.letter.recogniser import recognise

__all__ = ["Evidence", "Label", "Letter", "LetterPhase", "Part", "Unit", "recognise"]


def __getattr__(name: str) -> Any:
    """Load the recogniser when it is first asked for: validation only needs the forms of dates."""
    if name not in __all__:
        raise AttributeError(f"module 'teikit.letter' has no attribute '{name}'")
    from teikit.letter import model, recogniser  # noqa: PLC0415  see above

    return getattr(recogniser if name == "recognise" else model, name)
