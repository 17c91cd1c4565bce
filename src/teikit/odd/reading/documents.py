"""Documents that specifications are in: their elements outside of examples, and these by their xml:id."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from teikit.diagnostics import Note
from teikit.messages import quote
from teikit.odd.reading.files import OddFiles
from teikit.odd.reading.inclusion import IncludeResolver
from teikit.odd.reading.traversal import XML_ID, elements_outside_examples
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.p5.nodes import Node, Place
from teikit.shallow_repr import ShallowRepr

_NAME = re.compile(r"[^\W\d][\w.·-]*")


@dataclass(slots=True, eq=False, repr=False)
class OddDocument(ShallowRepr):
    """A document with all that it includes."""

    name: str
    root: Node
    identified: dict[str, Node]

    def elements(self, *names: str) -> Iterator[Node]:
        """Yield the elements of TEI that have one of some names, without those in examples."""
        return elements_outside_examples(self.root, *names)


class OddDocuments:
    """The documents that an ODD is read from, each with all that it includes."""

    def __init__(self, files: OddFiles, reporter: Reporter) -> None:
        self._files, self._reporter = files, reporter
        reporter.places.add(files.contents)
        self._includes = IncludeResolver(files, reporter)
        self._documents: dict[str, OddDocument] = {}

    def find(self, href: str, base: str, place: Place) -> OddDocument:
        """Return the document that a reference at a place of the ODD names.

        Raises:
            SchemaNotFoundError: it is missing, or may not be read.
            SchemaSyntaxError: it is not well-formed.
        """
        return self.document(self._files.find(href, base, place))

    def document(self, name: str) -> OddDocument:
        """Return the document in a file by its name; errors are those of `read_nodes`."""
        if name not in self._documents:
            root = self._includes.expand_document(name)
            self._documents[name] = OddDocument(name, root, self._identify(root))
        return self._documents[name]

    def _identify(self, root: Node) -> dict[str, Node]:
        """Return elements by their xml:id; report those that are no names, and those that come again."""
        identified: dict[str, Node] = {}
        for each in elements_outside_examples(root):
            written = each.attributes.get(XML_ID)
            if written is None:
                continue
            name = written.strip()
            first = identified.setdefault(name, each)
            if first is not each and first.place != each.place:
                note = Note("the first is here", first.place.file, first.place.span and first.place.span.start)
                message = f"the xml:id {quote(name)} comes again, and references mean the first"
                self._reporter.report(RULE["odd/xml-id"], message, each.place.of(XML_ID), (note,))
            elif not _NAME.fullmatch(name):
                self._reporter.report(
                    RULE["odd/xml-id"], f"the xml:id {quote(name)} is not a name", each.place.of(XML_ID)
                )
        return identified
