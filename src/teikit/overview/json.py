"""Facts to JSON, version 1: all that was found, in lists that are ordered."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from teikit.diagnostics import Rule
from teikit.overview.facts import Facts
from teikit.overview.tally import Parties, Party, Tally
from teikit.report.json import written

VERSION = 1


def as_json(facts: Facts, rule: Callable[[str], Rule | None]) -> Iterator[str]:
    """Yield the document in pieces, a line a value of a list; facts are settled."""
    members = as_object(facts, rule)
    separator = "{"
    for name, value in members.items():
        yield f"{separator}{json.dumps(name)}: "
        if isinstance(value, list) and value:
            yield "[\n  " + ",\n  ".join(map(written, value)) + "]"
        else:
            yield written(value)
        separator = ",\n "
    yield "}\n"


def as_object(facts: Facts, rule: Callable[[str], Rule | None]) -> dict[str, Any]:
    """Return all that was found as JSON has it."""
    verdicts = facts.verdicts
    return {
        "version": VERSION,
        "overview": {
            "files": facts.files,
            "bytes": facts.size,
            "documents": facts.documents,
            "letters": facts.letters,
            "passed_over": facts.passed_over,
            "unreadable": facts.unread + facts.malformed,
            "checked": verdicts.checked,
            "invalid": verdicts.invalid,
            "undecided": verdicts.undecided,
            "hiding": verdicts.hiding,
        },
        "dates": {
            "years": [{"year": year, "letters": count} for year, count in sorted(facts.dates.years.items())],
            "spanning": facts.dates.spanning,
            "undated": facts.dates.undated,
        },
        "correspondents": _parties(facts.correspondents),
        "pairs": [
            {"from": _named(facts.correspondents, one), "to": _named(facts.correspondents, other), "letters": count}
            for (one, other), count, _ in facts.pairs
        ],
        "without": {"sender": facts.nobody, "recipient": facts.to_nobody},
        "places": _parties(facts.places),
        "languages": _counted("tag", facts.languages, "files"),
        "marked": _counted("tag", facts.marked),
        "rules": list(_rules(facts, rule)),
        "elements": _counted("name", facts.elements),
        "attributes": list(_attributes(facts)),
        "unreadable": [{"file": each.file, "message": each.reason} for each in facts.failures],
        "left_out": _left_out(facts),
    }


def _parties(parties: Parties) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "forms": [form for form in sorted(each.forms) if form != each.name],
            "uris": list(each.uris),
            "sent": each.sent,
            "received": each.received,
        }
        for each in parties
    ]


def _named(parties: Parties, key: str) -> dict[str, Any]:
    party: Party | None = parties.found.get(key)
    return {"name": party.name if party else key, "uri": party.uris[0] if party and party.uris else None}


def _counted(key: str, tally: Tally[str], *only: str) -> list[dict[str, Any]]:
    counted: Iterable[dict[str, Any]] = ({key: name, "count": count, "files": files} for name, count, files in tally)
    wanted = (key, *(only or ("count", "files")))
    return [{name: each[name] for name in wanted} for each in counted]


def _rules(facts: Facts, rule: Callable[[str], Rule | None]) -> Iterator[dict[str, Any]]:
    for (severity, name), count, files in facts.verdicts.rules:
        known = rule(name)
        summary = known.summary if known else None
        yield {"rule": name, "severity": severity, "problems": count, "files": files, "summary": summary}


def _attributes(facts: Facts) -> Iterator[dict[str, Any]]:
    bearers: dict[str, list[dict[str, Any]]] = {}
    for (attribute, element), count, files in facts.bearers:
        bearers.setdefault(attribute, []).append({"name": element, "count": count, "files": files})
    for name, count, files in facts.attributes:
        yield {"name": name, "count": count, "files": files, "elements": bearers.get(name, [])}


def _left_out(facts: Facts) -> dict[str, int]:
    """Return how often names come that there was no more room for; nothing in all but the strangest corpora."""
    tallies = {
        "correspondents": facts.correspondents.others,
        "pairs": facts.pairs.others,
        "places": facts.places.others,
        "languages": facts.languages.others,
        "marked": facts.marked.others,
        "rules": facts.verdicts.rules.others,
        "elements": facts.elements.others,
        "attributes": facts.attributes.others + facts.bearers.others,
        "unreadable": facts.unread + facts.malformed - len(facts.failures),
    }
    return {name: count for name, count in tallies.items() if count}
