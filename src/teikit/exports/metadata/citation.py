"""Writes CITATION.cff (Citation File Format 1.2.0), in YAML with strings quoted as in JSON."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from teikit.exports.metadata.languages import iso_639_3
from teikit.exports.metadata.licences import spdx_id
from teikit.exports.metadata.roles import relator
from teikit.exports.record.record import Agent, AgentKind, Date, Identifier, Record, dropped_fields
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require
from teikit.exports.record.supplement import doi_of, other_identifiers

SUPPORTED_FIELDS = frozenset(
    (
        "title",
        "series",
        "volume",
        "authors",
        "editors",
        "identifiers",
        "address",
        "published",
        "publishers",
        "publication_place",
        "licence",
        "languages",
        "actions",
        "notes",
        "keywords",
        "abstract",
        "edition",
    )
)
# The format allows fewer signs in a DOI than there are.
_DOI = re.compile(r"10\.\d{4,9}/[A-Za-z0-9:/_;\-.()\[\]\\]+")
_ORCID = re.compile(r"https?://orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?")


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _parts(agent: Agent) -> tuple[str, str]:
    """Return the family and the given names of a person, both empty if they are not known apart."""
    if agent.surname:
        return agent.surname, agent.forename
    # Only a name with a comma is split; splitting others into family and given names would be a guess.
    family, comma, given = agent.name.partition(", ")
    return (family, given) if comma and agent.kind is not AgentKind.ORGANISATION else ("", "")


def _people(key: str, agents: Sequence[Agent], indent: str = "") -> Iterator[str]:
    if agents:
        yield f"{indent}{key}:"
    for agent in agents:
        family, given = _parts(agent)
        names = {"family-names": family, "given-names": given} if family else {"name": agent.name}
        known = next((match[1] for uri in agent.uris if (match := _ORCID.fullmatch(uri))), "")
        names["orcid"] = f"https://orcid.org/{known}" if known else ""
        lines = [f"{name}: {_quote(value)}" for name, value in names.items() if value]
        yield f"{indent}  - {lines[0]}"
        yield from (f"{indent}    {line}" for line in lines[1:])


def _web_address(uri: str) -> str:
    return uri if uri.startswith("http") else ""


def _texts(key: str, values: Iterable[str], indent: str = "") -> Iterator[str]:
    if found := list(dict.fromkeys(values)):
        yield f"{indent}{key}:"
        yield from (f"{indent}  - {_quote(value)}" for value in found)


def _licences(record: Record) -> Iterator[str]:
    """Yield the licences: by their names in SPDX if all have one, or else the address of the first one."""
    codes = [spdx_id(one.uri) for one in record.licences]
    if codes and all(codes):
        yield from _texts("license", codes)
    elif known := _web_address(record.licence.uri):
        yield f"license-url: {_quote(known)}"


def _identifiers(record: Record) -> Iterator[str]:
    others = [one for one in other_identifiers(record) if one.value != record.address]
    if (doi := doi_of(record)) and not _DOI.fullmatch(doi):
        others.insert(0, Identifier(f"https://doi.org/{doi}"))
    if others:
        yield "identifiers:"
    for one in others:
        yield f"  - type: {'url' if one.value.startswith('http') else 'other'}"
        yield f"    value: {_quote(one.value)}"


def _lines(record: Record) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield f"message: {_quote(f'If you use this {_word_for(record)}, please cite it as below.')}"
    yield "type: dataset"
    yield f"title: {_quote(record.title)}"
    yield from _people("authors", record.creators)
    if len(record.published.when) == len("2000-01-01"):
        yield f"date-released: {_quote(record.published.when)}"
    fields = {
        "doi": doi if _DOI.fullmatch(doi := doi_of(record)) else "",
        "url": _web_address(record.address),
        "version": record.edition,
        "abstract": record.abstract,
    }
    yield from (f"{key}: {_quote(value)}" for key, value in fields.items() if value)
    yield from _licences(record)
    yield from _identifiers(record)
    yield from _texts("keywords", record.keywords)
    if lines := list(_preferred_citation(record)):
        yield "preferred-citation:"
        yield f"  type: {'historical-work' if record.is_letter else 'generic'}"
        yield f"  title: {_quote(record.title)}"
        yield from _people("authors", record.creators, "  ")
        yield from lines


def _word_for(record: Record) -> str:
    return "letter" if record.is_letter else "text"


def _year_sent(record: Record) -> str:
    years = {date.year for date in record.sent_dates}
    return years.pop() if len(years) == 1 else ""


def _preferred_citation(record: Record) -> Iterator[str]:
    """Yield what the root has no keys for: people by their parts, the year, the publisher, the series."""
    yield from _people("editors", record.editors, "  ")
    yield from _people("translators", list(_translators(record)), "  ")
    yield from _people("senders", record.senders, "  ")
    yield from _people("recipients", record.recipients, "  ")
    if record.published.year:
        yield f"  year: {int(record.published.year)}"
    if year := _year_sent(record):
        yield f"  year-original: {int(year)}"
    if record.publishers:
        yield f"  publisher:\n    name: {_quote(record.publishers[0].name)}"
        if record.publication_place:
            yield f"    address: {_quote(record.publication_place)}"
    if record.series:
        yield f"  collection-title: {_quote(record.series)}"
        yield from [f"  volume: {_quote(record.volume)}"] if record.volume else []
    yield from _texts("languages", filter(None, map(iso_639_3, record.languages)), "  ")
    if record.notes:
        yield f"  notes: {_quote(' '.join(record.notes))}"


def _translators(record: Record) -> Iterator[Agent]:
    return (one for one in record.contributors if relator(one.role) == "trl")


def _is_in_words(date: Date) -> bool:
    return bool(date.text) and not date.iso_8601


def _unsupported_fields(record: Record) -> Iterator[str]:
    """Yield what CITATION.cff cannot represent of a record, in words."""
    has_others = len(list(_translators(record))) < len(record.contributors)
    yield from (one for one in dropped_fields(record, SUPPORTED_FIELDS) if one != "contributors" or has_others)
    dates = list(record.dates_of("sent"))
    lost = {
        "all but the first licence": record.licences[1:] and not all(spdx_id(one.uri) for one in record.licences),
        "a licence without an address": record.licence.text and not _web_address(record.licence.uri),
        "all but the first publisher": record.publishers[1:],
        "the place of publication, without a publisher": record.publication_place and not record.publishers,
        "the date of publication, in words only": _is_in_words(record.published),
        "months and days on which it was sent": any(len(date.iso_8601) > len("2000") for date in dates),
        "dates in words only": any(map(_is_in_words, dates)),
        "places of sender and recipient": any(action.places for action in record.actions),
        "offices": any(action.offices for action in record.actions),
        "doubts": any(date.certainty.is_doubtful for date in dates),
    }
    yield from (words for words, is_lost in lost.items() if is_lost)


def write(source: TeiFile, settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return a letter's CITATION.cff.

    Raises:
        MissingMetadataError: there is no title or no author.
    """
    record = source.record
    wanted = ((record.title, "a title", "title"), (record.creators, "an author", "sender"))
    require(source.name, "CITATION.cff", wanted)
    return ExportedFile(("\n".join(_lines(record)) + "\n").encode(), tuple(_unsupported_fields(record)))
