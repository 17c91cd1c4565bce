"""Joins the lines of text in the format "flowed" (RFC 3676), in which a blank at a line's end says that it goes on."""

import re
from collections.abc import Iterator

_LINE_END = re.compile(r"\r\n|\n|\r")
_QUOTED = re.compile(r">+")
# The line above a signature is fixed although it ends with a blank (4.3).
_SIGNATURE = "-- "


def unflow(text: str, *, deletes_blanks: bool = False) -> str:
    """Return a text with a line for each of its paragraphs.

    `deletes_blanks` is the parameter DelSp: the blanks at the ends of lines are no text.
    """
    return "\n".join(_paragraphs(_LINE_END.split(text), deletes_blanks=deletes_blanks))


def _paragraphs(lines: list[str], *, deletes_blanks: bool) -> Iterator[str]:
    depth, paragraph = "", ""
    for line in lines:
        marks, words = _split_quotation(line)
        if paragraph and (marks != depth or words == _SIGNATURE):
            yield _quoted(depth, paragraph)
            paragraph = ""
        depth = marks
        paragraph += words
        if words == _SIGNATURE or not words.endswith(" "):
            yield _quoted(depth, paragraph)
            paragraph = ""
        elif deletes_blanks:
            paragraph = paragraph[:-1]
    if paragraph:
        yield _quoted(depth, paragraph)


def _split_quotation(line: str) -> tuple[str, str]:
    """Return the marks of quotation before a line, and the line without the blank put before it (4.4)."""
    match = _QUOTED.match(line)
    marks = match[0] if match else ""
    return marks, line[len(marks) :].removeprefix(" ")


def _quoted(marks: str, paragraph: str) -> str:
    return f"{marks} {paragraph}" if marks else paragraph
