"""Reads Markdown as lines with markdown-it-py: its markup becomes blocks and marks."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from teikit.errors import EmptyInputError, UnreadableInputError
from teikit.text.decoding import decode
from teikit.text.front_matter import find_head
from teikit.text.numerals import Blocks
from teikit.text.plain import Block, Line
from teikit.text.runs import HEADING, ITEM, Run, block_lines
from teikit.text.source import Reading

_DEEPEST = 100
_REND = {"em": "italic", "strong": "bold", "s": "strikethrough"}


def _parser() -> MarkdownIt:
    """Return a parser for letters; links and tags, whose addresses would be lost, are kept as text."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["strikethrough", "table"])
    return parser.disable(["link", "image", "autolink", "reference", "html_block", "html_inline", "entity"])


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _runs(tokens: list[Token]) -> Iterator[Run]:
    rend: list[str] = []
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in _REND and token.nesting == 1:
            rend.append(_REND[name])
        elif name in _REND and token.nesting == -1:
            rend.remove(_REND[name])
        elif token.type in {"softbreak", "hardbreak"}:
            yield Run("\n")
        elif token.content:
            yield Run(token.content, " ".join(dict.fromkeys(rend)))


_BLOCKS = {"bullet_list": "list", "ordered_list": "list", "list_item": "item", "blockquote": "quote"}
_BLOCKS |= {"table": "table", "tr": "row", "td": "cell", "th": "cell"}
_LISTS = {"bullet_list": "bulleted", "ordered_list": "numbered"}


class _BlockContext:
    """The context of a token: the blocks around it, and the numeral or bullet before the words of an item."""

    def __init__(self) -> None:
        self.make = Blocks().make
        self.around: list[Block] = []
        self.column = 0
        self.before = self.style = ""

    def update(self, token: Token) -> None:
        """Record a token that opens or closes a block."""
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name == "list_item" and token.nesting == 1:
            self.before, self.style = (f"{token.info}{token.markup} " if token.info else f"{token.markup} "), ITEM
        elif name in {"heading", "list_item"}:
            self.style = HEADING if token.nesting == 1 else ""
        if name in _BLOCKS and token.nesting == 1:
            element, role = _BLOCKS[name], "label" if name == "th" else ""
            self.column = self.column + 1 if element == "cell" else 0
            self.around.append(self.make(element, column=self.column, type=_LISTS.get(name, ""), role=role))
        elif name in _BLOCKS:
            self.around.pop()

    def numeral(self) -> str:
        """Return the numeral or bullet of an item, once."""
        before, self.before = self.before, ""
        return before


def read(data: bytes, file: str, encoding: str | None) -> Reading:
    """Return the lines of a Markdown file, with a blank line between blocks; numerals of lists are kept."""
    text = decode(data, file, encoding)
    head = find_head(text, is_markdown=True)
    if not text[head.length :].strip():
        raise EmptyInputError(f"{file}: has a head, but no text of a letter")
    found = _lines("\n" * head.lines + text[head.length :], file)
    return Reading(found, head.fields, remarks=head.remarks)


def _lines(source: str, file: str) -> list[Line]:
    found: list[Line] = []
    reading = _BlockContext()
    for token in _parser().parse(source):
        reading.update(token)
        if token.type == "inline":
            runs = [Run(reading.numeral()), *_runs(token.children or [])]
        elif token.content:
            runs = [Run(f"{reading.numeral()}{token.info}\n{token.content}".strip("\n"))]
        else:
            continue
        number = found[-1].number + 2 if found else 1
        number = max(number, token.map[0] + 1) if token.map else number
        if found:
            found.append(Line("", number - 1))
        found += block_lines(runs, number, style=reading.style, blocks=tuple(reading.around))
    if _letters(source) != _letters("".join(line.text for line in found)):
        raise UnreadableInputError(f"{file}: words would be lost (it is nested too deeply to be read as Markdown)")
    return found
