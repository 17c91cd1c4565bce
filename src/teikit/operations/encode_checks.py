"""Checks that the TEI of a letter has exactly the words of its source, and those of the fields beside it."""

from collections import Counter
from collections.abc import Iterable

from lxml import etree

from teikit.errors import InternalError
from teikit.messages import escape_control
from teikit.text import Field


def check_words(found: list[str], wanted: list[str], name: str, seams: int) -> None:
    """Raise InternalError unless the words of the TEI's text are the words of the source, in their order.

    A salutation may end, or a close begin, where there is no white space ("Sir:—I have"): the TEI may have that many
    `seams` more.
    """
    if found == wanted:
        return
    place = 0
    for number, word in enumerate(wanted, 1):
        rest = word
        while place < len(found) and rest.startswith(found[place]) and rest:
            rest = rest.removeprefix(found[place])
            place += 1
            seams -= bool(rest)
        if rest or seams < 0:
            raise _difference_error(name, number)
    if place < len(found):
        raise _difference_error(name, len(wanted) + 1)


def check_fields(header: etree._Element, fields: Iterable[Field], name: str) -> None:
    """Raise InternalError unless the header has the words of each field that is not in the text."""
    words = Counter(" ".join(map(str, header.itertext())).replace(";", " ").split()) if fields else Counter()
    for field in fields:
        own = Counter(field.value.replace(";", " ").split())
        if not field.is_in_text and any(count > words[word] for word, count in own.items()):
            difference = f"the TEI would lose words of {escape_control(field.name)}"
            raise InternalError(f"{name}: internal error: {difference}; nothing was written, please report this")


def _difference_error(name: str, number: int) -> InternalError:
    difference = f"the TEI would differ from its source at word {number}"
    return InternalError(f"{name}: internal error: {difference}; nothing was written, please report this")
