"""Letter to TEI P5: header and text, and the words back out of it."""

from lxml import etree

from teikit.letter import Letter
from teikit.letter.cues import spoken
from teikit.tei.extract import words
from teikit.tei.header import SourceFile, header
from teikit.tei.markup import TEI, element, is_structural
from teikit.tei.people import correspondence
from teikit.tei.text import text

__all__ = ["TEI", "SourceFile", "document", "is_structural", "text", "words"]


def document(letter: Letter, source: SourceFile) -> etree._Element:
    """Return the TEI document of a letter."""
    with spoken(letter.language):
        return element("TEI", header(correspondence(letter), letter.language, source), text(letter))
