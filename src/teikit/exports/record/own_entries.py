"""The entries that a document itself has: in its lists, in standOff, and in the statements of its header."""

from functools import cached_property

from lxml import etree

from teikit.registers import Entry
from teikit.registers.describing import DESCRIBED, Describer
from teikit.registers.draft import Links
from teikit.tei.markup import ID

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_EVENTS = ("start", "end", "comment", "pi")
# Larger elements are no entries, in elements.
_MOST_ELEMENTS = 100_000


class OwnEntries:
    """The entries of one document by their ids; each is read when it is asked for."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._found: dict[str, tuple[Entry | None, Links]] = {}

    @cached_property
    def has_bases(self) -> bool:
        """Whether relative pointers are relative to something else than the document."""
        return any(_BASE in each.attrib for each in self._root.iter("{*}*"))

    @cached_property
    def _elements(self) -> dict[str, etree._Element]:
        """The elements by their ids; of duplicates the first counts."""
        found: dict[str, etree._Element] = {}
        for each in self._root.iter("{*}*"):
            name = each.get(ID)
            if name is not None and etree.QName(each).localname in DESCRIBED:
                found.setdefault(name.strip(), each)
        return found

    def find(self, name: str) -> tuple[Entry | None, Links]:
        """Return the entry with an id and its pointers to others, None if there is none."""
        if name not in self._found:
            element = self._elements.get(name)
            self._found[name] = (None, ()) if element is None else _describe(element)
        return self._found[name]


def _describe(element: etree._Element) -> tuple[Entry | None, Links]:
    """Return what an element says as an entry of a register."""
    found: list[tuple[Entry, Links]] = []
    describer = Describer(lambda entry, links: found.append((entry, links)))
    for number, (event, each) in enumerate(etree.iterwalk(element, events=_EVENTS)):
        if number > 2 * _MOST_ELEMENTS:
            return None, ()
        if event == "start":
            describer.start(
                _expanded(str(each.tag)), {_expanded(str(key)): value for key, value in each.attrib.items()}
            )
            describer.text(each.text or "")
            continue
        if event == "end":
            describer.end()
        if each is not element:
            describer.text(each.tail or "")
    # An entry ends after those that it contains.
    return found[-1] if found else (None, ())


def _expanded(name: str) -> str:
    """Return a name of lxml as expat has it."""
    return name[1:].replace("}", " ", 1) if name.startswith("{") else name
