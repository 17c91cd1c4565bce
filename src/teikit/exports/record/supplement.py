"""Merges metadata that the user gives into records; the user's values take precedence over the header's."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from teikit.exports.record.authorities import is_uri
from teikit.exports.record.record import (
    STATED,
    Action,
    Agent,
    AgentKind,
    Certainty,
    Date,
    Holding,
    Identifier,
    Licence,
    Place,
    Record,
    Relation,
    Title,
    common_value,
)
from teikit.tei import NO_METADATA, Metadata

_DOI = ("https://doi.org/", "http://doi.org/", "http://dx.doi.org/", "https://dx.doi.org/", "doi:")
# The prefix of a registrant, then any name (ISO 26324).
_DOI_FORM = re.compile(r"10\.\d{4,9}/\S+")


def bare_doi(text: str) -> str:
    """Return a DOI without the URL or prefix before it."""
    start = next((start for start in _DOI if text.lower().startswith(start)), "")
    return text[len(start) :].strip()


def doi_of(record: Record) -> str:
    """Return the first DOI of a record that has the form of one, without a URL before it; empty if there is none."""
    found = (bare_doi(one.value) for one in record.identifiers if one.type == "doi")
    return next((doi for doi in found if _DOI_FORM.fullmatch(doi)), "")


def other_identifiers(record: Record) -> list[Identifier]:
    """Return the identifiers of a record other than its DOI."""
    doi = doi_of(record)
    return [one for one in record.identifiers if one.type != "doi" or bare_doi(one.value) != doi]


def title_of_all(edition: Metadata, records: Sequence[Record]) -> str:
    """Return the title of an edition: the user's, the one that all letters state, or that of the only letter."""
    series = common_value(record.series for record in records)
    return edition.title or series or (records[0].title if len(records) == 1 else "")


def licence_of_all(edition: Metadata, records: Sequence[Record]) -> str:
    """Return the licence of an edition: the user's, or the one that all letters have."""
    return edition.licence or common_value(record.licence.uri_or_text for record in records)


def _people(names: Sequence[str], refs: Sequence[str] = ()) -> tuple[Agent, ...]:
    uris = [(ref,) if is_uri(ref) else () for ref in refs]
    named = zip_longest(names, uris, fillvalue=())
    return tuple(Agent(name, AgentKind.PERSON, known) for name, known in named if name)


def _date(text: str) -> Date:
    """Return a date from its form in the metadata: one day, or the first and the last possible day with a slash.

    A question mark at the end makes it doubtful.
    """
    first, slash, last = text.rstrip("?").partition("/")
    first, last = ("" if one.startswith("-") else one for one in (first, last))
    known = Certainty("low") if text.endswith("?") else STATED
    return Date(text, "" if slash else first, first if slash else "", last, certainty=known)


def _merge_action(action: Action, metadata: Metadata) -> Action:
    if action.type == "received":
        agents = _people(metadata.recipient, metadata.recipient_ref)
        return replace(action, agents=agents) if agents else action
    if action.type != "sent":
        return action
    uris = (metadata.place_ref,) if is_uri(metadata.place_ref) else ()
    return replace(
        action,
        agents=_people(metadata.sender, metadata.sender_ref) or action.agents,
        places=(Place(metadata.place, uris),) if metadata.place else action.places,
        dates=(_date(metadata.date),) if metadata.date else action.dates,
    )


def _actions(record: Record, metadata: Metadata) -> tuple[Action, ...]:
    found = list(record.actions)
    sent = metadata.sender or metadata.date or metadata.place
    for type_, known in (("sent", sent), ("received", metadata.recipient)):
        if known and not any(action.type == type_ for action in found):
            found.append(Action(type_))
    return tuple(_merge_action(action, metadata) for action in found)


def _merge_relations(record: Record, metadata: Metadata) -> tuple[Relation, ...]:
    """Return the related letters; the previous and next ones in the metadata replace those in the header."""
    given = [(kind, text) for kind, text in (("prev", metadata.previous), ("next", metadata.next)) if text]
    kept = [one for one in record.related if not any(kind in one.kind for kind, _ in given)]
    return (*kept, *(Relation(kind, text if is_uri(text) else "", text) for kind, text in given))


def merge_metadata(record: Record, metadata: Metadata) -> Record:
    """Return a record in which the given metadata replace those in the header."""
    if metadata == NO_METADATA:
        return record
    holding = Holding("", metadata.settlement, metadata.repository, metadata.collection, metadata.shelfmark)
    licence = Licence(metadata.licence, metadata.licence if is_uri(metadata.licence) else "")
    others = (one for one in record.identifiers if one.type != "doi")
    known: dict[str, Any] = {
        "titles": (Title(metadata.title), *record.titles[1:]) if metadata.title else (),
        "is_letter": bool(metadata.sender or metadata.recipient),
        "series": metadata.series,
        "abstract": metadata.abstract,
        "related": _merge_relations(record, metadata),
        "languages": (metadata.language,) if metadata.language else (),
        "publishers": (Agent(metadata.publisher),) if metadata.publisher else (),
        "published": Date(metadata.year, when=metadata.year) if metadata.year else None,
        "licences": (licence,) if metadata.licence else (),
        "editors": _people(metadata.editor),
        "holdings": (holding,) if holding != Holding() else (),
        "identifiers": (Identifier(bare_doi(metadata.doi), "doi"), *others) if metadata.doi else (),
        "address": metadata.url,
        "actions": _actions(record, metadata),
    }
    languages = tuple(tag for tag in record.other_languages if tag != metadata.language)
    return replace(record, other_languages=languages, **{name: value for name, value in known.items() if value})
