"""The entries that a document itself has: in its lists, in standOff, and in the statements of its header."""

from functools import cached_property, lru_cache

from lxml import etree

from teikit.document.start_tags import XML_ID
from teikit.registers import Entry
from teikit.registers.describing import DESCRIBED, Describer
from teikit.registers.draft import Links
from teikit.tei.markup import ID

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_EVENTS = ("start", "end", "comment", "pi")
# Once so many elements were read for single entries, all entries are read at once.
_MOST_ELEMENTS = 50_000
# Documents have few names of elements.
_MOST_NAMES = 1_000


class OwnEntries:
    """The entries of one document by their ids; each is read when it is asked for."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._found: dict[str, tuple[Entry | None, Links]] = {}
        self._elements_read = 0

    @cached_property
    def has_bases(self) -> bool:
        """Whether relative pointers are relative to something else than the document."""
        return any(_BASE in each.attrib for each in self._root.iter("{*}*"))

    @cached_property
    def _elements(self) -> dict[str, etree._Element]:
        """The elements by their ids; of duplicates the first counts."""
        found: dict[str, etree._Element] = {}
        for each in self._root.iter("{*}*"):
            if ID not in each.attrib:
                continue
            if etree.QName(each).localname in DESCRIBED:
                found.setdefault(each.get(ID, "").strip(), each)
        return found

    def find(self, name: str) -> tuple[Entry | None, Links]:
        """Return the entry with an id and its pointers to others, None if there is none."""
        if name not in self._found:
            element = self._elements.get(name)
            if element is None:
                self._found[name] = None, ()
            else:
                self._read(element if self._elements_read < _MOST_ELEMENTS else self._root)
        return self._found.get(name, (None, ()))

    def _read(self, element: etree._Element) -> None:
        """Read an entry, and those in it."""

        def add(entry: Entry, links: Links) -> None:
            # Of elements with the same id the first counts; one that has begun earlier may end later.
            if entry.id not in self._found or self._elements.get(entry.id) is element:
                self._found[entry.id] = entry, links

        self._elements_read += _describe(element, Describer(add), is_one=element is not self._root)


def _describe(element: etree._Element, describer: Describer, *, is_one: bool) -> int:
    """Give an element to a describer; return how many elements it was given.

    Of one entry, those parts are left out that say nothing of it; entries in them are read when they are asked for.
    """
    count = 0
    walk = etree.iterwalk(element, events=_EVENTS)
    for event, each in walk:
        if event == "start":
            count += 1
            describer.start(_expanded(str(each.tag)), _attributes(each))
            if is_one and not describer.is_within:
                walk.skip_subtree()
            elif each.text:
                describer.text(each.text)
            continue
        if event == "end":
            describer.end()
        if each.tail and each is not element:
            describer.text(each.tail)
    return count


def _attributes(element: etree._Element) -> dict[str, str]:
    """Return attributes as a describer needs them: of those with a namespace, the id alone."""
    found = {str(name): str(value) for name, value in element.items()}
    if ID in found:
        found[XML_ID] = found[ID]
    return found


@lru_cache(_MOST_NAMES)
def _expanded(name: str) -> str:
    """Return a name of lxml as expat has it."""
    return name[1:].replace("}", " ", 1) if name.startswith("{") else name
