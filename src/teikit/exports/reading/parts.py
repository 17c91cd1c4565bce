"""A document as it is read: a tree of parts and words, which formats write."""

from dataclasses import dataclass, field
from enum import Enum, auto

from lxml import etree

from teikit.exports.reading.kinds import Edge, has_words
from teikit.shallow_repr import shallow_repr


class Role(Enum):
    """What a part of a text is to its reader."""

    WORDS = auto()
    STRUCK = auto()
    NOTE = auto()
    # What an editor makes of the words before it (choice), and other readings of them (app).
    OTHER = auto()
    APPARATUS = auto()
    GAP = auto()
    SPACE = auto()
    LINE_END = auto()
    PAGE = auto()
    PICTURE = auto()


@dataclass(slots=True, eq=False)
class Words:
    """A stretch of text; `sign`: it is an editor's sign."""

    text: str
    is_sign: bool = False


@dataclass(slots=True, eq=False)
class TextPart:
    """An element as it is read, its content in reading order."""

    element: etree._Element
    name: str
    edge: Edge = Edge.NONE
    role: Role = Role.WORDS
    content: "list[Item]" = field(default_factory=list)

    __repr__ = shallow_repr


Item = Words | TextPart


@dataclass(frozen=True, slots=True)
class ReadableText:
    """The texts of a document as they are read, and what of the document is not."""

    texts: list[TextPart]
    dropped: tuple[str, ...]

    __repr__ = shallow_repr


def parts_of(part: TextPart) -> list[TextPart] | None:
    """Return the parts in a list, table or row; nothing where there is text beside them, for which TEI has no place."""
    if any(isinstance(item, Words) and item.text.strip() for item in part.content):
        return None
    return [item for item in part.content if isinstance(item, TextPart)]


def is_silent(part: TextPart) -> bool:
    """Say whether nothing of a part is seen but the edge that it has."""
    return part.role is Role.PAGE or (part.role is Role.WORDS and part.name != "cell" and not has_words(part.element))
