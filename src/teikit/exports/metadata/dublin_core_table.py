"""Writes Dublin Core as Archivematica's table of metadata: one row per letter, a column for each repeated element."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence

from teikit.exports.metadata.dublin_core import dublin_core
from teikit.exports.record.record import Record
from teikit.report.csv import guard_formula

# In the order of ISO 15836-1.
_ELEMENTS = (
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format", "identifier",
    "source", "language", "relation", "coverage", "rights",
)  # fmt: skip


def table(letters: Iterable[tuple[str, Record]]) -> bytes:
    """Return the table of letters, each with the path of its file, as CSV in UTF-8."""
    rows: list[tuple[str, Sequence[tuple[str, str]]]] = [(path, dublin_core(record)) for path, record in letters]
    most: Counter[str] = Counter()
    for _, pairs in rows:
        most |= Counter(name for name, _ in pairs)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["filename", *(f"dc.{name}" for name in _ELEMENTS for _ in range(most[name]))])
    for path, pairs in rows:
        cells = [path]
        values: dict[str, list[str]] = {name: [] for name in _ELEMENTS}
        for name, value in pairs:
            values[name].append(guard_formula(value))
        for name in _ELEMENTS:
            cells += values[name] + [""] * (most[name] - len(values[name]))
        writer.writerow(cells)
    return out.getvalue().encode()
