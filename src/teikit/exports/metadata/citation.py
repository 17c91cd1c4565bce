"""Writes CITATION.cff (Citation File Format 1.2.0), in YAML with strings quoted as in JSON."""

import json
from collections.abc import Iterator, Sequence

from teikit.exports.record.record import Agent, AgentKind, Record, dropped_fields
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require
from teikit.exports.record.supplement import bare_doi

SUPPORTED_FIELDS = frozenset(
    (
        "title",
        "authors",
        "editors",
        "identifiers",
        "address",
        "published",
        "publishers",
        "licence",
        "keywords",
        "abstract",
        "edition",
    )
)
_MESSAGE = "If you use this letter, please cite it as below."


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _people(key: str, agents: Sequence[Agent], indent: str = "") -> Iterator[str]:
    if agents:
        yield f"{indent}{key}:"
    for agent in agents:
        # Only a name with a comma is split; splitting others into family and given names would be a guess.
        family, comma, given = agent.name.partition(", ")
        if comma and agent.kind is not AgentKind.ORGANISATION:
            yield f"{indent}  - family-names: {_quote(family)}"
            yield f"{indent}    given-names: {_quote(given)}"
        else:
            yield f"{indent}  - name: {_quote(agent.name)}"
        if orcid := next((uri for uri in agent.uris if uri.startswith("https://orcid.org/")), ""):
            yield f"{indent}    orcid: {_quote(orcid)}"


def _web_address(uri: str) -> str:
    return uri if uri.startswith("http") else ""


def _lines(record: Record) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield f"message: {_quote(_MESSAGE)}"
    yield "type: dataset"
    yield f"title: {_quote(record.title)}"
    yield from _people("authors", record.creators)
    if len(record.published.when) == len("2000-01-01"):
        yield f"date-released: {_quote(record.published.when)}"
    fields = {
        "doi": bare_doi(record.identifier("doi")),
        "url": _web_address(record.address),
        "version": record.edition,
        "license-url": _web_address(record.licence.uri),
        "abstract": record.abstract,
    }
    yield from (f"{key}: {_quote(value)}" for key, value in fields.items() if value)
    if record.keywords:
        yield "keywords:"
        yield from (f"  - {_quote(word)}" for word in dict.fromkeys(record.keywords))
    if record.editors or record.published.year or record.publishers:
        yield from _preferred_citation(record)


def _preferred_citation(record: Record) -> Iterator[str]:
    """Yield the preferred citation, with editors and year, for which the root has no keys."""
    yield "preferred-citation:"
    yield "  type: historical-work"
    yield f"  title: {_quote(record.title)}"
    yield from _people("authors", record.creators, "  ")
    yield from _people("editors", record.editors, "  ")
    if record.published.year:
        yield f"  year: {int(record.published.year)}"
    if record.publishers:
        yield f"  publisher:\n    name: {_quote(record.publishers[0].name)}"


def write(source: TeiFile, settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return a letter's CITATION.cff.

    Raises:
        MissingMetadataError: there is no title or no author.
    """
    record = source.record
    wanted = ((record.title, "a title", "title"), (record.creators, "an author", "sender"))
    require(source.name, "CITATION.cff", wanted)
    return ExportedFile(("\n".join(_lines(record)) + "\n").encode(), dropped_fields(record, SUPPORTED_FIELDS))
