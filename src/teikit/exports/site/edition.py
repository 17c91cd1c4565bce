"""What is known of an edition as a whole: from the user, or where all letters say the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from teikit.exports.reading.labels import Labels
from teikit.exports.record.authorities import is_uri, is_web_address
from teikit.exports.record.record import Record
from teikit.exports.record.source import Settings
from teikit.exports.record.supplement import title_of_all
from teikit.exports.site.linked_data import script

_MAX_LICENCE, _FEW = 100, 8


@dataclass(frozen=True, slots=True)
class Edition:
    """The facts of an edition; what is not known is empty.

    `base` is the address of the site's folder, with a slash at its end. `licences` are words and URIs. `downloads` are
    names of labels and paths.
    """

    title: str
    labels: Labels
    is_letters: bool = True
    base: str = ""
    editors: Sequence[str] = ()
    publishers: Sequence[str] = ()
    licences: Sequence[tuple[str, str]] = ()
    downloads: Sequence[tuple[str, str]] = ()

    @property
    def data(self) -> str:
        """The edition for machines."""
        people = [{"@type": "Person", "name": name} for name in self.editors]
        publishers = [{"@type": "Organization", "name": name} for name in self.publishers]
        licences = [uri for _, uri in self.licences if is_web_address(uri)]
        kind = {"@type": "Collection", "name": self.title, "url": self.base, "editor": people}
        return script({**kind, "publisher": publishers, "license": licences, "inLanguage": ""})


def base_address(url: str) -> str:
    """Return the address of the folder of a site: that of the site, or of a file in it; empty if it is none."""
    if not is_web_address(url) or urlsplit(url).query or urlsplit(url).fragment:
        return ""
    if url.endswith("/"):
        return url
    last = urlsplit(url).path.rpartition("/")[2]
    return f"{url[: -len(last)]}" if "." in last else f"{url}/"


def make_edition(settings: Settings, records: Sequence[Record], labels: Labels) -> Edition:
    """Return what is known of an edition."""
    given = settings.edition
    is_letters = all(record.is_letter or record.actions for record in records)
    untitled = labels["untitled_edition" if is_letters else "untitled_texts"]
    base = base_address(given.url)
    return Edition(
        title_of_all(given, records) or untitled,
        labels,
        is_letters,
        base,
        given.editor or _names_of_all(records, "editors"),
        (given.publisher,) if given.publisher else _names_of_all(records, "publishers"),
        _licences(given.licence, records),
        (("download.feed", "feed.xml"),) if base else (),
    )


def _names_of_all(records: Sequence[Record], field: str) -> tuple[str, ...]:
    """Return the names that letters have, the most frequent first; of many only those that all letters have."""
    found = Counter(name for record in records for name in dict.fromkeys(one.name for one in getattr(record, field)))
    is_few = len(found) <= _FEW
    return tuple(name for name, count in found.most_common() if is_few or count == len(records))


def _licences(given: str, records: Sequence[Record]) -> tuple[tuple[str, str], ...]:
    if given:
        return ((given, given if is_uri(given) else ""),)
    same = records and all(record.licences == records[0].licences for record in records)
    found = [(one.text, one.uri) for one in records[0].licences] if same else []
    return tuple((text if text and len(text) <= _MAX_LICENCE else uri or text, uri) for text, uri in found)
