"""Makes the first page of a site, with its letters by date, and the pages of years if these are many."""

from collections.abc import Iterator, Sequence

from teikit.exports.reading.html_words import escape
from teikit.exports.record.authorities import is_web_address
from teikit.exports.site.collection import Collection, SiteLetter
from teikit.exports.site.dates import day_of
from teikit.exports.site.edition import Edition
from teikit.exports.site.lists import letter_list
from teikit.exports.site.shell import Shell, pager, path_up
from teikit.exports.site.timeline import timeline

# More letters are listed on a page for each year.
MOST_ON_INDEX = 300
INDEX = "index.html"
_UNDATED = "undated"
# No year, where None is that of letters without date.
_NONE = 0


class Years:
    """Where the letters of each year are listed: on the first page, or on pages of their own."""

    def __init__(self, letters: Collection, shell: Shell) -> None:
        self._letters, self._shell = letters, shell
        self.has_pages = len(letters.letters) > MOST_ON_INDEX and len(letters.years) > 1

    def address(self, year: int | None) -> str:
        """Return the address of a year, relative to the site's folder."""
        return self.path(year) if self.has_pages else f"#{self._id(year)}"

    def path(self, year: int | None) -> str:
        """Return the path of a year's page."""
        return f"dates/{_UNDATED if year is None else year}.html"

    def _id(self, year: int | None) -> str:
        return _UNDATED if year is None else f"y{year}"

    def name(self, year: int | None) -> str:
        """Return a year in words."""
        return self._shell.labels["undated"] if year is None else str(year)

    def listed(self) -> str:
        """Return the letters by their years, or links to the years with their counts."""
        years, shell = self._letters.years, self._shell
        if not self.has_pages:
            return "".join(self._section(year, letters) for year, letters in years.items())
        lines = (
            f'<li><a href="{self.path(year)}">{escape(self.name(year))}</a>'
            f' <span class="count">{escape(shell.count(len(letters)))}</span></li>\n'
            for year, letters in years.items()
        )
        return f'<ul class="years">\n{"".join(lines)}</ul>\n'

    def _section(self, year: int | None, letters: Sequence[SiteLetter]) -> str:
        listed = _listed(letters, INDEX, self._shell)
        if year is None and len(self._letters.years) == 1:
            return listed
        count = f'<span class="count">{escape(self._shell.count(len(letters)))}</span>'
        return f'<section>\n<h3 id="{self._id(year)}">{escape(self.name(year))} {count}</h3>\n{listed}</section>\n'

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pages of the years, if they have their own."""
        years = list(self._letters.years.items())
        for at, (year, letters) in enumerate(years if self.has_pages else ()):
            path, labels = self.path(year), self._shell.labels
            title = labels["undated"] if year is None else labels.fill("letters_of_year", year=year)
            before, after = years[at - 1][0] if at else _NONE, years[at + 1][0] if at + 1 < len(years) else _NONE
            beside = pager(
                labels["by_date"],
                "" if before == _NONE else f'<a rel="prev" href="../{self.path(before)}">← {self.name(before)}</a>',
                self._shell.count(len(letters)),
                "" if after == _NONE else f'<a rel="next" href="../{self.path(after)}">{self.name(after)} →</a>',
                "pager within",
            )
            yield path, self._shell.page(path, title, f"{beside}{_listed(letters, path, self._shell)}")


def _listed(letters: Sequence[SiteLetter], path: str, shell: Shell) -> str:
    up = path_up(path)
    return letter_list(((letter.record, f"{up}{letter.page}") for letter in letters), shell.labels)


def index_page(letters: Collection, years: Years, edition: Edition, shell: Shell) -> bytes:
    """Return the first page."""
    labels = shell.labels
    head = (
        f'<header class="masthead front">\n<h1>{escape(shell.title)}</h1>\n'
        f"<p>{escape(_summary(letters, edition, shell))}</p>\n</header>\n"
    )
    days = [day for letter in letters.letters if (day := day_of(letter.record))]
    drawn = timeline(days, years.address, shell.count, labels)
    figure = f"<section>\n<h2>{escape(labels['timeline'])}</h2>\n{drawn}</section>\n" if drawn else ""
    all_ = labels["all_letters" if shell.is_letters else "all_texts"]
    listed = f"<section>\n<h2>{escape(all_)}</h2>\n{years.listed()}</section>\n"
    content = f'{head}<main class="wide" id="content">\n{edition.data}{figure}{listed}{_about(edition, shell)}</main>\n'
    return shell.page(INDEX, shell.title, content, main=False)


def _summary(letters: Collection, edition: Edition, shell: Shell) -> str:
    by = f"{shell.labels['editors']} {', '.join(edition.editors)}" if edition.editors else ""
    years = [year for year in letters.years if year is not None]
    span = "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return " · ".join(filter(None, (by, shell.count(len(letters.letters)), span)))


def _about(edition: Edition, shell: Shell) -> str:
    labels = shell.labels
    licences = [
        f'<a href="{escape(uri)}" rel="license external">{escape(words)}</a>' if is_web_address(uri) else escape(words)
        for words, uri in edition.licences
    ]
    downloads = [f'<a href="{path}">{escape(labels[name])}</a>' for name, path in edition.downloads]
    rows = (
        (labels["published_by"], ", ".join(map(escape, edition.publishers))),
        (labels["licence"], "<br>".join(licences)),
        (labels["downloads"], "<br>".join(downloads)),
    )
    listed = "".join(f"<dt>{escape(name)}</dt>\n<dd>{value}</dd>\n" for name, value in rows if value)
    if not listed:
        return ""
    return f'<section class="about">\n<h2>{escape(labels["about"])}</h2>\n<dl>\n{listed}</dl>\n</section>\n'
