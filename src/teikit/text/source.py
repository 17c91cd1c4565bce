"""What a reader makes of a source: its lines, what it states beside the letter's text, and its page images."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from teikit.shallow_repr import shallow_repr
from teikit.text.plain import Line


@dataclass(frozen=True, slots=True)
class Field:
    """A statement of a source about its letter: a key of a YAML head, "Citation: ..." on a page, a header of an e-mail.

    `key` is the key of the metadata that it fills (`sender`, `date`, `abstract` ...), "" for what teikit has no place
    for; `name` is what the source calls it, `value` what it states. `is_in_text` means that its words are in the lines
    too, as an editor's note; otherwise the header has them. `line` and `column` count from 1, 0 where there is none.
    `may_be_of_page` means that it may be about a page that shows the letter, as the author and the date of a post are:
    what the letter states comes before it.
    """

    key: str
    name: str
    value: str
    is_in_text: bool = False
    line: int = 0
    column: int = 0
    may_be_of_page: bool = False


class Point(NamedTuple):
    """A point of a page image, in pixels from its upper left corner."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Zone:
    """A region or a line of a page image; `id` is an XML name, unique in its source.

    `kind` is the type that the source gives it (`paragraph`, `marginalia` ...); `zones` are those inside.
    """

    id: str
    points: tuple[Point, ...]
    kind: str = ""
    zones: tuple["Zone", ...] = ()

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class Surface:
    """A page with its image, the name of a file or a URL ("" if it is not known); sizes in pixels, 0 if not known.

    `id` is an XML name, unique in its source; `pb` and `lb` marks of the lines point to it and to its zones by @facs.
    """

    id: str
    image: str = ""
    width: int = 0
    height: int = 0
    zones: tuple[Zone, ...] = ()

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader returns: lines, statements beside them, page images in their order, and remarks to report."""

    lines: Sequence[Line]
    fields: tuple[Field, ...] = ()
    surfaces: tuple[Surface, ...] = ()
    remarks: tuple[str, ...] = ()

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source that was read: the text whose words the TEI must contain, its lines, and remarks to report.

    `fields` are what it states beside its text, `surfaces` its page images; `kind` names how it was read.
    """

    text: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    surfaces: tuple[Surface, ...] = ()
    kind: str = field(default="text", compare=False)

    __repr__ = shallow_repr
