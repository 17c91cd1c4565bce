"""Encodes a letter as TEI P5, header and text, and reads the words of TEI back."""

from lxml import etree

from teikit.letter import Letter
from teikit.letter.cues import using_languages
from teikit.tei.body import build_text
from teikit.tei.correspondents import find_correspondence
from teikit.tei.header import NO_METADATA, SourceFile, build_header, contradictions
from teikit.tei.markup import TEI, element, is_structural
from teikit.tei.metadata import Metadata, read_metadata
from teikit.tei.transcription import extract_words, read_renditions, tags_declaration, used_signs

__all__ = [
    "NO_METADATA",
    "TEI",
    "Metadata",
    "SourceFile",
    "build_document",
    "build_text",
    "extract_words",
    "is_structural",
    "read_metadata",
    "read_renditions",
]


def build_document(
    letter: Letter, source: SourceFile, metadata: Metadata = NO_METADATA
) -> tuple[etree._Element, tuple[str, ...]]:
    """Return the TEI document of a letter, and warnings where the metadata contradict it."""
    with using_languages(letter.language):
        known = find_correspondence(letter)
        body = build_text(letter)
        head = build_header(known, body, letter.language, source, metadata)
        if used := used_signs(letter):
            next(head.iter(f"{{{TEI}}}encodingDesc")).append(tags_declaration(used))
        return element("TEI", head, body), tuple(contradictions(known, metadata))
