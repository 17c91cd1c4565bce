"""Formats facts as JSON, version 1: everything that was counted, in ordered lists."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from teikit.diagnostics import Rule
from teikit.overview.facts import Facts
from teikit.overview.tally import Parties, Party, Tally
from teikit.report.json import to_json_line

VERSION = 1


def as_json(facts: Facts, rule: Callable[[str], Rule | None]) -> Iterator[str]:
    """Yield the document in pieces, one line per list item; `facts` have their namesakes merged."""
    separator = "{"
    for name, value in as_object(facts, rule).items():
        yield f"{separator}{json.dumps(name)}: "
        if isinstance(value, list) and value:
            yield "[\n  " + ",\n  ".join(map(to_json_line, value)) + "]"
        else:
            yield to_json_line(value)
        separator = ",\n "
    yield "}\n"


def as_object(facts: Facts, rule: Callable[[str], Rule | None]) -> dict[str, Any]:
    """Return all facts as a JSON object."""
    verdicts, parties = facts.validation, facts.correspondents
    return {
        "version": VERSION,
        "overview": {
            "files": facts.files,
            "bytes": facts.size,
            "documents": facts.documents,
            "letters": facts.letters,
            "passed_over": facts.skipped,
            "unreadable": facts.unreadable + facts.malformed,
            "checked": verdicts.checked,
            "invalid": verdicts.invalid,
            "undecided": verdicts.undecided,
            "hiding": verdicts.files_with_hidden,
        },
        "dates": {
            "years": [{"year": year, "letters": count} for year, count in sorted(facts.dates.years.items())],
            "spanning": facts.dates.spanning,
            "undated": facts.dates.undated,
        },
        "correspondents": _parties(parties),
        "pairs": [
            {"from": _party_reference(parties, one), "to": _party_reference(parties, other), "letters": count}
            for (one, other), count, _ in facts.pairs
        ],
        "without": {"sender": facts.without_sender, "recipient": facts.without_recipient},
        "places": _parties(facts.places),
        "languages": _list_tally("tag", facts.languages, "files"),
        "marked": _list_tally("tag", facts.marked_languages),
        "rules": list(_rules(facts, rule)),
        "elements": _list_tally("name", facts.elements),
        "attributes": list(_attributes(facts)),
        "unreadable": [{"file": each.file, "message": each.reason} for each in facts.failures],
        "left_out": _overflow_counts(facts),
    }


def _parties(parties: Parties) -> list[dict[str, Any]]:
    return [_party(each) for each in parties]


def _party(party: Party) -> dict[str, Any]:
    forms = [form for form in sorted(party.forms) if form != party.name]
    counts = {"sent": party.sent, "received": party.received}
    return {"name": party.name, "forms": forms, "uris": list(party.uris)} | counts


def _party_reference(parties: Parties, key: str) -> dict[str, Any]:
    party: Party | None = parties.by_key.get(key)
    return {"name": party.name if party else key, "uri": party.uris[0] if party and party.uris else None}


def _list_tally(key: str, tally: Tally[str], *only: str) -> list[dict[str, Any]]:
    counted = ({key: name, "count": count, "files": files} for name, count, files in tally)
    return [{name: each[name] for name in (key, *(only or ("count", "files")))} for each in counted]


def _rules(facts: Facts, rule: Callable[[str], Rule | None]) -> Iterator[dict[str, Any]]:
    for (severity, name), count, files in facts.validation.rules:
        known = rule(name)
        summary = known.summary if known else None
        yield {"rule": name, "severity": severity, "problems": count, "files": files, "summary": summary}


def _attributes(facts: Facts) -> Iterator[dict[str, Any]]:
    elements: dict[str, list[dict[str, Any]]] = {}
    for (attribute, element), count, files in facts.attribute_elements:
        elements.setdefault(attribute, []).append({"name": element, "count": count, "files": files})
    for name, count, files in facts.attributes:
        yield {"name": name, "count": count, "files": files, "elements": elements.get(name, [])}


def _overflow_counts(facts: Facts) -> dict[str, int]:
    """Return how often names occurred that no longer fitted into the bounded tallies; empty for ordinary corpora."""
    tallies = {
        "correspondents": facts.correspondents.others,
        "pairs": facts.pairs.others,
        "places": facts.places.others,
        "languages": facts.languages.others,
        "marked": facts.marked_languages.others,
        "rules": facts.validation.rules.others,
        "elements": facts.elements.others,
        "attributes": facts.attributes.others + facts.attribute_elements.others,
        "unreadable": facts.unreadable + facts.malformed - len(facts.failures),
    }
    return {name: count for name, count in tallies.items() if count}
