"""Where the links of a page lead: to the web, unless the page is one of several that have pages of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import relpath
from urllib.parse import quote

from teikit.exports.reading.html_words import escape, link
from teikit.exports.record.record import Agent, Place, Relation


def quote_path(path: str) -> str:
    """Return a relative path as an address; names of files may have bytes that are no UTF-8."""
    return quote(path, errors="surrogateescape")


class Links:
    """Writes names and other letters as links; this one leads to authority records and to web addresses alone."""

    def name(self, one: Agent | Place) -> str:
        """Return the name of a person or place as HTML, as a link if there is something to lead to."""
        return link(one.name, one.uris[0] if one.uris else "")

    def letter(self, relation: Relation) -> str:
        """Return another letter as HTML, as a link if its page is known."""
        return link(relation.text or relation.target, relation.target)

    def letters(self, relations: Sequence[Relation]) -> list[str]:
        """Return the other letters that a header names."""
        return list(map(self.letter, relations))


WEB = Links()


@dataclass(frozen=True, slots=True)
class LetterPages:
    """The pages of letters that are exported together: their paths by the names of the files.

    `by_name` has them by what headers call letters: the names of the files, with and without suffix.
    """

    paths: Mapping[str, str]
    by_name: Mapping[str, str]

    def links_from(self, file: str) -> Links:
        """Return the links of the page of a file."""
        return _LinksToPages(self, self.paths[file]) if file in self.paths else WEB


class _LinksToPages(Links):
    """Leads to the pages of other letters."""

    def __init__(self, pages: LetterPages, here: str) -> None:
        self._pages, self._here = pages, here

    def letter(self, relation: Relation) -> str:
        """Return another letter as HTML, as a link if its page is among those that are exported."""
        path = self._pages.by_name.get(relation.target.rpartition("/")[2].removeprefix("#"), self._here)
        if path == self._here:
            return super().letter(relation)
        # Names of files may have any character; a colon would begin an address of its own.
        address = quote_path(relpath(path, PurePosixPath(self._here).parent))
        return f'<a href="{escape(address)}">{escape(relation.text or relation.target)}</a>'
