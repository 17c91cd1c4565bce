"""Markdown to the words that a reader of it sees."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

JUDGE = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)


def inline(tokens: list[Token], *, with_struck: bool) -> Iterator[str]:
    """The words of a line."""
    struck = 0
    for token in tokens:
        if token.type in {"s_open", "s_close"} or (token.type == "html_inline" and "del>" in token.content):
            struck += 1 if token.type == "s_open" or token.content == "<del>" else -1
        elif token.type == "html_inline":
            assert re.fullmatch("</?(em|strong)>", token.content)
        elif token.type == "footnote_ref":
            yield f" [{token.meta['label']}]"
        elif token.type.endswith("break"):
            yield " "
        elif with_struck or not struck:
            assert not token.content or token.type == "text", token
            yield token.content


def read_words(text: str, *, with_struck: bool = False) -> list[str]:
    """The words that a reader of Markdown sees, the notes at their end by number; struck words only if asked for."""
    parts: dict[int, list[str]] = {0: []}
    part = 0
    for token in JUDGE.parse(text):
        if token.type == "footnote_open":
            part = int(token.meta["label"])
            parts[part] = [f"[{part}]"]
        elif token.type in {"footnote_close", "footnote_block_close"}:
            part = 0
        elif token.type == "list_item_open":
            parts[part].append(f"{token.info}{token.markup}")
        elif token.type == "inline":
            parts[part] += "".join(inline(token.children or [], with_struck=with_struck)).split()
        else:
            assert token.content in {"", "<!-- -->\n"}, token
    return [word for _, words in sorted(parts.items()) for word in words]
