"""Makes the index of pages that are exported one by one: the letters by their dates, in one file."""

from collections.abc import Sequence
from importlib import resources

from teikit.exports.reading import html
from teikit.exports.reading.html_words import escape
from teikit.exports.reading.labels import label_language
from teikit.exports.reading.links import quote_path
from teikit.exports.record.record import Record, common_value
from teikit.exports.record.source import Settings
from teikit.exports.site.collection import Collection, SiteLetter
from teikit.exports.site.edition import make_edition
from teikit.exports.site.lists import letter_list
from teikit.exports.site.shell import counted, site_labels

INDEX = "index.html"


def html_index(pages: Sequence[tuple[str, Record]], settings: Settings) -> bytes:
    """Return the index of pages, by their paths relative to it, as a page that needs no other file."""
    records = [record for _, record in pages]
    spoken = common_value(label_language(record.languages[:1]) for record in records)
    labels = site_labels(label_language([settings.edition.language, spoken]))
    edition = make_edition(settings, records, labels)
    letters = Collection(SiteLetter(path, path, record, at) for at, (path, record) in enumerate(pages))
    sections = []
    for year, group in letters.years.items():
        listed = letter_list(((letter.record, quote_path(letter.source)) for letter in group), labels)
        name = labels["undated"] if year is None else str(year)
        heading = "" if year is None and len(letters.years) == 1 else f"<h2>{escape(name)}</h2>\n"
        sections.append(f"<section>\n{heading}{listed}</section>\n")
    kind = "letter" if edition.is_letters else "text"
    count = escape(counted(len(pages), f"count.{kind}", f"count.{kind}s", labels))
    head = f'<header class="masthead front">\n<h1>{escape(edition.title)}</h1>\n<p>{count}</p>\n</header>\n'
    style = resources.files("teikit.exports.site").joinpath("list.css").read_text(encoding="utf-8")
    main = f'<main class="wide">\n{"".join(sections)}</main>\n'
    return f"{html.head(edition.title, labels, style)}{head}{main}</body>\n</html>\n".encode()
