"""Makes the indexes of people and places, the page of each, and the page of their network."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from teikit.exports.reading.html_words import escape
from teikit.exports.record.authorities import authority, is_web_address
from teikit.exports.site.collection import Collection, Known, Role
from teikit.exports.site.entities import fold, recipients, senders
from teikit.exports.site.linked_data import entity_value, script
from teikit.exports.site.lists import letter_list
from teikit.exports.site.map import Spot, maps
from teikit.exports.site.network import MOST_DRAWN, Node, network
from teikit.exports.site.shell import Shell, number

PEOPLE, PLACES, NETWORK = "people.html", "places.html", "network.html"
# Shorter lists are seen as a whole.
_MIN_FOR_INITIALS = 60
_MOST_PAIRS = 1_000
_Column = tuple[str, tuple[Role, ...]]
_Columns = tuple[_Column, ...]
_CORRESPONDENT: _Columns = (
    ("role.sent", (Role.SENDER,)), ("role.received", (Role.RECIPIENT,)), ("role.mentioned", (Role.MENTIONED,)),
)  # fmt: skip
_OTHER: _Columns = (("role.mentioned", (Role.MENTIONED,)),)
_PLACE: _Columns = (
    ("role.sent_from", (Role.FROM,)), ("role.sent_to", (Role.TO,)), ("role.mentioned", (Role.MENTIONED,)),
)  # fmt: skip


def people_page(letters: Collection, shell: Shell) -> bytes:
    """Return the index of people: correspondents, then others who are mentioned."""
    people = letters.people()
    correspondents = [one for one in people if one.is_correspondent]
    others = [one for one in people if not one.is_correspondent]
    parts = []
    for name, group, columns in (("correspondents", correspondents, _CORRESPONDENT), ("other_people", others, _OTHER)):
        if group:
            table = _table(group, columns, name, shell)
            parts.append(f"<section>\n<h2>{escape(shell.labels[name])}</h2>\n{table}</section>\n")
    return shell.page(PEOPLE, shell.labels["nav.people"], "".join(parts))


def places_page(letters: Collection, shell: Shell) -> bytes:
    """Return the index of places, with a map if coordinates are known."""
    places = letters.places()
    drawn = maps(list(_spots(places, shell)), shell.labels)
    hint = f'<p class="hint">{escape(shell.labels["map.hint"])}</p>\n' if drawn else ""
    return shell.page(PLACES, shell.labels["nav.places"], f"{drawn}{hint}{_table(places, _PLACE, 'nav.places', shell)}")


def _spots(places: Sequence[Known], shell: Shell) -> Iterator[Spot]:
    for known in places:
        if known.entity.coordinates:
            count = known.count()
            yield Spot(*known.entity.coordinates, known.entity.name, known.entity.page, count, shell.count(count))


def _initial(known: Known) -> str:
    first = fold(known.entity.sort or known.entity.name).strip()[:1].upper()
    return first if first.isalpha() else "#"


def _table(group: Sequence[Known], columns: _Columns, name: str, shell: Shell) -> str:
    labels, has_initials = shell.labels, len(group) >= _MIN_FOR_INITIALS
    shown = [column for column in columns if any(one.count(*column[1]) for one in group)]
    heads = "".join(f'<th scope="col" class="number">{escape(labels[label])}</th>' for label, _ in shown)
    head = f'<thead>\n<tr><th scope="col">{escape(labels["name"])}</th>{heads}</tr>\n</thead>\n'
    bodies, links = [], []
    for initial, members in groupby(sorted(group, key=_initial), key=_initial):
        rows = "".join(_row(one, shown, shell) for one in members)
        anchor = f"{name.replace('.', '-')}-{'other' if initial == '#' else initial.lower()}"
        name_of_body = f' id="{anchor}"' if has_initials else ""
        bodies.append(f"<tbody{name_of_body}>\n{rows}</tbody>\n")
        links.append(f'<li><a href="#{anchor}">{escape(initial)}</a></li>')
    label = escape(labels["by_name"])
    nav = f'<nav class="initials" aria-label="{label}: {escape(labels[name])}"><ul>{"".join(links)}</ul></nav>\n'
    return f'{nav if has_initials else ""}<table class="index">\n{head}{"".join(bodies)}</table>\n'


def _row(known: Known, columns: Sequence[_Column], shell: Shell) -> str:
    link = f'<a href="{known.entity.page}">{escape(known.entity.sort or known.entity.name)}</a>'
    counts = (known.count(*roles) for _, roles in columns)
    cells = "".join(f'<td class="number">{number(one, shell.labels) if one else ""}</td>' for one in counts)
    return f'<tr><th scope="row">{link}</th>{cells}</tr>\n'


def entity_page(known: Known, shell: Shell) -> bytes:
    """Return the page of a person or place."""
    entity, labels = known.entity, shell.labels
    links = "".join(f"<li>{_authority(uri)}</li>\n" for uri in entity.uris)
    others = [name for name in known.names if name != entity.name][:8]
    also = f'<p class="also">{escape("; ".join(others))}</p>\n' if others else ""
    parts = [script(entity_value(entity)), also, f'<ul class="authorities">\n{links}</ul>\n' if links else ""]
    for role in Role:
        if many := known.letters.get(role):
            count = f'<span class="count">{escape(shell.count(len(many)))}</span>'
            listed = letter_list(((letter.record, f"../{letter.page}") for letter in many), labels)
            parts.append(f"<section>\n<h2>{escape(labels[f'role.{role.value}'])} {count}</h2>\n{listed}</section>\n")
    return shell.page(entity.page, entity.name, "".join(parts))


def _authority(uri: str) -> str:
    name = authority(uri)[0]
    shown = f"{name}: {uri.rstrip('/').rpartition('/')[2]}" if name else uri
    return f'<a href="{escape(uri)}" rel="external">{escape(shown)}</a>' if is_web_address(uri) else escape(uri)


def exchanges(letters: Collection) -> Mapping[tuple[str, str], int]:
    """Return the number of letters between two correspondents, by their keys in order; several wrote together."""
    found: Counter[tuple[str, str]] = Counter()
    for letter in letters.letters:
        pairs = ((one.key, other.key) for one in senders(letter.record) for other in recipients(letter.record))
        found.update({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    return found


def network_page(letters: Collection, shell: Shell) -> bytes:
    """Return the page of who wrote to whom: a drawing and a table."""
    labels, edges, known = shell.labels, exchanges(letters), letters.entities
    ends = Counter(
        {key: known[key].count(Role.SENDER, Role.RECIPIENT) for key in {end for pair in edges for end in pair}}
    )
    nodes = [
        Node(key, known[key].entity.name, known[key].entity.page, count, shell.count(count))
        for key, count in ends.items()
    ]
    drawn = network(nodes, edges, labels)
    part = labels.fill("network.part", count=MOST_DRAWN) if drawn and len(nodes) > MOST_DRAWN else ""
    hint = f'<p class="hint">{escape(" ".join(filter(None, (labels["network.hint"], part))))}</p>\n' if drawn else ""
    rows = "".join(_pair(known[one], known[other], count, shell) for (one, other), count in _sorted(edges, known))
    names = 2 * f'<th scope="col">{escape(labels["name"])}</th>'
    total = f'<th scope="col" class="number">{escape(labels["total"])}</th>'
    head = f"<thead>\n<tr>{names}{total}</tr>\n</thead>\n"
    table = f'<table class="index">\n{head}<tbody>\n{rows}</tbody>\n</table>\n'
    return shell.page(NETWORK, labels["network"], f"{drawn}{hint}{table}")


def _sorted(edges: Mapping[tuple[str, str], int], known: Mapping[str, Known]) -> list[tuple[tuple[str, str], int]]:
    return sorted(
        edges.items(), key=lambda edge: (-edge[1], *(fold(known[key].entity.name) for key in edge[0]), edge[0])
    )[:_MOST_PAIRS]


def _pair(one: Known, other: Known, count: int, shell: Shell) -> str:
    cells = [f'<a href="{each.entity.page}">{escape(each.entity.name)}</a>' for each in (one, other)]
    total = f'<td class="number">{number(count, shell.labels)}</td>'
    return f'<tr><th scope="row">{cells[0]}</th><td>{cells[1]}</td>{total}</tr>\n'
