"""Makes the page of a letter: its own parts, between the links to other letters and to its files."""

from collections.abc import Iterator

from teikit.exports.reading.html_words import escape
from teikit.exports.site.collection import Collection, SiteLetter
from teikit.exports.site.dates import day_of
from teikit.exports.site.lists import when
from teikit.exports.site.shell import Shell, number, pager


def around(letter: SiteLetter, letters: Collection, shell: Shell) -> tuple[str, str]:
    """Return what is before and after the body of a letter's page."""
    begin, end = shell.frame(letter.page, letter.title)
    links = _links(letter, letters, shell)
    return f"{begin}{_position(letter, letters, shell)}", f"{links}{end}"


def _position(letter: SiteLetter, letters: Collection, shell: Shell) -> str:
    """Return the short links at the top: before, the place among all, after."""
    labels, (before, after) = shell.labels, letters.neighbours(letter)
    at = labels.fill(
        "of_count", number=number(letters.place(letter) + 1, labels), count=number(len(letters.letters), labels)
    )
    return pager(
        labels["by_date"],
        _arrow(before, "prev", shell) if before else "",
        at,
        _arrow(after, "next", shell) if after else "",
    )


def _arrow(letter: SiteLetter, relation: str, shell: Shell) -> str:
    words = escape(when(letter.record, shell.labels) or letter.title)
    label = shell.labels[_label("previous" if relation == "prev" else "next", letter)]
    shown = f"← {words}" if relation == "prev" else f"{words} →"
    described = escape(f"{label}: {letter.title}")
    return f'<a rel="{relation}" href="{letter.name}.html" title="{described}">{shown}</a>'


def _links(letter: SiteLetter, letters: Collection, shell: Shell) -> str:
    labels = shell.labels
    rows = [f"<div><dt>{escape(words)}</dt>\n<dd>{link}</dd></div>\n" for words, link in _rows(letter, letters, shell)]
    heading = f'<h2 id="beside">{escape(labels["pager"])}</h2>\n'
    listed = f"{heading}<dl>\n{''.join(rows)}</dl>\n" if rows else ""
    tei = f'<p class="downloads"><a href="../{letter.tei}" download>{escape(labels["download.tei"])}</a></p>\n'
    return f'<section class="beside" aria-label="{escape(labels["pager"])}">\n{listed}{tei}</section>\n'


def _rows(letter: SiteLetter, letters: Collection, shell: Shell) -> Iterator[tuple[str, str]]:
    labels = shell.labels
    by_date, within = letters.neighbours(letter), letters.within_correspondence(letter)
    for name, found in zip(("previous", "next"), by_date, strict=True):
        if found:
            yield labels[_label(name, found)], _link(found)
    for name, found in zip(("previous_within", "next_within"), within, strict=True):
        if found:
            yield labels[name], _link(found)
    named = dict.fromkeys(_link(found) for _, found in letters.related(letter) if found)
    if named:
        yield labels["related"], "<br>".join(named)


def _label(name: str, letter: SiteLetter) -> str:
    """Return the label of the letter before or after by date; one without a date is only before or after."""
    return f"{name}_by_date" if day_of(letter.record) else name


def _link(letter: SiteLetter) -> str:
    return f'<a href="{letter.name}.html">{escape(letter.title)}</a>'
