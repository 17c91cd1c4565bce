"""Lists of letters in HTML, by their dates: what each is, its sender, recipient and place."""

from collections.abc import Iterable, Iterator

from teikit.exports.reading.html_words import escape
from teikit.exports.reading.human_dates import human_date
from teikit.exports.reading.labels import Labels
from teikit.exports.record.record import Record
from teikit.exports.site.dates import date_of, day_value
from teikit.exports.site.entities import fold, recipients, senders, sent_from


def when(record: Record, labels: Labels) -> str:
    """Return the date of a letter in words, empty if none is known."""
    return human_date(date_of(record), labels)


def _time(record: Record, labels: Labels) -> str:
    words, value = escape(when(record, labels) or labels["undated"]), day_value(record)
    return f'<time datetime="{value}">{words}</time>' if value else words


def who_and_where(record: Record, title: str, labels: Labels) -> str:
    """Return the sender, the recipient and the place in words, as far as they are known and not in the title."""
    one, other = (", ".join(each.name for each in group) for group in (senders(record), recipients(record)))
    between = labels.fill("sender_to", sender=one, recipient=other) if one and other else one or other
    places = ", ".join(place.name for place in sent_from(record))
    # The words of names in the order of a register are in titles, too.
    names = " ".join(filter(None, (one, other)))
    return " · ".join(
        filter(None, ("" if _is_said(names, title) else between, "" if _is_said(places, title) else places))
    )


def _is_said(words: str, title: str) -> bool:
    """Return whether a title has all the words of a line, so that the line would only repeat it."""
    known = set(fold(title).replace(",", " ").replace(".", " ").split())
    return {one for one in fold(words).replace(",", " ").replace("·", " ").split() if len(one) > 1} <= known


def letter_line(record: Record, address: str, labels: Labels) -> str:
    """Return a letter as an item of a list."""
    title = " ".join((record.title or record.id).split())
    more = who_and_where(record, title, labels)
    who = f'<span class="who">{escape(more)}</span>' if more else ""
    what = f'<a href="{escape(address)}">{escape(title)}</a>{who}'
    return f'<li><span class="when">{_time(record, labels)}</span><span class="what">{what}</span></li>\n'


def letter_list(letters: Iterable[tuple[Record, str]], labels: Labels) -> str:
    """Return letters with their addresses as a list."""
    listed = list(letters)
    # Where no date is known, a column for it would have nothing to say.
    classes = "letters" if any(when(record, labels) for record, _ in listed) else "letters undated"
    return "".join((f'<ol class="{classes}">\n', *_lines(listed, labels), "</ol>\n"))


def _lines(letters: Iterable[tuple[Record, str]], labels: Labels) -> Iterator[str]:
    for record, address in letters:
        yield letter_line(record, address, labels)
