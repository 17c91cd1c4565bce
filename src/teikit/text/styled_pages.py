"""Finds the lines within a letter that its reader calls the header or the footer of a page: running heads of a PDF."""

from collections.abc import Mapping, Sequence

from teikit.text.plain import Line, Mark, Sign
from teikit.text.runs import PAGE_FOOTER, RUNNING_HEAD

_STYLES = {RUNNING_HEAD: (("type", "header"),), PAGE_FOOTER: (("type", "footer"), ("place", "bottom"))}
_NUMBER = (("type", "pageNum"),)


def styled_page_marks(lines: Sequence[Line]) -> Mapping[int, tuple[Mark, ...]]:
    """Return the marks of such lines by their indices: the breaks that they have, and `fw` with their words.

    Those above and below the whole letter are parts of their own.
    """
    if not any(line.style in _STYLES for line in lines):
        return {}
    own = [index for index, line in enumerate(lines) if line.text and line.style not in _STYLES]
    inside = range(own[0], own[-1]) if own else ()
    return {index: _marks(lines[index]) for index in inside if lines[index].style in _STYLES and lines[index].text}


def _marks(line: Line) -> tuple[Mark, ...]:
    signs = tuple(mark for mark in line.marks if mark.sign is not None and mark.start == mark.end)
    is_number = not any(char.isalpha() for char in line.text)
    attributes = (*_NUMBER, *_STYLES[line.style][1:]) if is_number else _STYLES[line.style]
    return (
        *(Mark(0, 0, sign=mark.sign, words=mark.words) for mark in signs),
        Mark(0, 0, sign=Sign("", "fw", attributes), words=line.text),
    )
