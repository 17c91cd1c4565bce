"""Makes the page of a letter: its own parts, between the links to other letters and to its files."""

from collections.abc import Iterator

from teikit.exports.reading.html_text import escape
from teikit.exports.site.collection import Collection, SiteLetter
from teikit.exports.site.lists import when
from teikit.exports.site.shell import Shell, number


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
    pieces = [
        _arrow(before, "prev", "←", shell) if before else "<span></span>",
        f'<span class="at">{escape(at)}</span>',
        _arrow(after, "next", "→", shell) if after else "<span></span>",
    ]
    return f'<nav class="pager" aria-label="{escape(labels["by_date"])}">\n{"\n".join(pieces)}\n</nav>\n'


def _arrow(letter: SiteLetter, relation: str, sign: str, shell: Shell) -> str:
    labels = shell.labels
    words = escape(when(letter.record, labels) or letter.title)
    label = labels["previous_by_date" if relation == "prev" else "next_by_date"]
    shown = f"{sign} {words}" if relation == "prev" else f"{words} {sign}"
    return (
        f'<a rel="{relation}" href="{letter.name}.html" aria-label="{escape(label)}: {escape(letter.title)}">{shown}</a>'
    )


def _links(letter: SiteLetter, letters: Collection, shell: Shell) -> str:
    labels = shell.labels
    rows = [f'<dt>{escape(words)}</dt>\n<dd>{link}</dd>\n' for words, link in _rows(letter, letters, shell)]
    heading = f'<h2 id="beside">{escape(labels["pager"])}</h2>\n'
    listed = f"{heading}<dl>\n{''.join(rows)}</dl>\n" if rows else ""
    tei = f'<p class="downloads"><a href="../{letter.tei}" download>{escape(labels["download.tei"])}</a></p>\n'
    return f'<section class="beside" aria-label="{escape(labels["pager"])}">\n{listed}{tei}</section>\n'


def _rows(letter: SiteLetter, letters: Collection, shell: Shell) -> Iterator[tuple[str, str]]:
    labels = shell.labels
    by_date, within = letters.neighbours(letter), letters.within_correspondence(letter)
    names = ("previous_by_date", "next_by_date", "previous_within", "next_within")
    for name, found in zip(names, (*by_date, *within), strict=True):
        if found:
            yield labels[name], _link(found)
    named = dict.fromkeys(_link(found) for _, found in letters.related(letter) if found)
    if named:
        yield labels["related"], "<br>".join(named)


def _link(letter: SiteLetter) -> str:
    return f'<a href="{letter.name}.html">{escape(letter.title)}</a>'
