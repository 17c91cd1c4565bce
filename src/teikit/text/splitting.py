"""Splits a source with several letters at the lines that separate them."""

import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from teikit.errors import UnsupportedError
from teikit.limits import describe_excess, limit
from teikit.text.plain import NEW_PAGE, Line
from teikit.text.runs import separate_footnotes
from teikit.text.source import Field, SourceText

PAGE = "page"
# What one letter has, and a book of letters does not have in common.
_OF_LETTER = {"title", "sender", "recipient", "copied", "date", "place", "abstract", "shelfmark"}
_LineTest = Callable[[Line], bool]


def _begins_page(line: Line) -> bool:
    return any(mark.is_page_start and mark.start == 0 for mark in line.marks)


def _separator_test(separator: str) -> _LineTest:
    """Return a test for the lines that separate letters: a new page, a pattern between slashes, or the line itself."""
    if separator == PAGE:
        return _begins_page
    if len(separator) > 2 and separator.startswith("/") and separator.endswith("/"):
        try:
            pattern = re.compile(separator[1:-1])
        except re.error as error:
            raise UnsupportedError(f"the pattern {separator} to split by is wrong ({error})") from None
        return lambda line: bool(line.text) and pattern.search(line.text) is not None
    wanted = separator.strip()
    if not wanted:
        raise UnsupportedError("the separator to split by is empty; for form feeds and new pages say 'page'")
    if len(set(wanted)) == 1 and not wanted.isalnum():
        # A rule may be longer than it was named.
        return lambda line: len(line.text) >= len(wanted) and set(line.text) == set(wanted)
    return lambda line: line.text == wanted


@contextmanager
def _limited_time(separator: str) -> Iterator[None]:
    """Raise UnsupportedError if a search takes too long: some patterns try all ways to divide a line.

    Only the main thread of a process gets signals; in others the time is not limited.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_signal: int, _frame: object) -> None:
        excess = describe_excess("split-seconds")
        raise UnsupportedError(f"the pattern {separator} to split by {excess}")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit("split-seconds"))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _field_of_whole(one: Field) -> Field:
    """Return a field of a source with several letters: its title, its author and its date are those of none of them."""
    is_of_letter = one.key in _OF_LETTER and not one.is_in_text
    return replace(one, key="") if is_of_letter else one


def split(source: SourceText, separator: str) -> tuple[SourceText, ...]:
    """Return the letters of a source, without those that have no words.

    `separator` is "page" for form feeds and page breaks, a regular expression between slashes, or the text of the line
    that separates letters. A line with letters or digits belongs to the letter that it begins; others, such as rules,
    belong to none. Raises UnsupportedError if the separator is empty, or not a valid pattern.
    """
    with _limited_time(separator):
        pieces = [tuple(piece) for piece in _pieces(source, _separator_test(separator))]
    filled = [piece for piece in pieces if any(line.text for line in piece)]
    if len(filled) > 1:
        source = replace(source, fields=tuple(map(_field_of_whole, source.fields)))
    return tuple(replace(source, text="\n".join(map(separate_footnotes, piece)), lines=piece) for piece in filled)


def _pieces(source: SourceText, is_separator: _LineTest) -> Iterator[list[Line]]:
    letter: list[Line] = []
    for line in source.lines:
        if not is_separator(line):
            letter.append(line)
            continue
        yield letter
        kept = replace(line, marks=tuple(mark for mark in line.marks if mark.sign is not NEW_PAGE or mark.start))
        letter = [kept] if any(char.isalnum() for char in line.text) or _begins_page(line) else []
    yield letter
