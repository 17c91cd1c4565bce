"""What is known of a letter as rows of plain text, for formats for print."""

import html
import re
from collections.abc import Iterator

from teikit.exports.reading.about import about_rows
from teikit.exports.reading.labels import Labels
from teikit.exports.record.record import Record

_TAG = re.compile(r"<[^>]*>")


def about_lines(record: Record, labels: Labels) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name and the values of each row that has any."""
    for name, values in about_rows(record, labels):
        # In the rows all text is escaped: what is between angle brackets is a tag of the page.
        plain = (html.unescape(_TAG.sub("", value)).strip() for value in values)
        if found := tuple(dict.fromkeys(filter(None, plain))):
            yield name, found
