"""Reads Markdown as lines with markdown-it-py: its markup becomes blocks and marks."""

import re
from collections import Counter
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from teikit.errors import EmptyInputError, UnreadableInputError
from teikit.text.decoding import decode
from teikit.text.front_matter import find_head
from teikit.text.html import read_fragment
from teikit.text.markdown_inline import InlineReader, take_notes
from teikit.text.numerals import Blocks
from teikit.text.plain import Block, Line
from teikit.text.runs import HEADING, ITEM, Run, block_lines
from teikit.text.source import Reading

_DEEPEST = 100
# What links, pictures, tags, entities and footnotes begin with.
_HAS_MARKUP = re.compile(r"[<&]|\]\(|\[\^")
# A comment without an end goes to the end of its block, as HTML says.
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_TEXT = re.compile(r"[^<>\s][^<>]*<|>[^<>]*[^<>\s]")


_MARKUP = ["link", "image", "autolink", "html_block", "html_inline", "entity"]


def _parser(*, keeps_markup: bool = False) -> MarkdownIt:
    """Return a parser for letters; with `keeps_markup` links, tags, pictures and entities are text."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["strikethrough", "table"])
    # What a link leads to is decided by the reader, and kept as it is written.
    parser.validateLink = lambda _url: True  # type: ignore[method-assign,assignment]
    parser.normalizeLink = parser.normalizeLinkText = str  # type: ignore[method-assign,assignment]
    return parser.disable(["reference", "text_join", *(_MARKUP if keeps_markup else [])])


_BLOCKS = {"bullet_list": "list", "ordered_list": "list", "list_item": "item", "blockquote": "quote"}
_BLOCKS |= {"table": "table", "tr": "row", "td": "cell", "th": "cell"}
_LISTS = {"bullet_list": "bulleted", "ordered_list": "numbered"}


class _BlockContext:
    """The context of a token: the blocks around it, and the numeral or bullet before the words of an item."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self.make = self.blocks.make
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
    body = _read_body("\n" * head.lines + text[head.length :], file)
    return replace(body, fields=head.fields, remarks=(*head.remarks, *body.remarks))


def _read_body(source: str, file: str) -> Reading:
    """Return the lines of a text; where letters would be lost, tags, links and notes are kept as text."""
    letters = Counter(filter(str.isalnum, source))
    plain = _MarkdownReader(_parser(keeps_markup=True), {})
    plain.read(source)
    if letters != plain.words.written:
        raise UnreadableInputError(f"{file}: words would be lost (it is nested too deeply to be read as Markdown)")
    if not _HAS_MARKUP.search(source):
        return Reading(plain.lines)
    reading = _MarkdownReader(_parser(), {})
    text, notes = take_notes(source)
    reading.words.notes = notes
    for name in notes:
        reading.words.count(name)
    reading.read(text)
    if notes or letters != reading.words.written:
        return Reading(plain.lines, remarks=("keeps links, tags and footnotes of Markdown as text",))
    left_out = [words for words in reading.words.left_out if words]
    remark = f"leaves out pictures, comments and titles of links: {'; '.join(left_out)[:200]}"
    remarks = (*([remark] if left_out else []), *reading.remarks)
    return Reading(reading.lines, surfaces=tuple(reading.words.images.surfaces), remarks=remarks)


class _MarkdownReader:
    def __init__(self, parser: MarkdownIt, notes: dict[str, list[str]]) -> None:
        self.parser = parser
        self.words = InlineReader(parser, notes)
        self.context = _BlockContext()
        self.lines: list[Line] = []
        self.remarks: list[str] = []

    def read(self, source: str) -> None:
        """Read the lines of a source, with a blank line between blocks."""
        for token in self.parser.parse(source):
            self.context.update(token)
            if token.type == "html_block":
                self._add(self._html_lines(token), token)
            elif token.type == "inline":
                numeral = self.context.numeral()
                self.words.count(numeral)
                self._add_runs([Run(numeral), *self.words.runs(token.children or [])], token)
            elif token.content:
                text = f"{self.context.numeral()}{token.info}\n{token.content}".strip("\n")
                self.words.count(text)
                self._add_runs([Run(text)], token)

    def _add_runs(self, runs: list[Run], token: Token) -> None:
        context = self.context
        self._add(block_lines(runs, 1, style=context.style, blocks=tuple(context.around)), token)

    def _html_lines(self, token: Token) -> list[Line]:
        self.words.count(token.content)
        self.words.left_out += [comment.strip() for comment in _COMMENT.findall(token.content)]
        if not _TEXT.search(token.content) and "<img" not in token.content:
            return []
        found, remarks = read_fragment(token.content, self.context.blocks, self.words.images)
        self.remarks += remarks
        return [replace(line, blocks=(*self.context.around, *line.blocks)) for line in found]

    def _add(self, lines: list[Line], token: Token) -> None:
        """Add lines with their numbers, after a blank line."""
        if not lines:
            return
        number = self.lines[-1].number + 2 if self.lines else 1
        number = max(number, token.map[0] + 1) if token.map else number
        if self.lines:
            self.lines.append(Line("", number - 1))
        self.lines += [replace(line, number=number + index) for index, line in enumerate(lines)]
