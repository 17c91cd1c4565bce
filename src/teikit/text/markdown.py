"""Markdown to lines, by markdown-it-py: marks become what they mean."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from teikit.errors import UnreadableInputError
from teikit.text.decoding import decode
from teikit.text.plain import Line
from teikit.text.runs import HEADING, ITEM, Run, block

_DEEPEST = 100
_REND = {"em": "italic", "strong": "bold", "s": "strikethrough"}


def _parser() -> MarkdownIt:
    """Return a parser of what letters hold; links and tags, whose addresses would be lost, stay as they are."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("strikethrough")
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


def _numbered(tokens: list[Token]) -> Iterator[tuple[Token, str, str]]:
    """Yield the tokens with the numeral or sign that a list has before an item's first line, and with their style."""
    before = style = ""
    for token in tokens:
        if token.type == "list_item_open":
            before, style = (f"{token.info}{token.markup} " if token.info else f"{token.markup} "), ITEM
        elif token.type == "heading_open":
            style = HEADING
        elif token.type in {"list_item_close", "heading_close"}:
            style = ""
        yield token, before, style
        before = "" if token.type in {"inline", "fence", "code_block"} else before


def read(data: bytes, file: str, encoding: str | None) -> list[Line]:
    """Return the lines of a Markdown file, blocks a blank line apart; numerals of lists are kept."""
    found: list[Line] = []
    source = decode(data, file, encoding)
    tokens = _parser().parse(source)
    for token, before, style in _numbered(tokens):
        if token.type == "inline":
            runs = [Run(before), *_runs(token.children or [])]
        elif token.content:
            runs = [Run(f"{before}{token.info}\n{token.content}".strip("\n"))]
        else:
            continue
        if found:
            found.append(Line("", len(found) + 1))
        found += block(runs, len(found) + 1, style=style)
    if _letters(source) != _letters("".join(line.text for line in found)):
        raise UnreadableInputError(f"{file}: words would be lost (it is nested too deeply to be read as Markdown)")
    return found
