"""Letters to a table of the corpus: a row a letter, as CSV for people and programs, or as JSON with all there is."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import PurePath

from teikit.exports.record.record import Agent, Place, Record, left_out
from teikit.exports.record.source import Made, Settings, Source
from teikit.report.csv import guarded
from teikit.storage.files import shown

HOLDS = frozenset(
    {
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
    }
)
_AND = "; "


def _names(agents: Iterable[Agent | Place]) -> str:
    return _AND.join(agent.name for agent in agents)


def _uris(agents: Iterable[Agent | Place]) -> str:
    return _AND.join(agent.uris[0] if agent.uris else "" for agent in agents).strip("; ")


def _row(source: Source) -> dict[str, str]:
    record = source.record
    sent, received = tuple(record.of("sent")), tuple(record.of("received"))
    places = [place for action in sent for place in action.places]
    goals = [place for action in received for place in action.places]
    arrived = [date.known for action in received for date in action.dates if date.known]
    others = [action.type for action in record.actions if action.type not in {"sent", "received"}]
    return {
        "file": PurePath(shown(source.name)).name,
        "id": record.id,
        "title": record.title,
        "author": _names(record.authors),
        "sender": _names(record.senders),
        "sender uri": _uris(record.senders),
        "sent": _AND.join(date.known for date in record.sent_on),
        "sent as written": _AND.join(date.text for action in sent for date in action.dates),
        "sent from": _names(places),
        "sent from uri": _uris(places),
        "recipient": _names(record.recipients),
        "recipient uri": _uris(record.recipients),
        "received": _AND.join(arrived),
        "received at": _names(goals),
        "further actions": _AND.join(others),
        "language": _AND.join(record.languages),
        "kept at": _AND.join(map(str, record.holdings)),
        "editor": _names(record.editors),
        "publisher": _names(record.publishers),
        "licence": record.licence.known,
        "series": record.series,
        "address": record.address,
    }


def write_csv(sources: Sequence[Source], settings: Settings) -> Made:  # noqa: ARG001  every format is called alike
    """Return the table as CSV in UTF-8; several values in a cell stand apart by semicolons, no cell is a formula."""
    rows = [_row(source) for source in sources]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([guarded(value) for value in row.values()] for row in rows)
    lost = dict.fromkeys(one for source in sources for one in left_out(source.record, HOLDS))
    return Made(out.getvalue().encode(), tuple(lost))


def _held(value: object) -> object:
    """Return a value without what is empty."""
    if isinstance(value, dict):
        return {key: held for key, one in value.items() if (held := _held(one))}
    return [_held(one) for one in value] if isinstance(value, list | tuple) else value


def as_object(source: Source) -> dict[str, object]:
    """Return the record of a letter as JSON has it: all of it, but what is empty."""
    record: Record = source.record
    held = _held(asdict(record))
    return {"file": PurePath(shown(source.name)).name, **(held if isinstance(held, dict) else {})}


def write_json(sources: Sequence[Source], settings: Settings) -> Made:  # noqa: ARG001  every format is called alike
    """Return the records of letters as JSON: version 1, one object a letter."""
    told = {"version": 1, "letters": [as_object(source) for source in sources]}
    return Made((json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
