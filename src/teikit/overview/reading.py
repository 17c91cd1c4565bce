"""Collects the facts of a TEI file in one pass, keeping only letters' headers and the persons and places they name.

lxml's pull parser is fed in pieces; elements are removed from its tree as soon as they are counted.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import nullcontext, suppress
from copy import deepcopy
from functools import partial
from itertools import product
from pathlib import PurePath
from typing import Any, TypeVar

from lxml import etree

from teikit.document.document import Document
from teikit.document.expat import check_declarations, has_fault
from teikit.document.tree import NotWellFormedError, explain, first_fault
from teikit.exports.reading.elements import T
from teikit.exports.record.authorities import ENTRIES
from teikit.exports.record.header import read_record
from teikit.exports.record.record import Agent, Date, Place, Record
from teikit.messages import shorten
from teikit.overview.facts import DateCounts, Facts
from teikit.overview.tally import Party, uri_rank
from teikit.tei.markup import ID, LANG

_ROOTS = {T + "TEI", T + "teiCorpus"}
_TEI, _HEADER, _TEXT = T + "TEI", T + "teiHeader", T + "text"
_ACTIONS = f"{T}profileDesc/{T}correspDesc"
_XML = "{http://www.w3.org/XML/1998/namespace}"
# Longer names are cut: they are of no use in a table.
_LONGEST = 200
_truncate = partial(shorten, most=_LONGEST)
# Only so many senders, recipients and places of a letter are counted, since every pair of persons is.
_MOST_PEOPLE = 20
NamedEntity = TypeVar("NamedEntity", Agent, Place)


class NotTeiRootError(Exception):
    """The root element is not TEI; the message names it and its namespace, without the file."""


def facts_of(document: Document) -> Facts:
    """Return the facts of a TEI file, except for its validity.

    Raises NotTeiRootError, NotWellFormedError with the diagnostic, or UnreadableInputError if it cannot be read.
    """
    reading = _FactsReader(document.file)
    # Errors are looked for at the end: lxml logs a duplicate ID as one, but the document is well-formed.
    # After a fault libxml2 recovers in the square of the time: a document that has one is read up to it.
    recovers = not has_fault(document.opener(), document.budget)
    parser = etree.XMLPullParser(("start", "end"), no_network=True, load_dtd=False, huge_tree=False, recover=recovers)
    check_declarations(document.opener(), document.budget)
    try:
        for piece in document.opener():
            reading.facts.size += len(piece)
            parser.feed(piece)
            reading.read_events(parser.read_events())
            # After a fault libxml2 recovers in the square of the time.
            if fault := first_fault(parser.feed_error_log, document.file):
                raise NotWellFormedError(fault)
        # A missing root element is in the error log.
        with suppress(etree.XMLSyntaxError) if recovers else nullcontext():
            parser.close()
        reading.read_events(parser.read_events())
    except etree.XMLSyntaxError as error:
        raise NotWellFormedError(explain(document.opener, document.budget, error)) from None
    except NotTeiRootError:
        # The root element is only trusted if the file is well-formed: its tag may be cut off.
        if first_fault(parser.feed_error_log, document.file) is None:
            raise
    if fault := first_fault(parser.feed_error_log, document.file):
        raise NotWellFormedError(fault)
    return reading.finish()


class _FactsReader:
    """Collects the facts of one file from parser events."""

    def __init__(self, file: str) -> None:
        self.facts = Facts(files=1)
        self._stem = PurePath(file).stem
        self._elements: Counter[str] = Counter()
        self._attribute_elements: Counter[tuple[str, str]] = Counter()
        self._marked_languages: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._kept_depth = 0
        self._wanted_ids: set[str] = set()
        self._entries: list[etree._Element] = []

    def read_events(self, events: Iterable[tuple[str, Any]]) -> None:
        """Count the elements of new events, and remove from the tree what is no longer needed."""
        for event, element in events:
            if event == "start":
                self._start(element)
            else:
                self._end(element)

    def _start(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if not self._elements and tag not in _ROOTS:
            root = etree.QName(element)
            namespace = f"namespace {root.namespace!r}" if root.namespace else "no namespace"
            raise NotTeiRootError(f"'{root.localname}' in {namespace}")
        self._elements[tag] += 1
        for name in element.keys():  # noqa: SIM118  lxml's elements are no dictionaries
            self._attribute_elements[str(name), tag] += 1
        if language := element.get(LANG):
            self._marked_languages[_truncate(language)] += 1
        self._kept_depth += self._is_kept(tag, element)

    def _is_kept(self, tag: str, element: etree._Element) -> bool:
        """Return whether an element is kept whole: a header, or an entry that the letter's header points to."""
        return tag == _HEADER or (tag in ENTRIES and element.get(ID) in self._wanted_ids)

    def _end(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if self._is_kept(tag, element):
            self._kept_depth -= 1
            if tag != _HEADER and not self._kept_depth:
                self._entries.append(deepcopy(element))
        if tag == _HEADER:
            self._wanted_ids, self._entries = _pointers(element), []
        elif tag == _TEI:
            self._document(element)
        if not self._kept_depth:
            _drop_before(element)

    def _document(self, root: etree._Element) -> None:
        self.facts.documents += 1
        header = root.find(_HEADER)
        if self._entries:
            etree.SubElement(root, T + "standOff").extend(self._entries)
        if header is None:
            return
        record = read_record(root, self._stem)
        listed = (one.get("ident", "") for one in header.iter(T + "language"))
        self._languages.update({_truncate(tag) for tag in list(filter(None, listed)) or record.languages})
        if header.find(_ACTIONS) is not None:
            self._letter(record)
        self._wanted_ids, self._entries = set(), []

    def _letter(self, record: Record) -> None:
        facts = self.facts
        facts.letters += 1
        facts.dates.plus(_count_dates(record.sent_dates))
        senders, recipients = (_index_by_key(each) for each in (record.senders, record.recipients))
        facts.without_sender += not senders
        facts.without_recipient += not recipients
        self._pairs.update(product(senders, recipients))
        for kind, agents in (("sent", senders), ("received", recipients)):
            places = _index_by_key(place for action in record.actions_of(kind) for place in action.places)
            for key, agent in agents.items():
                facts.correspondents.add(key, _party(agent, **{kind: 1}))
            for key, place in places.items():
                facts.places.add(key, _party(place, **{kind: 1}))

    def finish(self) -> Facts:
        """Return the facts, with names in their display form."""
        facts = self.facts
        attributes: Counter[str] = Counter()
        for (attribute, element), count in self._attribute_elements.items():
            attributes[_display_name(attribute)] += count
            facts.attribute_elements.add((_display_name(attribute), _display_name(element)), count)
        facts.attributes.add_file(attributes)
        facts.elements.add_file({_display_name(tag): count for tag, count in self._elements.items()})
        facts.languages.add_file(self._languages)
        facts.marked_languages.add_file(self._marked_languages)
        facts.pairs.add_file(self._pairs)
        return facts


def _pointers(header: etree._Element) -> set[str]:
    """Return the IDs of the register entries that a letter's correspDesc points to."""
    description = header.iterfind(f"{_ACTIONS}//*[@ref]")
    return {part[1:] for one in description for part in one.get("ref", "").split() if part.startswith("#")}


def _drop_before(element: etree._Element) -> None:
    """Remove the siblings before an element from the tree, except the header and the text of a TEI document."""
    parent = element.getparent()
    if parent is None:
        return
    kept = {_HEADER, _TEXT} if parent.tag == _TEI else {_HEADER}
    while (before := element.getprevious()) is not None and before.tag not in kept:
        parent.remove(before)


def _count_dates(dates: Sequence[Date]) -> DateCounts:
    """Return the counts for the dates on which one letter was sent."""
    if not dates:
        return DateCounts(undated=1)
    year = next((date.year for date in dates if date.year), "")
    return DateCounts(Counter({int(year): 1})) if year else DateCounts(spanning=1)


def _index_by_key(named: Iterable[NamedEntity]) -> dict[str, NamedEntity]:
    """Return persons or places by their key: the first URI, or else the name."""
    found: dict[str, NamedEntity] = {}
    for each in named:
        uris = sorted(each.uris, key=uri_rank)
        if len(found) < _MOST_PEOPLE:
            found.setdefault(_truncate(uris[0] if uris else each.name), each)
    return found


def _party(named: Agent | Place, *, sent: int = 0, received: int = 0) -> Party:
    uris = tuple(sorted(map(_truncate, named.uris), key=uri_rank))
    return Party({_truncate(named.name): 1}, uris, sent, received)


def _display_name(name: str) -> str:
    """Return the display name of an element or attribute, with its namespace unless that is TEI or none."""
    return _truncate(name.removeprefix(T) if name.startswith(T) else name.replace(_XML, "xml:", 1))
