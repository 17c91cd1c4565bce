"""Writes CMIF 1.1 with the notes of CMIF 2, the Correspondence Metadata Interchange Format: one index of letters."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lxml import etree

from teikit.exports.metadata.cmif_index import file_description, make_index
from teikit.exports.metadata.cmif_note import AGENT_AUTHORITIES, PLACE_AUTHORITIES, mention_uri, note_for
from teikit.exports.metadata.xml import maker, xml_bytes
from teikit.exports.record.authorities import choose
from teikit.exports.record.record import (
    DATING,
    Action,
    Agent,
    AgentKind,
    Certainty,
    Date,
    Place,
    Record,
    dropped_fields,
)
from teikit.exports.record.references import reference_notes
from teikit.exports.record.sharing import share_addresses
from teikit.exports.record.source import ExportedFile, MissingMetadataError, Settings, TeiFile
from teikit.tei.markup import TEI

SUPPORTED_FIELDS = frozenset({"id", "series", "editors", "publishers", "licence", "address", "actions", "languages"})
_CONJECTURE, _LOW = "conjecture", "low"
_UNKNOWN = "Unknown"
_tei = maker(TEI)


def _mark_doubt(element: etree._Element, certainty: Certainty) -> etree._Element:
    """Return an element with the doubt that there is of it, in the only two words that CMIF has."""
    if certainty.evidence == _CONJECTURE:
        element.set("evidence", _CONJECTURE)
    if _is_uncertain(certainty):
        element.set("cert", _LOW)
    return element


def _is_uncertain(certainty: Certainty) -> bool:
    return Certainty(certainty.cert).is_doubtful


def _date(date: Date) -> etree._Element:
    made = _tei("date", date.text)
    # TEI allows no other dating attribute beside @when, and only one bound on either side.
    values = {name: getattr(date, key) for key, name in DATING.items()}
    for name, value in ({"when": date.when} if date.when else values).items():
        clashes = (name == "notBefore" and date.start) or (name == "notAfter" and date.end)
        if value and not clashes:
            made.set(name, value)
    return _mark_doubt(made, date.certainty)


def _agent(agent: Agent) -> etree._Element:
    name = "orgName" if agent.kind is AgentKind.ORGANISATION else "persName"
    return _mark_doubt(_tei(name, agent.name, ref=choose(agent.uris, AGENT_AUTHORITIES)), agent.certainty)


def _place(place: Place) -> etree._Element:
    return _mark_doubt(_tei("placeName", place.name, ref=choose(place.uris, PLACE_AUTHORITIES)), place.certainty)


def _action(type_: str, actions: Iterable[Action]) -> etree._Element:
    """Return the correspAction of sending or receiving; CMIF requires a person, if need be an unknown one."""
    found = list(actions)
    agents = [_agent(agent) for action in found for agent in action.agents] or [_tei("persName", _UNKNOWN)]
    places = [_place(place) for action in found for place in action.places]
    dates = [_date(date) for action in found for date in action.dates if date.iso_8601]
    return _tei("correspAction", agents, places, dates, type=type_)


def _letter(record: Record, edition: str) -> etree._Element:
    actions = (_action(type_, record.actions_of(type_)) for type_ in ("sent", "received"))
    return _tei("correspDesc", actions, note_for(record), key=record.id, ref=record.address, source=f"#{edition}")


def _unsupported_fields(record: Record) -> Iterator[str]:
    """Yield the parts of a record that CMIF cannot represent."""
    yield from dropped_fields(record, SUPPORTED_FIELDS)
    for action in record.actions:
        if action.type not in {"sent", "received"}:
            yield f"correspAction of type '{action.type}'"
            continue
        yield from ("offices",) if action.offices else ()
        yield from ("dates without a year",) if any(not date.iso_8601 for date in action.dates) else ()
        known: tuple[Agent | Place, ...] = (*action.agents, *action.places)
        yield from ("all but one address of an authority",) if any(len(each.uris) > 1 for each in known) else ()
        stated = [each.certainty for each in (*known, *action.dates)]
        yield from ("degrees of certainty",) if any(_is_uncertain(one) and one.cert != _LOW for one in stated) else ()
        yield from ("@evidence",) if any(one.evidence not in {"", _CONJECTURE} for one in stated) else ()


def _has_correspondence(record: Record) -> bool:
    """Return whether it is known of a document who sent or received it, when, or where."""
    return any(action.agents or action.dates or action.places for action in record.actions)


def _with_creation(record: Record) -> Record:
    """Return a record in which a letter was sent when and where it was written, unless it says otherwise."""
    dates = () if any(record.dates_of("sent")) else record.created
    places = () if any(record.places_of("sent")) else record.creation_places
    if not (dates or places) or not _has_correspondence(record):
        return record
    return replace(
        record,
        actions=(*record.actions, Action("sent", (), places, dates)),
        created=() if dates else record.created,
        creation_places=() if places else record.creation_places,
    )


def _sort_key(record: Record) -> tuple[bool, str]:
    """Return the key by which letters are sorted: the day of sending, or else of receipt; undated ones come last."""
    for date in (*record.dates_of("sent"), *record.dates_of("received")):
        first = date.when or date.start or date.not_before or date.end or date.not_after
        if first:
            return False, first
    return True, ""


def _notes(records: Sequence[Record], written: Sequence[Record], *, is_free: bool) -> Iterator[str]:
    """Yield in words what is unknown of the letters, and what readers of the index will miss."""
    if not is_free:
        yield "correspSearch takes indexes under CC BY 4.0 or CC0 only"
    if left_out := len(records) - len(written):
        yield f"{_without_correspondence(left_out, len(records))}; not in the index"
    for type_, party in (("sent", "sender"), ("received", "recipient")):
        count = sum(not any(action.agents for action in record.actions_of(type_)) for record in written)
        if count:
            yield f"{count:,} of {_letters(len(written))} without a {party}: 'Unknown', as CMIF requires"
    undated = sum(not any(record.dates_of("sent")) for record in written)
    if undated:
        yield f"{undated:,} of {_letters(len(written))} without a date of sending"
    yield from reference_notes(record.references for record in records)
    yield from _missing_addresses(written)


def _missing_addresses(records: Sequence[Record]) -> Iterator[str]:
    """Yield how many of those that have a register entry have no address there."""
    actions = [action for record in records for action in record.actions if action.type in {"sent", "received"}]
    parties: tuple[tuple[str, list[Agent | Place]], ...] = (
        ("senders and recipients", [agent for action in actions for agent in action.agents]),
        ("places", [place for action in actions for place in action.places]),
    )
    for words, found in parties:
        if count := sum(bool(each.entry) and not each.uris for each in found):
            yield f"{count:,} of {len(found):,} {words} with a register entry that has no address of an authority"
    mentions = [mention for record in records for mention in record.mentions]
    if count := sum(not mention_uri(mention) for mention in mentions):
        yield f"{count:,} of {len(mentions):,} mentions left out: they have no address of an authority"


def _letters(count: int) -> str:
    return "1 letter" if count == 1 else f"{count:,} letters"


def _without_correspondence(count: int, total: int) -> str:
    documents = "document has" if total == 1 else "documents have" if count > 1 else "documents has"
    return f"{count:,} of {total:,} {documents} no correspDesc: sender, recipient and date are unknown"


def write(sources: Sequence[TeiFile], settings: Settings) -> ExportedFile:
    """Return the CMIF index of letters, sorted by date.

    Raises:
        MissingMetadataError: The index lacks a title, an editor, a publisher, a licence, or its own URL; or nothing is
            known of the correspondence of any document.
    """
    records = share_addresses([source.record for source in sources])
    index = make_index(records, settings)
    written = sorted(map(_with_creation, filter(_has_correspondence, records)), key=_sort_key)
    if not written:
        unknown = _without_correspondence(len(records), len(records))
        raise MissingMetadataError(f"the index: {unknown}; give them in the file of --meta")
    profile = _tei("profileDesc", (_letter(record, index.key) for record in written))
    header = _tei("teiHeader", file_description(index, settings), profile)
    root = _tei("TEI", header, _tei("text", _tei("body", _tei("p"))))
    dropped = dict.fromkeys(one for record in written for one in _unsupported_fields(record))
    return ExportedFile(xml_bytes(root), tuple(dropped), tuple(_notes(records, written, is_free=index.is_free)))
