"""Tags and text of a register to its entries, in one pass: names, authority records, coordinates.

Only what an entry says of itself counts: its own names, identifiers and location, not those of the places, people and
works that it mentions, such as a birthplace.
"""

from collections.abc import Callable, Mapping

from teikit.document.names import local_of, namespace_of
from teikit.document.start_tags import XML_ID
from teikit.registers.authorities import authority, is_uri, uri_of
from teikit.registers.coordinates import read_coordinates
from teikit.registers.draft import Draft, Links, Name, Text
from teikit.registers.entry import Entry
from teikit.registers.kinds import EXAMPLES, KIND_OF

Add = Callable[[Entry, Links], None]
_OTHER_NAMES = """
    actor application author category editor event funder item name nym principal respStmt role row rs sponsor term
"""
# Elements with an id that are entries.
DESCRIBED = frozenset((*KIND_OF, *_OTHER_NAMES.split())) - {"location"}
# Entries that are names themselves, or contain little else than words.
_OWN_WORD_NAMES = """
    actor author bibl bloc country district editor funder geogName item name orgName persName placeName principal
    region role rs settlement sponsor term title
"""
_OWN_WORDS = frozenset(_OWN_WORD_NAMES.split())
_PLACES = frozenset(("settlement", "region", "country", "district", "bloc"))
_PARTS = frozenset(("surname", "forename", "addName", "roleName", "genName", "nameLink"))
# Elements whose content is the entry's own.
_OPEN = frozenset(("analytic", "fileDesc", "linkGrp", "monogr", "msIdentifier", "objectIdentifier", "titleStmt"))
_NOT_OF_NAMES = frozenset(("note", "date", "desc", "list", "listBibl", "listPlace", "listRelation"))
_PREFERRED = frozenset(("pref", "preferred", "main", "reg", "standard", "norm"))
_DEFAULT_DATUM = "WGS84"
# An element says something of no more entries than this: names within names may be nested without end.
_MOST_AROUND = 8


class _Frame:
    """An open element: the entries that it says something of, where its text goes, and what to do at its end."""

    __slots__ = ("drafts", "end", "is_elsewhere", "local", "name", "texts")

    def __init__(
        self, local: str, drafts: tuple[Draft, ...] = (), texts: tuple[Text, ...] = (), name: Name | None = None
    ) -> None:
        self.local, self.drafts, self.texts, self.name = local, drafts, texts, name
        self.end: list[Callable[[], None]] = []
        # Whether a location names another place, such as the one that contains the entry.
        self.is_elsewhere = False


class Describer:
    """Collects the entries of one document; `add` gets each of them at its end tag, with its pointers to others."""

    def __init__(self, add: Add) -> None:
        self._add = add
        self._frames: list[_Frame] = [_Frame("")]
        self._is_other_datum = False

    @property
    def is_within(self) -> bool:
        """Whether the element that is open says something of an entry."""
        frame = self._frames[-1]
        return bool(frame.drafts or frame.texts)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See a start tag; names are expanded (`teikit.document.names`)."""
        local, above = local_of(name), self._frames[-1]
        frame = self._child(local, attributes, above) if above.drafts or above.texts else _Frame(local)
        self._frames.append(frame)
        found = attributes.get(XML_ID)
        if found is not None and local in DESCRIBED and namespace_of(name) != EXAMPLES:
            self._begin_entry(Draft(found.strip(), local), attributes, frame)
        elif local == "geoDecl" and attributes.get("datum", _DEFAULT_DATUM) != _DEFAULT_DATUM:
            self._is_other_datum = True

    def text(self, data: str) -> None:
        """See text."""
        for each in self._frames[-1].texts:
            each.add(data)

    def end(self) -> None:
        """See an end tag."""
        frame = self._frames.pop()
        for each in frame.end:
            each()
        # They refer to frames, which would keep each other and the document in memory.
        frame.end.clear()

    def _begin_entry(self, draft: Draft, attributes: Mapping[str, str], frame: _Frame) -> None:
        if frame.name is None:
            frame.drafts, frame.texts = (), ()
        frame.drafts = (*frame.drafts[1 - _MOST_AROUND :], draft)
        draft.add_pointers(attributes)
        if draft.local in _OWN_WORDS:
            frame.texts = (*frame.texts[1 - _MOST_AROUND :], draft.words.text)
            frame.name = frame.name or draft.words
        frame.end.append(lambda: self._add(*draft.finish()))

    def _child(self, local: str, attributes: Mapping[str, str], above: _Frame) -> _Frame:
        """Return the frame of an element within an entry."""
        if local in {"geo", "location"} or above.local == "location":
            return self._location(local, attributes, above)
        if local == "idno":
            return _idno(attributes, above)
        if above.name is not None and local in _PARTS:
            return _part(local, above)
        drafts = tuple(each for each in above.drafts if each.has_names(local))
        if drafts:
            rank = 2 if local in _PLACES else int(attributes.get("type", "") not in _PREFERRED)
            return _name(rank, attributes, _Frame(local, drafts, above.texts))
        if local in {"ptr", "ref"}:
            _add_target(attributes, above)
        is_name = above.name is not None and local not in _NOT_OF_NAMES
        return _Frame(
            local,
            above.drafts if local in _OPEN else (),
            above.texts if is_name else (),
            above.name if is_name else None,
        )

    def _location(self, local: str, attributes: Mapping[str, str], above: _Frame) -> _Frame:
        if local == "location":
            return _Frame(local, above.drafts)
        if local != "geo":
            above.is_elsewhere |= local == "placeName" and not {"ref", "key"}.isdisjoint(attributes)
            return _Frame(local)
        text = Text()
        frame = _Frame(local, (), (text,))

        def end() -> None:
            found = None if self._is_other_datum or above.is_elsewhere else read_coordinates(text.words())
            for draft in above.drafts:
                draft.coordinates = draft.coordinates or found

        # What a location names may follow its coordinates.
        (above if above.local == "location" else frame).end.append(end)
        return frame


def _idno(attributes: Mapping[str, str], above: _Frame) -> _Frame:
    text, types = Text(), (attributes.get("subtype", ""), attributes.get("type", ""))
    frame = _Frame("idno", above.drafts, (text,))

    def end() -> None:
        uri = uri_of(text.words(), *types)
        for draft in above.drafts:
            draft.add_uri(uri)

    frame.end.append(end)
    return frame


def _name(rank: int, attributes: Mapping[str, str], frame: _Frame) -> _Frame:
    """Return the frame of a name of entries."""
    name = frame.name = Name()
    frame.texts = (*frame.texts[1 - _MOST_AROUND :], name.text)
    for draft in frame.drafts:
        draft.add_pointers(attributes)
        draft.add_name(rank, name)
    return frame


def _part(local: str, above: _Frame) -> _Frame:
    """Return the frame of a part of a name, such as a surname."""
    assert above.name is not None  # noqa: S101  the caller has checked it
    for each in above.texts:
        each.separate()
    part = above.name.parts.setdefault(local, Text())
    part.separate()
    return _Frame(local, above.drafts, (*above.texts[1 - _MOST_AROUND :], part), above.name)


def _add_target(attributes: Mapping[str, str], above: _Frame) -> None:
    """Add what a pointer in an entry leads to, if that is a record of an authority file, or a work itself."""
    for target in filter(is_uri, attributes.get("target", "").split()):
        for draft in above.drafts:
            if above.local == "idno" or draft.is_work or authority(target)[0]:
                draft.add_uri(target)
