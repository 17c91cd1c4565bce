"""Writes what is known of a letter as rows of a definition list in HTML: a name, and its values."""

from collections.abc import Iterable, Iterator, Sequence

from teikit.exports.reading.certainty_words import certainty_in_words
from teikit.exports.reading.html_words import escape, link
from teikit.exports.reading.human_dates import human_date
from teikit.exports.reading.labels import Labels
from teikit.exports.reading.language_names import language_name
from teikit.exports.reading.links import WEB, Links
from teikit.exports.record.authorities import is_web_address
from teikit.exports.record.record import Action, Agent, Certainty, Date, Holding, Identifier, Licence, Place, Record

_MAX_LICENCE_LENGTH = 100
# What resolves identifiers of some types to web addresses.
_RESOLVERS = {"doi": "https://doi.org/", "hdl": "https://hdl.handle.net/"}
# The words by which an editor's role is that of an editor.
_EDITORS = ("edit", "edt", "hrsg", "hg", "herausg", "édit")
Row = tuple[str, Sequence[str]]


class _About:
    """Writes values in the language of some labels."""

    def __init__(self, record: Record, labels: Labels, links: Links) -> None:
        self._record = record
        self._labels = labels
        self._links = links

    def _doubt(self, certainty: Certainty) -> str:
        """Return a question mark, and in words why, after what is doubtful."""
        words = certainty_in_words(certainty, self._labels)
        return f'<span class="doubt">? ({escape(words)})</span>' if words else ""

    def _name(self, one: Agent | Place) -> str:
        return self._links.name(one) + self._doubt(one.certainty)

    def _date(self, date: Date) -> str:
        words = escape(human_date(date, self._labels))
        return words and words + self._doubt(date.certainty)

    def _people(self, agents: Iterable[Agent], *, with_roles: bool = True) -> list[str]:
        """Return each agent once, with all roles."""
        found: dict[str, Agent] = {}
        roles: dict[str, dict[str, str]] = {}
        for one in agents:
            found.setdefault(one.name, one)
            roles.setdefault(one.name, {}).setdefault(one.role.casefold(), one.role)
        names = ((self._name(one), ", ".join(filter(None, roles[one.name].values()))) for one in found.values())
        return [f"{name} ({escape(role)})" if role and with_roles else name for name, role in names]

    def rows(self) -> Iterator[Row]:
        """Yield the rows; those without values are included."""
        record, labels = self._record, self._labels
        for action in record.actions:
            yield from self._action(action)
        yield labels["row.created"], list(map(self._date, record.created))
        yield labels["row.creation_places"], list(map(self._name, record.creation_places))
        yield labels["row.participants"], self._people(record.participants)
        yield labels["row.abstract"], [escape(record.abstract)]
        yield labels["row.keywords"], [escape(", ".join(record.keywords))]
        yield labels["row.languages"], self._languages(record.languages)
        yield labels["row.other_languages"], self._languages(record.other_languages)
        yield labels["row.notes"], list(map(escape, record.notes))
        yield labels["row.holdings"], [line for holding in record.holdings for line in self._holding(holding)]
        yield labels["row.sources"], list(map(escape, record.sources))
        yield from self._publication()
        yield labels["row.identifiers"], list(self._identifiers())
        yield labels["row.related"], self._links.letters(record.related)

    def _action(self, action: Action) -> Iterator[Row]:
        labels, type_ = self._labels, action.type
        offices = [f"<i>{escape(office)}</i>" for office in action.offices]
        places_and_dates = [*map(self._name, action.places), *map(self._date, action.dates)]
        whom, when = [*self._people(action.agents), *offices], ", ".join(filter(None, places_and_dates))
        if f"row.{type_}" in labels.words:
            yield labels[f"row.{type_}.by"], whom
            yield labels[f"row.{type_}"], [when]
        else:
            yield type_.capitalize() or labels["row.action"], [*whom, when]

    def _languages(self, tags: Iterable[str]) -> list[str]:
        names = dict.fromkeys(language_name(tag, self._labels.language) for tag in tags)
        return list(map(escape, names))

    def _holding(self, holding: Holding) -> Iterator[str]:
        place = ", ".join(filter(None, (str(holding), holding.country)))
        others = (f"{one.type}: {one.value}" if one.type else one.value for one in holding.identifiers)
        yield from map(escape, filter(None, (place, holding.name, *others, holding.extent, holding.form)))

    def _publication(self) -> Iterator[Row]:
        record, labels = self._record, self._labels
        editors = [one for one in record.editors if not one.role or one.role.lower().startswith(_EDITORS)]
        others = [one for one in record.editors if one not in editors]
        published = ", ".join(filter(None, (escape(record.publication_place), self._date(record.published))))
        yield labels["row.authors"], self._people(_authors(record))
        yield labels["row.principals"], self._people(record.principals)
        yield labels["row.editors"], self._people(editors, with_roles=False)
        yield labels["row.contributors"], self._people([*others, *record.contributors])
        yield labels["row.publishers"], [*self._people(record.publishers), published]
        yield labels["row.distributors"], self._people(record.distributors)
        yield labels["row.edition"], [escape(record.edition)]
        yield labels["row.extent"], [escape(record.extent)]
        yield labels["row.funders"], self._people(record.funders)
        yield labels["row.sponsors"], self._people(record.sponsors)
        yield labels["row.licences"], list(dict.fromkeys(map(_licence, record.licences)))

    def _identifiers(self) -> Iterator[str]:
        """Yield the address, the identifiers with their types, and the id, each once."""
        record = self._record
        shown = {record.address: link(record.address, record.address)} if record.address else {}
        for one in record.identifiers:
            shown.setdefault(one.value, _identifier(one))
        shown.setdefault(record.id, escape(record.id))
        yield from shown.values()


def _authors(record: Record) -> Iterator[Agent]:
    """Yield the authors who are not among the senders, by name or by authority record."""
    names, uris = {one.name for one in record.senders}, {uri for one in record.senders for uri in one.uris}
    return (one for one in record.authors if one.name not in names and uris.isdisjoint(one.uris))


def _licence(licence: Licence) -> str:
    # Some headers contain a whole licence, for which its URL is enough.
    words = licence.text if len(licence.text) <= _MAX_LICENCE_LENGTH else licence.uri or licence.text
    return link(words or licence.uri, licence.uri)


def _identifier(one: Identifier) -> str:
    if is_web_address(one.value):
        return link(one.value, one.value)
    shown = link(one.value, f"{_RESOLVERS.get(one.type, '')}{one.value}")
    return f"{escape(one.type)}: {shown}" if one.type else shown


def about_rows(record: Record, labels: Labels, links: Links = WEB) -> Iterator[Row]:
    """Yield what is known of a letter, a name and its values in HTML; rows and values may be empty."""
    return _About(record, labels, links).rows()


def definitions(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the entries of a definition list for rows with values, each value once."""
    for name, values in rows:
        if paragraphs := "".join(f"<p>{value}</p>" for value in dict.fromkeys(values) if value):
            yield f"<dt>{escape(name)}</dt>\n<dd>{paragraphs}</dd>\n"
