"""Writes the text of a letter as HTML, each part of it by what it is."""

from teikit.exports.reading.html_lists import ListWriter, is_regular
from teikit.exports.reading.html_parts import ContentModel, Write
from teikit.exports.reading.kinds import REGISTERS, Edge
from teikit.exports.reading.parts import Role, TextPart

__all__ = ["ContentModel", "TextWriter", "Write"]


class TextWriter(ListWriter):
    """Collects the HTML of a text and its notes."""

    def writer_of(self, part: TextPart, within: ContentModel) -> Write:
        """Return what writes a part; a subclass may return its own functions for some."""
        return _writer_of(part, within)


_BY_ROLE: dict[Role, Write] = {
    Role.APPARATUS: TextWriter.note,
    Role.GAP: TextWriter.gap,
    Role.LINE_END: TextWriter.line,
    Role.NOTE: TextWriter.note,
    Role.OTHER: TextWriter.other_reading,
    Role.PAGE: TextWriter.page,
    Role.PICTURE: TextWriter.picture,
    Role.SPACE: TextWriter.space,
    Role.STRUCK: TextWriter.deletion,
}
_LIST_WRITERS: dict[str, Write] = {**dict.fromkeys({"list", *REGISTERS}, TextWriter.list), "table": TextWriter.table}
_SPECIAL: dict[str, Write] = {
    "add": TextWriter.addition,
    "date": TextWriter.date,
    "ex": TextWriter.expansion,
    "hi": TextWriter.rendition,
    "supplied": TextWriter.supplied_text,
}


def _writer_of(part: TextPart, within: ContentModel) -> Write:
    if part.role in _BY_ROLE:
        return _BY_ROLE[part.role]
    if part.edge <= Edge.BLANK:
        return _SPECIAL.get(part.name, TextWriter.inline)
    listed = _LIST_WRITERS.get(part.name)
    return listed if listed and not within and is_regular(part) else TextWriter.block
