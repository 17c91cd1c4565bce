"""Letters to a bag: what stands in its payload, and what bag-info.txt tells."""

from collections.abc import Iterator

from teikit.exports.bag import bag
from teikit.exports.contents import Contents, parts, renamed
from teikit.exports.placing import Packed
from teikit.exports.source import Settings


def _told(contents: Contents, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield what the letters or the user tell of the bag; nothing is made up."""
    edition = settings.edition
    records = [letter.record for letter in contents.letters]
    names = [edition.publisher] if edition.publisher else [one.name for record in records for one in record.publishers]
    yield from (("Source-Organization", name) for name in dict.fromkeys(names))
    titles = [edition.title] if edition.title else [record.series or record.title for record in records]
    yield from (("External-Description", title) for title in dict.fromkeys(titles) if title)
    addresses = [edition.url] if edition.url else [record.address or record.id for record in records]
    yield from (("External-Identifier", address) for address in dict.fromkeys(addresses))


def pack(contents: Contents, settings: Settings) -> Packed:
    """Return the files of a bag."""
    held = list(parts(contents))
    return Packed(bag((part.entry for part in held), _told(contents, settings), settings.day), tuple(renamed(held)))
