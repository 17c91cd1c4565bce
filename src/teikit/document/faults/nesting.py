"""Faults in the nesting of elements: an end tag that is missing, misspelt, stray or too early, and a file cut off."""

import re

from teikit.diagnostics import Position, Span
from teikit.document.faults.fault import Fault, Remark, describe_place
from teikit.document.faults.reading import DocumentUpToFault, OpenTag, Window
from teikit.messages import quote, suggest_spelling

_END_TAG = re.compile(r"</([^\s<>/]*)\s*>?")
_NEXT_END_TAGS = re.compile(r"(?:\s*</[^\s<>/]*\s*>)*")
_MOST_NAMED = 5
_OPENED = "is opened here"


def explain_end_tag(reading: DocumentUpToFault, window: Window) -> Fault:
    """Return the fault of an end tag that is not that of the last open element."""
    start = window.text.rfind("</", 0, window.fault + 1)
    tag = _END_TAG.match(window.text, max(0, start))
    if tag is None:
        return _unclosed(reading, 1, reading.at, "the entity that begins it has another end tag")
    at = window.position(tag.start())
    numbers = [number for number, each in enumerate(reading.opened) if each.name == tag[1]]
    if not numbers:
        return _explain_stray(reading, tag, Span(at, window.position(tag.end())))
    inner = len(reading.opened) - 1 - numbers[-1]
    if inner == 1 and _follows(window, tag, reading.opened[-1].name):
        return _explain_crossed(reading, tag[1], at)
    words = f"'</{tag[1]}>' in {describe_place(at)} closes the {quote(tag[1])} around it"
    return _unclosed(reading, inner, at, words)


def _follows(window: Window, tag: re.Match[str], name: str) -> bool:
    """Return whether the end tag of a name follows another one at once."""
    following = _NEXT_END_TAGS.match(window.text, tag.end())
    first = _END_TAG.match(following[0].lstrip()) if following else None
    return first is not None and first[1] == name


def _explain_crossed(reading: DocumentUpToFault, outer: str, at: Position) -> Fault:
    last = reading.opened[-1]
    name = quote(last.name)
    words = (
        f"{name}, opened in {describe_place(last.at)}, is not closed before '</{outer}>' in {describe_place(at)}: "
        f"its end tag comes after that of the {quote(outer)} around it"
    )
    return Fault(words, _name_span(last), (Remark(f"'</{outer}>' comes too early here", at),), (f"</{last.name}>",))


def _explain_stray(reading: DocumentUpToFault, tag: re.Match[str], span: Span) -> Fault:
    last, name = reading.opened[-1], tag[1]
    opened = f"{quote(last.name)}, opened in {describe_place(last.at)}"
    end = f"'</{name}>'"
    if last.name.lower() == name.lower():
        words = f"{end} does not close {opened}: capital and small letters are different letters"
    elif suggest_spelling(name, [last.name]) or last.name.rpartition(":")[2] == name.rpartition(":")[2]:
        words = f"{end} does not close {opened}: write '</{last.name}>'"
    elif reading.closed and reading.closed.tag.name == name:
        ended = describe_place(reading.closed.end)
        words = f"{end} closes nothing: the last {quote(name)} is closed in {ended} already, and {opened}, is open"
    else:
        words = f"{end} closes nothing: no {quote(name)} is open here, but {opened}, is"
    return Fault(words, span, (Remark(f"{quote(last.name)} {_OPENED}", last.at),), (f"</{last.name}>",))


def _name_span(tag: OpenTag) -> Span:
    return Span(tag.at, tag.at._replace(column=tag.at.column + 1 + len(tag.name)))


def explain_end(reading: DocumentUpToFault) -> Fault:
    """Return the fault of a file that ends while elements are open."""
    cut = "; the file may be cut off" if len(reading.opened) > 1 else ""
    words = f"the file ends in {describe_place(reading.at)}{cut}"
    return _unclosed(reading, len(reading.opened), reading.at, words, "the file ends here")


def _unclosed(reading: DocumentUpToFault, count: int, at: Position, why: str, here: str = "") -> Fault:
    """Return the fault of so many inner elements that are not closed."""
    tags = [
        _misplaced(reading, number) for number in range(len(reading.opened) - 1, len(reading.opened) - 1 - count, -1)
    ]
    words = f"{list_open(tags)} {'is' if count == 1 else 'are'} not closed: {why}"
    first = tags[0]
    remarks = [Remark(here or "here the element around it is closed", at)]
    if first is not reading.opened[-1]:
        remarks.append(
            Remark(f"the indentation says which {quote(first.name)} it is, or it is this one", reading.opened[-1].at)
        )
    return Fault(words, _name_span(first), tuple(remarks), tuple(f"</{each.name}>" for each in tags[:_MOST_NAMED]))


def _misplaced(reading: DocumentUpToFault, number: int) -> OpenTag:
    """Return the element that has lost its end tag: an open one, or one in it that ended with the open one's."""
    return reading.misplaced.get(number, reading.opened[number])


def list_open(tags: list[OpenTag]) -> str:
    """Return open elements, the innermost first, with where they were opened."""
    named = [f"{quote(each.name)} (opened in {describe_place(each.at)})" for each in tags[:_MOST_NAMED]]
    more = len(tags) - len(named)
    if more:
        return f"{', '.join(named)} and {more:,} more"
    return f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
