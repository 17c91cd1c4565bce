"""The reading text of a document: a tree of parts and words, from which all reading formats are written."""

from dataclasses import dataclass, field
from enum import Enum, auto

from lxml import etree

from teikit.exports.reading.kinds import Edge, has_words
from teikit.exports.reading.renditions import Renditions
from teikit.shallow_repr import shallow_repr


class Role(Enum):
    """The role of a part for the reader."""

    WORDS = auto()
    STRUCK = auto()
    NOTE = auto()
    # An editor's version of the words before (choice), and other readings of them (app).
    OTHER = auto()
    APPARATUS = auto()
    GAP = auto()
    SPACE = auto()
    LINE_END = auto()
    PAGE = auto()
    PICTURE = auto()


@dataclass(slots=True, eq=False)
class Words:
    """A run of text; `is_sign` if it is an editorial sign."""

    text: str
    is_sign: bool = False


@dataclass(slots=True, eq=False)
class TextPart:
    """An element of the reading text, its content in reading order."""

    element: etree._Element
    name: str
    edge: Edge = Edge.NONE
    role: Role = Role.WORDS
    content: "list[Item]" = field(default_factory=list)

    __repr__ = shallow_repr


Item = Words | TextPart


@dataclass(frozen=True, slots=True)
class ReadableText:
    """The reading texts of a document, what is left out of them, how their words look, and the document."""

    texts: list[TextPart]
    dropped: tuple[str, ...]
    renditions: Renditions
    root: etree._Element

    __repr__ = shallow_repr


def parts_of(part: TextPart) -> list[TextPart] | None:
    """Return the parts in a list, table or row; None if it also contains text, which TEI does not allow there."""
    if any(isinstance(item, Words) and item.text.strip() for item in part.content):
        return None
    return [item for item in part.content if isinstance(item, TextPart)]


def is_silent(part: TextPart) -> bool:
    """Return whether nothing of a part is visible but its edge."""
    return part.role is Role.PAGE or (part.role is Role.WORDS and part.name != "cell" and not has_words(part.element))
