"""Reads what the labels on the page of an archive or an edition state, as metadata have it."""

import re
from collections.abc import Iterator, Sequence

from teikit.text.archive_labels import COMMENTARY, TEXT
from teikit.text.archive_rows import Row
from teikit.text.source import Field

# The key of the metadata for each kind of label; the others stay notes.
_KEYS = {
    "sender": "sender", "recipient": "recipient", "date": "date", "place": "place",
    "abstract": "abstract", "description": "abstract", "citation": "source", "source": "source",
    "repository": "repository", "collection": "collection", "shelfmark": "shelfmark",
}  # fmt: skip
_PARENTHESIS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_LIFE = re.compile(r",?\s*(?:\d{4}\s*[-–]\s*(?:\d{4})?|\*\s*\d{4}|[-–]\d{4})\s*$")
_MOST_NAME_WORDS = 5
# A line of so many characters may go on in the next one.
FULL_LINE = 60
# A field with a label that is not known.
OTHER_FIELD = re.compile(r"[A-ZÀ-Þ][\w /-]{2,40}(?::\s*|\s*\t\s*)\S")
_TAB_AFTER_LABEL = re.compile(r"[^\t:]{2,42}:?\s*\t")
_STOPS = (".", "!", "?", ".)", ".”", ".»", '."')
_DIGITS = re.compile(r"\d")


def read_fields(rows: Sequence[Row], start: int, end: int) -> Iterator[Field]:
    """Yield what the labels state, in their order; of several labels of one key the first counts."""
    seen: set[str] = set()
    for index in range(start, end):
        row = rows[index]
        key = _KEYS.get(row.kind, "")
        if row.label is None or row.kind in {TEXT, COMMENTARY}:
            continue
        value = value_of(rows, index, end)
        if value and (not key or key not in seen):
            seen.add(key)
            column = row.line.column + row.label.column
            plain = _plain_value(key, value)
            yield Field(key, row.label.name, plain, is_in_text=True, line=row.line.number, column=column)


def value_of(rows: Sequence[Row], index: int, end: int) -> str:
    """Return the words of a label's value: on its line, on lines below it, or in the paragraph below."""
    label = rows[index].label
    texts = [label.value] if label and label.value else []
    below = index + 1
    block = rows[index if texts or below == end else below].block
    has_lines = rows[index].is_heading and is_column(rows, index)
    while below < end and rows[below].block == block and (rows[below].is_address or not rows[below].is_sign):
        if texts and not rows[below].is_address and _is_other_field(rows[index], texts[-1], rows[below].line.text):
            break
        if has_lines and texts and not (rows[below].is_address or len(texts[-1]) >= FULL_LINE):
            break
        texts.append(rows[below].line.text)
        below += 1
    return " ".join(" ".join(texts).split())


def _is_other_field(row: Row, above: str, text: str) -> bool:
    """Return whether a line below a value is a field whose label is not known: the value above it has ended."""
    if OTHER_FIELD.match(text) is None:
        return False
    is_table = row.label is not None and _TAB_AFTER_LABEL.match(row.line.text) and _TAB_AFTER_LABEL.match(text)
    return bool(is_table) or len(above) < FULL_LINE or above.endswith(_STOPS)


def is_column(rows: Sequence[Row], index: int) -> bool:
    """Return whether labels and values are in turn on lines of one block, so that each value has one line."""
    block = rows[index].block
    return any(
        row.is_heading and row.block == block
        for row in (*rows[index + 1 : index + 4], *rows[max(index - 3, 0) : index])
    )


def _plain_value(key: str, value: str) -> str:
    if key in {"sender", "recipient"}:
        return "; ".join(filter(None, map(natural_name, value.split(";"))))
    if key in {"date", "place"}:
        return _PARENTHESIS.sub("", value).strip()
    return value


def natural_name(text: str) -> str:
    """Return a name of a catalogue as letters have it: "Hall, Ada (1801-1877)" is Ada Hall."""
    name = _LIFE.sub("", _PARENTHESIS.sub("", text.strip())).strip(" ,.;") + (
        "." if text.rstrip().endswith(".") else ""
    )
    family, comma, given = name.partition(", ")
    is_name = comma and "," not in given and given[:1].isupper() and not _DIGITS.search(name)
    if is_name and len(family.split()) < _MOST_NAME_WORDS and len(given.split()) < _MOST_NAME_WORDS:
        return f"{given} {family}"
    return name
