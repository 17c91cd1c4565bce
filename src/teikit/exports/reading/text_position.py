"""The state of the reader of texts between two elements."""

from dataclasses import dataclass, field

from teikit.exports.reading.parts import Item, TextPart, Words
from teikit.shallow_repr import shallow_repr


@dataclass(slots=True, eq=False)
class TextPosition:
    """The state of the reader since the last edge.

    `last` is the last character, `last_solid` the last one that is not white space. `blanks` are the words that end in
    the white space just read, `line_ends` the line ends since the last words, `movable` the parts that may move to the
    end of the word. `has_begun`: words were read. `is_within_word`: no word ends here. `is_word_hyphenated`: a word
    continues after a hyphen at a line end. `is_after_joined_word`: the movable parts wait for the end of such a word.
    """

    last: str = " "
    last_solid: str = ""
    has_begun: bool = False
    is_within_word: bool = False
    is_word_hyphenated: bool = False
    is_after_joined_word: bool = False
    blanks: list[Words] = field(default_factory=list)
    line_ends: list[tuple[list[Item], TextPart]] = field(default_factory=list)
    movable: list[tuple[list[Item], TextPart]] = field(default_factory=list)

    __repr__ = shallow_repr
