"""The frame of all pages of a site: the head with its policy, the navigation, and the foot."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from teikit._version import __version__
from teikit.exports.reading.html_words import escape
from teikit.exports.reading.labels import Labels, labels_in

# Only files of the site are loaded, and pictures that the reader chooses; no script or style is in a page itself.
# Browsers disagree on whether 'self' covers files that are opened from a disk, which `file:` allows in all.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; font-src 'self' file:; "
    "img-src 'self' file: https: http:; base-uri 'none'; form-action 'self' file:"
)
SEARCH = "search.html"


@cache
def site_labels(language: str) -> Labels:
    """Return the labels of sites and of pages in one of the languages that have labels."""
    file = resources.files("teikit.exports.site").joinpath("words", f"{language}.json")
    words = json.loads(file.read_text(encoding="utf-8"))
    return Labels(language, {**labels_in(language).words, **words})


def number(value: int, labels: Labels) -> str:
    """Return a number with the separator of thousands of a language."""
    return f"{value:,}".replace(",", labels["digits.separator"])


def counted(value: int, one: str, many: str, labels: Labels) -> str:
    """Return a number of things in words, by the names of the labels for one and for several."""
    return labels[one] if value == 1 else labels.fill(many, count=number(value, labels))


def path_up(path: str) -> str:
    """Return the address of the site's folder, relative to a page: empty, or `../` for each folder."""
    return "../" * path.count("/")


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a site's pages.

    `sections` are the paths and labels of the pages in the navigation. `is_letters` is whether all documents are
    letters; `has_theme` whether the site has a stylesheet of the user.
    """

    title: str
    labels: Labels
    sections: tuple[tuple[str, str], ...]
    is_letters: bool = True
    has_theme: bool = False
    base: str = ""

    def count(self, value: int) -> str:
        """Return a number of letters, or of texts if not all are letters, in words."""
        name = "letter" if self.is_letters else "text"
        return counted(value, f"count.{name}", f"count.{name}s", self.labels)

    def page(self, path: str, title: str, content: str, *, main: bool = True) -> bytes:
        """Return a page; `content` has its own masthead and main element, unless it is the content of `main`."""
        begin, end = self.frame(path, title)
        if main:
            head = f'<header class="masthead">\n<h1>{escape(title)}</h1>\n</header>\n'
            content = f'{head}<main class="wide" id="content">\n{content}</main>\n'
        return f"{begin}{content}{end}".encode()

    def frame(self, path: str, title: str) -> tuple[str, str]:
        """Return what is before and after the content of a page."""
        up, labels = path_up(path), self.labels
        whole = title if title == self.title else f"{title} – {self.title}"
        theme = f'<link rel="stylesheet" href="{up}theme.css">\n' if self.has_theme else ""
        canonical = f'<link rel="canonical" href="{escape(self.base + path)}">\n' if self.base else ""
        feed = f'<link rel="alternate" type="application/rss+xml" href="{up}feed.xml">\n' if self.base else ""
        begin = (
            f'<!DOCTYPE html>\n<html lang="{labels.language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta name="generator" content="teikit {__version__}">\n<title>{escape(whole)}</title>\n'
            f'{canonical}{feed}<link rel="stylesheet" href="{up}site.css">\n{theme}'
            f'<script src="{up}site.js" defer></script>\n</head>\n<body>\n'
            f'<a class="skip" href="#content">{escape(labels["skip"])}</a>\n{self._navigation(path, up)}'
        )
        home = f'<a href="{up}index.html">{escape(self.title)}</a>'
        return begin, f"<footer>\n<p>{home}. {escape(labels['made_with'])}</p>\n</footer>\n</body>\n</html>\n"

    def _navigation(self, path: str, up: str) -> str:
        here = {path: ' aria-current="page"'}
        items = "".join(
            f'<li><a href="{up}{target}"{here.get(target, "")}>{escape(words)}</a></li>\n'
            for target, words in self.sections
        )
        labels, home = self.labels, f'<a class="home" href="{up}index.html">{escape(self.title)}</a>\n'
        search = "" if path == SEARCH else search_form(labels, f"{up}{SEARCH}")
        return f'<nav class="site" aria-label="{escape(labels["site"])}">\n{home}<ul>\n{items}</ul>\n{search}</nav>\n'


def pager(label: str, before: str, at: str, after: str, classes: str = "pager") -> str:
    """Return links to what is before and after a page, with its place between them in words."""
    pieces = before or "<span></span>", f'<span class="at">{escape(at)}</span>', after or "<span></span>"
    listed = "\n".join(pieces)
    return f'<nav class="{classes}" aria-label="{escape(label)}">\n{listed}\n</nav>\n'


def search_form(labels: Labels, address: str) -> str:
    """Return the form that opens the search."""
    field = f'<input type="search" name="q" aria-label="{escape(labels["search"])}" autocomplete="off">'
    button = f"<button>{escape(labels['search.submit'])}</button>"
    return f'<form class="search" role="search" action="{address}">{field}{button}</form>\n'
