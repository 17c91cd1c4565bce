"""Counts the references of a header to registers: how many lead nowhere, and which prefixes are not declared."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.exports.record.resolver import DocumentResolver
from teikit.messages import quote

_NAMES = tuple(T + name for name in ("persName", "orgName", "name", "rs", "placeName", "settlement", "geogName"))
_AGENTS = tuple(T + name for name in ("author", "editor", "principal", "funder", "sponsor", "publisher", "authority"))
_ACTION, _HEADER, _FILE = T + "correspAction", T + "teiHeader", T + "fileDesc"


@dataclass(frozen=True, slots=True)
class References:
    """The references of a header: those of its correspActions, and those of its fileDesc.

    `lost` are those that lead to no entry of a register. `prefixes` has the prefixes that no prefixDef declares, each
    once for each reference with it.
    """

    of_actions: int = 0
    lost_of_actions: int = 0
    of_file: int = 0
    lost_of_file: int = 0
    prefixes: tuple[str, ...] = ()


NO_REFERENCES = References()


def count_references(root: etree._Element, resolver: DocumentResolver) -> References:
    """Return how many references of a document's header lead nowhere."""
    header = root.find(_HEADER)
    if header is None:
        return NO_REFERENCES
    actions = _Count(resolver, (each for action in header.iter(_ACTION) for each in action.iter(*_NAMES)))
    file = header.find(_FILE)
    names = () if file is None else file.iter(*_NAMES, *_AGENTS)
    others = _Count(resolver, names)
    prefixes = (*actions.prefixes, *others.prefixes)
    return References(actions.total, actions.lost, others.total, others.lost, prefixes)


class _Count:
    """The references of some elements."""

    def __init__(self, resolver: DocumentResolver, elements: Iterable[etree._Element]) -> None:
        self.total = self.lost = 0
        self.prefixes: list[str] = []
        for each in elements:
            outcomes = [found for found in resolver.outcomes(each) if not found.is_other]
            if outcomes:
                self.total += 1
                self.lost += not any(found.entry or found.prefix for found in outcomes)
                self.prefixes += (found.prefix for found in outcomes if found.prefix)


def reference_notes(counts: Iterable[References]) -> Iterator[str]:
    """Yield in words what the references of documents do not lead to."""
    known = list(counts)
    for words, total, lost in (
        ("correspActions", sum(each.of_actions for each in known), sum(each.lost_of_actions for each in known)),
        ("fileDesc", sum(each.of_file for each in known), sum(each.lost_of_file for each in known)),
    ):
        if lost:
            lead = "leads" if lost == 1 else "lead"
            yield f"{lost:,} of {total:,} references of {words} {lead} to no register entry"
    for prefix, count in Counter(prefix for each in known for prefix in each.prefixes).items():
        of = "1 reference" if count == 1 else f"{count:,} references"
        yield f"the prefix {quote(prefix)} of {of} is not understood: no prefixDef declares it"
