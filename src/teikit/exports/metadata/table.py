"""Writes the corpus as a table: CSV with one row per letter, or JSON with the complete records."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import PurePath

from teikit.exports.metadata.doubt import edtf, marked_name
from teikit.exports.record.record import Agent, Date, Place, dropped_by_any
from teikit.exports.record.source import ExportedFile, Settings, TeiFile
from teikit.formats.json import json_bytes
from teikit.messages import escape_control
from teikit.report.csv import guard_formula

SUPPORTED_FIELDS = frozenset(
    (
        "id",
        "title",
        "authors",
        "actions",
        "languages",
        "holdings",
        "address",
        "editors",
        "publishers",
        "licence",
        "series",
    )
)
_AND = "; "
_EMPTY: tuple[object, ...] = ("", [], {})


def _names(agents: Iterable[Agent | Place]) -> str:
    return _AND.join(map(marked_name, agents))


def _uris(agents: Iterable[Agent | Place]) -> str:
    """Return the URI of each agent or place, an empty one where only others have one."""
    uris = [one.uris[0] if one.uris else "" for one in agents]
    return _AND.join(uris) if any(uris) else ""


def _days(dates: Iterable[Date]) -> str:
    return _AND.join(filter(None, map(edtf, dates)))


def _row(source: TeiFile) -> dict[str, str]:
    record = source.record
    others = [action.type for action in record.actions if action.type not in {"sent", "received"}]
    return {
        "file": PurePath(escape_control(source.name)).name,
        "id": record.id,
        "title": record.title,
        "author": _names(record.authors),
        "sender": _names(record.senders),
        "sender uri": _uris(record.senders),
        "sent": _days(record.dates_of("sent")),
        "sent as written": _AND.join(filter(None, (date.text for date in record.dates_of("sent")))),
        "sent from": _names(record.places_of("sent")),
        "sent from uri": _uris(list(record.places_of("sent"))),
        "recipient": _names(record.recipients),
        "recipient uri": _uris(record.recipients),
        "received": _days(record.dates_of("received")),
        "received at": _names(record.places_of("received")),
        "further actions": _AND.join(others),
        "language": _AND.join(record.languages),
        "kept at": _AND.join(map(str, record.holdings)),
        "editor": _names(record.editors),
        "publisher": _names(record.publishers),
        "licence": _AND.join(one.uri_or_text for one in record.licences),
        "series": record.series,
        "address": record.address,
    }


def write_csv(sources: Sequence[TeiFile], settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return the table as CSV in UTF-8; values in a cell are separated by semicolons, and no cell acts as a formula."""
    rows = [_row(source) for source in sources]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([guard_formula(value) for value in row.values()] for row in rows)
    dropped = dropped_by_any((source.record for source in sources), SUPPORTED_FIELDS)
    return ExportedFile(out.getvalue().encode(), dropped)


def _drop_empty(value: object) -> object:
    """Return a value without the fields in it that are empty; a boolean is never empty."""
    if isinstance(value, dict):
        kept = ((key, _drop_empty(one)) for key, one in value.items())
        return {key: one for key, one in kept if one is not None and one not in _EMPTY}
    return [_drop_empty(one) for one in value] if isinstance(value, list | tuple) else value


def as_object(source: TeiFile) -> dict[str, object]:
    """Return the record of a letter as a JSON object without empty fields."""
    fields = _drop_empty({**asdict(source.record), "references": None})
    return {"file": PurePath(escape_control(source.name)).name, **(fields if isinstance(fields, dict) else {})}


def write_json(sources: Sequence[TeiFile], settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return the records of letters as JSON: version 2, one object per letter."""
    value = {"version": 2, "letters": [as_object(source) for source in sources]}
    return ExportedFile(json_bytes(value))
