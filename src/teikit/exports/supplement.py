"""A record and what the user knows beside it, to one record, in which the user's word takes the header's place."""

from dataclasses import replace
from typing import Any

from teikit.exports.authorities import is_uri
from teikit.exports.record import Action, Agent, Date, Holding, Identifier, Kind, Licence, Place, Record
from teikit.tei import NOTHING_MORE, Metadata

_DOI = ("https://doi.org/", "http://doi.org/", "http://dx.doi.org/", "https://dx.doi.org/", "doi:")


def bare_doi(text: str) -> str:
    """Return a DOI without the address or the word before it."""
    start = next((start for start in _DOI if text.lower().startswith(start)), "")
    return text[len(start) :].strip()


def _people(names: tuple[str, ...]) -> tuple[Agent, ...]:
    return tuple(Agent(name, Kind.PERSON) for name in names)


def _changed(action: Action, metadata: Metadata) -> Action:
    if action.type == "received":
        return replace(action, agents=_people(metadata.recipient)) if metadata.recipient else action
    if action.type != "sent":
        return action
    return replace(
        action,
        agents=_people(metadata.sender) or action.agents,
        places=(Place(metadata.place),) if metadata.place else action.places,
        dates=(Date(metadata.date, when=_reckoned(metadata.date)),) if metadata.date else action.dates,
    )


def _reckoned(date: str) -> str:
    return date if not date.startswith("-") else ""


def _actions(record: Record, metadata: Metadata) -> tuple[Action, ...]:
    found = list(record.actions)
    sent = metadata.sender or metadata.date or metadata.place
    for type_, known in (("sent", sent), ("received", metadata.recipient)):
        if known and not any(action.type == type_ for action in found):
            found.append(Action(type_))
    return tuple(_changed(action, metadata) for action in found)


def _holding(metadata: Metadata) -> Holding:
    return Holding("", metadata.settlement, metadata.repository, metadata.collection, metadata.shelfmark)


def supplemented(record: Record, metadata: Metadata) -> Record:
    """Return a record with what the metadata say in the place of what the header says."""
    if metadata == NOTHING_MORE:
        return record
    doi = (Identifier(bare_doi(metadata.doi), "doi"),) if metadata.doi else ()
    licence = Licence(metadata.licence, metadata.licence if is_uri(metadata.licence) else "")
    known: dict[str, Any] = {
        "title": metadata.title,
        "languages": (metadata.language,) if metadata.language else (),
        "publishers": (Agent(metadata.publisher),) if metadata.publisher else (),
        "published": Date(metadata.year, when=metadata.year) if metadata.year else None,
        "licence": licence if metadata.licence else None,
        "editors": _people(metadata.editor),
        "holdings": (_holding(metadata),) if _holding(metadata) != Holding() else (),
        "identifiers": (*doi, *(one for one in record.identifiers if not doi or one.type != "doi")),
        "address": metadata.url,
        "actions": _actions(record, metadata),
    }
    return replace(record, **{name: value for name, value in known.items() if value})
