"""Markdown to lines, by markdown-it-py: marks become what they mean."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from teikit.text.decoding import decode
from teikit.text.plain import Line
from teikit.text.runs import HEADING, ITEM, Run, block

_REND = {"em": "italic", "strong": "bold", "s": "strikethrough"}


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
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(decode(data, file, encoding))
    for token, before, style in _numbered(tokens):
        if token.type == "inline":
            runs = [Run(before), *_runs(token.children or [])]
        elif token.content:
            runs = [Run(before + token.content.rstrip("\n"))]
        else:
            continue
        if found:
            found.append(Line("", len(found) + 1))
        found += block(runs, len(found) + 1, style=style)
    return found
