"""Writes the list of a site's pages for search engines, and a feed of its letters: both need the site's address."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from teikit.exports.site.collection import SiteLetter
from teikit.exports.site.edition import Edition
from teikit.exports.site.lists import when

# Limits of the protocols, or of what is useful.
_MOST_ADDRESSES, _MOST_ITEMS = 50_000, 50
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap(paths: Iterable[str], edition: Edition) -> bytes:
    """Return the sitemap (sitemaps.org) of a site's pages, of which it may have 50,000."""
    lines = [f"<url><loc>{escape(edition.base + path)}</loc></url>\n" for path in paths][:_MOST_ADDRESSES]
    begin = f'{_DECLARATION}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{begin}{''.join(lines)}</urlset>\n".encode()


def feed(letters: Sequence[SiteLetter], edition: Edition) -> bytes:
    """Return an RSS 2.0 feed of the letters that were added last."""
    latest = sorted(letters, key=lambda letter: -letter.number)[:_MOST_ITEMS]
    link = quoteattr(f"{edition.base}feed.xml")
    begin = (
        f'{_DECLARATION}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>{escape(edition.title)}</title>\n<link>{escape(edition.base)}</link>\n"
        f"<description>{escape(edition.title)}</description>\n<language>{edition.labels.language}</language>\n"
        f'<atom:link rel="self" type="application/rss+xml" href={link}/>\n'
    )
    return f"{begin}{''.join(_item(letter, edition) for letter in latest)}</channel>\n</rss>\n".encode()


def _item(letter: SiteLetter, edition: Edition) -> str:
    address = escape(edition.base + letter.page)
    about = escape(when(letter.record, edition.labels))
    described = f"<description>{about}</description>\n" if about else ""
    title = f"<title>{escape(' '.join(letter.title.split()))}</title>\n"
    return f"<item>\n{title}<link>{address}</link>\n<guid>{address}</guid>\n{described}</item>\n"
