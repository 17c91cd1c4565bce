"""Formats runs of text as a line of Markdown (CommonMark 0.31), with everything escaped that looks like markup.

This includes the syntax of GitHub's tables and of pandoc's extensions, so that these also read the words unchanged.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Flag
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote


class TextStyle(Flag):
    """The renditions of words."""

    PLAIN = 0
    EMPHASIS = 1
    STRONG = 2
    STRUCK = 4


class TextRun(NamedTuple):
    """Words with the same rendition and link target; `is_markup` if they are already Markdown."""

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
# At the start of a line: headings, quotes, lists, rules, tables; in pandoc also titles, definitions, lettered lists.
_START = re.compile(r"[#>+=:|%-]")
_NUMERAL = re.compile(
    r"\[\^\d+\](?=:)"
    r"|\(?(?:\d{1,9}|[a-z]|[ivxlcdm]{2,}|[IVXLCDM]{2,})(?=[.)](?:\s|$))"
    # A capital letter with a full stop is a list marker in pandoc only before two blanks or a line end.
    r"|\(?[A-Z](?=\)(?:\s|$)|\.$)"
)
_NO_IMAGE = re.compile(r"!(?=\[)")
_UNSAFE = re.compile(r"[^A-Za-z0-9:/?#@!$&'*+,;=.~_%-]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def escape(text: str) -> str:
    """Return text escaped for use within a line; control characters are replaced."""
    text = text if text.isascii() and "\x7f" not in text else _CONTROL.sub("\ufffd", text)
    return _SPECIAL.sub(r"\\\g<0>", text)


def _escape_line_start(line: str) -> str:
    """Return a line whose first characters are escaped if they would begin a block."""
    if _START.match(line):
        return f"\\{line}"
    return _NUMERAL.sub(r"\g<0>\\", line, count=1) if _NUMERAL.match(line) else line


def _collapse_white_space(stretches: Iterable[TextRun]) -> Iterator[TextRun]:
    """Yield the runs with white space collapsed to one blank, none at the start."""
    blank = True
    for one in stretches:
        text = one.text if one.is_markup else _WHITE.sub(" ", one.text)
        if blank and text[:1] == " ":
            text = text[1:]
        if text:
            # A struck-out blank does not replace the one after it.
            blank = text[-1] == " " and TextStyle.STRUCK not in one.style
            yield one._replace(text=text)


def _separate_white_space(stretches: Iterable[TextRun]) -> Iterator[TextRun]:
    """Yield the runs with white space moved out of the delimiters, which would not work next to it."""
    for one in stretches:
        found = _ENDS.fullmatch(one.text)
        # Struck-out white space does not separate words.
        if not found or one.is_markup or TextStyle.STRUCK in one.style or not (one.style or one.target):
            yield one
            continue
        before, inner, after = found.groups()
        yield from (each for each in (TextRun(before), one._replace(text=inner), TextRun(after)) if each.text)


def _merge(stretches: Iterable[TextRun]) -> Iterator[TextRun]:
    """Yield the runs, with adjacent ones of the same rendition and target merged."""
    for (look, target, mark), group in groupby(stretches, lambda one: (one.style, one.target, one.is_markup)):
        yield TextRun("".join(one.text for one in group), look, target, mark)


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _is_delimiter(inner: str, outer: str) -> bool:
    """Return whether a delimiter between two characters is effective (6.2, flanking), in all versions of CommonMark."""
    if inner.isspace() or not outer or outer.isspace():
        return not inner.isspace()
    return outer not in "*~_<>" and (not _is_sign(inner) or unicodedata.category(outer)[0] == "P")


def _format_run(one: TextRun, before: str, after: str) -> str:
    """Return a run with the delimiters of its renditions, or with HTML tags where delimiters would not work."""
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
        # Two adjacent delimiters would be read as one.
        after = "*" if following.style else following.text[:1]
        # A footnote reference before a parenthesis would become a link.
        out += "\\" if index and runs[index - 1].is_markup and one.text.startswith("(") and not one.style else ""
        out += _format_run(one, out[-1:] or before, after)
    return out


def format_line(stretches: Iterable[TextRun]) -> str:
    """Return runs without breaks as one line that is safe within a block."""
    out, runs = "", _merge(_separate_white_space(_merge(_collapse_white_space(stretches))))
    for target, group in groupby(runs, lambda one: one.target):
        inner = _format_runs(list(group), "[" if target else out[-1:])
        address = _ENTITY.sub("&amp;", _UNSAFE.sub(lambda char: quote(char[0], safe=""), target))
        out += f"[{inner}]({address})" if target else inner
    return _NO_IMAGE.sub(r"\\!", out.strip(" "))


def format_paragraph(stretches: Iterable[TextRun]) -> str:
    """Return runs as a paragraph with hard line breaks (6.7); empty lines are left out."""
    parts = groupby(stretches, lambda one: one is BREAK)
    made = (format_line(group) for is_break, group in parts if not is_break)
    return "\\\n".join(_escape_line_start(one) for one in made if one.strip())
