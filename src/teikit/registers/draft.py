"""An entry of a register while it is read: its names with their parts, its authority records, its pointers."""

from collections.abc import Mapping

from teikit.registers.authorities import authority, is_uri, sort_uris
from teikit.registers.entries import EntryKind
from teikit.registers.entry import Entry
from teikit.registers.kinds import KIND_OF

Links = tuple[str, ...]
_POINTERS = ("ref", "sameAs", "corresp")
# Longer names, and more URIs of one entry, are no names and none of its authority records.
_MOST_CHARACTERS, _MOST_URIS = 300, 100
_ANY_NAMES = "eventName form catDesc head label name objectName orgName persName term title"
_NAMES_BY_KIND = {
    EntryKind.PERSON: "persName name label",
    EntryKind.PLACE: "placeName geogName name label head settlement region country district bloc",
    EntryKind.ORGANISATION: "orgName name label head",
    EntryKind.WORK: "title objectName msName head label",
    EntryKind.OTHER: _ANY_NAMES,
}
_NAMES = {kind: frozenset(names.split()) for kind, names in _NAMES_BY_KIND.items()}


class Text:
    """The text of an element, so far as it can be a name."""

    __slots__ = ("_pieces", "_size")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0

    def add(self, data: str) -> None:
        """Add text."""
        if self._size <= _MOST_CHARACTERS:
            self._pieces.append(data)
            self._size += len(data)

    def separate(self) -> None:
        """Add a blank before a part of a name that nothing separates from the part before it."""
        if self._pieces and self._pieces[-1][-1:].isalnum():
            self._pieces.append(" ")

    def words(self) -> str:
        """Return the words in one line; none where they are too many for a name."""
        words = " ".join("".join(self._pieces).split())
        return words if len(words) <= _MOST_CHARACTERS else ""


class Name:
    """A name of an entry: its text, and that of its parts by their elements."""

    __slots__ = ("parts", "text")

    def __init__(self) -> None:
        self.text = Text()
        self.parts: dict[str, Text] = {}

    def part(self, local: str) -> str:
        """Return the words of a part, empty if there is none."""
        return self.parts[local].words() if local in self.parts else ""


class Draft:
    """What was found about an entry so far; `local` is the name of its element."""

    __slots__ = ("_kind", "_links", "_names", "_uris", "coordinates", "id", "local", "words")

    def __init__(self, name: str, local: str) -> None:
        self.id, self.local = name, local
        self._kind = KIND_OF.get(local, EntryKind.OTHER)
        # By their rank: preferred names, others, those of the parts of an address.
        self._names: dict[int, list[Name]] = {}
        self._uris: list[str] = []
        self._links: list[str] = []
        self.coordinates: tuple[float, float] | None = None
        # Its own text, for an element that is a name itself.
        self.words = Name()

    @property
    def is_work(self) -> bool:
        """Whether it is a work, to which pointers in it lead."""
        return self._kind is EntryKind.WORK

    def has_names(self, local: str) -> bool:
        """Return whether elements of a name are names of the entry."""
        return local in _NAMES[self._kind] and local != self.local

    def add_name(self, rank: int, name: Name) -> None:
        """Add a name."""
        self._names.setdefault(rank, []).append(name)

    def add_uri(self, uri: str) -> None:
        """Add a URI of the entry, nothing if it is empty."""
        if uri and len(self._uris) < _MOST_URIS:
            self._uris.append(uri)

    def add_pointers(self, attributes: Mapping[str, str]) -> None:
        """Add what the attributes of the entry, or of a name of it, point to."""
        for key in _POINTERS:
            for pointer in attributes.get(key, "").split():
                if not is_uri(pointer):
                    self._links.append(pointer)
                elif key != "corresp" or authority(pointer)[0]:
                    self.add_uri(pointer)
        if is_uri(key := attributes.get("key", "").strip()):
            self.add_uri(key)

    def finish(self) -> tuple[Entry, Links]:
        """Return the entry, and its pointers to others that may say more of it."""
        names = next((self._names[rank] for rank in sorted(self._names)), [self.words])
        texts = [words for name in names if (words := name.text.words())]
        if self.local == "respStmt" and len(names) > 1:
            # A statement about several people has no URI of its own.
            return Entry(self.id, self._kind, ", ".join(texts)), ()
        first = next((name for name in names if name.text.words()), self.words)
        forename, surname = first.part("forename"), first.part("surname")
        name = first.text.words() or " ".join(filter(None, (forename, surname)))
        uris = sort_uris(self._uris)
        entry = Entry(self.id, self._kind, name, uris, forename, surname, self.coordinates)
        return entry, tuple(dict.fromkeys(self._links))
