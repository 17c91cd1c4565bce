"""Stretches of text to a line of Markdown (CommonMark 0.31): what looks like markup in it is escaped.

Escaped are also the marks of GitHub's tables and of pandoc's extensions, so that the words come back from them as well.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Flag
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote


class TextStyle(Flag):
    """How words look."""

    PLAIN = 0
    EMPHASIS = 1
    STRONG = 2
    STRUCK = 4


class TextRun(NamedTuple):
    """Words of one look, and the address of the web that they lead to; `mark`: they are Markdown already."""

    text: str
    style: TextStyle = TextStyle.PLAIN
    target: str = ""
    is_markup: bool = False


BREAK = TextRun("\n", is_markup=True)
_MARKS = {TextStyle.STRUCK: ("~~", "del"), TextStyle.EMPHASIS: ("*", "em"), TextStyle.STRONG: ("**", "strong")}
_WHITE = re.compile(r"[ \t\r\n]+")
_ENDS = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
_CONTROL = re.compile("[\x7f-\x9f]")
_SPECIAL = re.compile(r"[\\`*_\[\]<~^${}]|&(?=#?\w+;)|(?<!\w)@(?=\w)")
# At the start of a line: headings, quotes, lists, rulers, tables, and pandoc's titles, definitions, lists by letters.
_START = re.compile(r"[#>+=:|%-]")
_NUMERAL = re.compile(
    r"\[\^\d+\](?=:)"
    r"|\(?(?:\d{1,9}|[a-z]|[ivxlcdm]{2,}|[IVXLCDM]{2,})(?=[.)](?:\s|$))"
    # A capital with a point is a numeral to pandoc only where nothing, or much white space, follows it.
    r"|\(?[A-Z](?=\)(?:\s|$)|\.$)"
)
_NO_IMAGE = re.compile(r"!(?=\[)")
_UNSAFE = re.compile(r"[^A-Za-z0-9:/?#@!$&'*+,;=.~_%-]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def escape(text: str) -> str:
    """Return text so that Markdown takes none of it for markup within a line; control characters are shown as such."""
    text = text if text.isascii() and "\x7f" not in text else _CONTROL.sub("\ufffd", text)
    return _SPECIAL.sub(r"\\\g<0>", text)


def _escape_line_start(line: str) -> str:
    """Return a line so that its first characters make no block of it."""
    return (
        f"\\{line}" if _START.match(line) else _NUMERAL.sub(r"\g<0>\\", line, count=1) if _NUMERAL.match(line) else line
    )


def _collapse_white_space(stretches: Iterable[TextRun]) -> Iterator[TextRun]:
    """Yield the stretches with white space as one blank, none at the start."""
    blank = True
    for one in stretches:
        text = one.text if one.is_markup else _WHITE.sub(" ", one.text)
        if blank and text[:1] == " ":
            text = text[1:]
        if text:
            # A blank that is struck out does not stand for the one behind it.
            blank = text[-1] == " " and TextStyle.STRUCK not in one.style
            yield one._replace(text=text)


def _separate_white_space(stretches: Iterable[TextRun]) -> Iterator[TextRun]:
    """Yield the stretches with white space outside of marks, which would not count as marks beside it."""
    for one in stretches:
        found = _ENDS.fullmatch(one.text)
        # White space that is struck out parts no words.
        if not found or one.is_markup or TextStyle.STRUCK in one.style or not (one.style or one.target):
            yield one
            continue
        before, inner, behind = found.groups()
        yield from (each for each in (TextRun(before), one._replace(text=inner), TextRun(behind)) if each.text)


def _merge(stretches: Iterable[TextRun]) -> Iterator[TextRun]:
    """Yield the stretches, those of one look and address as one."""
    for (look, target, mark), group in groupby(stretches, lambda one: (one.style, one.target, one.is_markup)):
        yield TextRun("".join(one.text for one in group), look, target, mark)


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _is_delimiter(inner: str, outer: str) -> bool:
    """Say whether a mark between two characters is one (6.2, left- and right-flanking), in all versions."""
    if inner.isspace() or not outer or outer.isspace():
        return not inner.isspace()
    return outer not in "*~_<>" and (not _is_sign(inner) or unicodedata.category(outer)[0] == "P")


def _format_run(one: TextRun, before: str, after: str) -> str:
    """Return words with the marks of their look, or its tags where marks would be taken for characters."""
    if one.is_markup or not one.style:
        return one.text if one.is_markup else escape(one.text)
    marks = [_MARKS[look] for look in _MARKS if look in one.style]
    several = TextStyle.STRUCK in one.style and len(marks) > 1
    first, last = ("*", "*") if several else (one.text[0], one.text[-1])
    made = escape(one.text)
    by_tags = not (_is_delimiter(first, before) and _is_delimiter(last, after))
    for mark, tag in reversed(marks):
        made = f"<{tag}>{made}</{tag}>" if by_tags else f"{mark}{made}{mark}"
    return made


def _format_runs(runs: Sequence[TextRun], before: str) -> str:
    out = ""
    for index, one in enumerate(runs):
        following = runs[index + 1] if index + 1 < len(runs) else TextRun("")
        # A mark beside a mark would be one with it.
        after = "*" if following.style else following.text[:1]
        # A call and what stands in brackets behind it would be a link.
        out += "\\" if index and runs[index - 1].is_markup and one.text.startswith("(") and not one.style else ""
        out += _format_run(one, out[-1:] or before, after)
    return out


def format_line(stretches: Iterable[TextRun]) -> str:
    """Return stretches without breaks as one line, fit to stand within a block."""
    out = ""
    for target, group in groupby(
        _merge(_separate_white_space(_merge(_collapse_white_space(stretches)))), lambda one: one.target
    ):
        inner = _format_runs(list(group), "[" if target else out[-1:])
        address = _ENTITY.sub("&amp;", _UNSAFE.sub(lambda char: quote(char[0], safe=""), target))
        out += f"[{inner}]({address})" if target else inner
    return _NO_IMAGE.sub(r"\\!", out.strip(" "))


def format_paragraph(stretches: Iterable[TextRun]) -> str:
    """Return stretches as a paragraph, its lines ended by hard breaks (6.7); empty lines are left out."""
    parts = groupby(stretches, lambda one: one is BREAK)
    made = (format_line(group) for is_break, group in parts if not is_break)
    return "\\\n".join(_escape_line_start(one) for one in made if one.strip())
