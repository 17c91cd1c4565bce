"""Letter to TEI P5: header and text, and the words back out of it."""

from lxml import etree

from teikit.letter import Letter
from teikit.letter.cues import spoken
from teikit.tei.body import text
from teikit.tei.correspondents import correspondence
from teikit.tei.extract import words
from teikit.tei.header import NOTHING_MORE, SourceFile, contradictions, header
from teikit.tei.markup import TEI, element, is_structural
from teikit.tei.metadata import Metadata, read_metadata
from teikit.tei.transcription import declaration, signs, written

__all__ = [
    "NOTHING_MORE",
    "TEI",
    "Metadata",
    "SourceFile",
    "document",
    "is_structural",
    "read_metadata",
    "text",
    "words",
    "written",
]


def document(
    letter: Letter, source: SourceFile, metadata: Metadata = NOTHING_MORE
) -> tuple[etree._Element, tuple[str, ...]]:
    """Return the TEI document of a letter, and in words where the metadata contradict it."""
    with spoken(letter.language):
        known = correspondence(letter)
        body = text(letter)
        head = header(known, body, letter.language, source, metadata)
        if used := signs(letter):
            next(head.iter(f"{{{TEI}}}encodingDesc")).append(declaration(used))
        made = element("TEI", head, body)
        return made, tuple(contradictions(known, metadata))
