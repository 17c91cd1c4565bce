"""Reads the documents other than the validated one that a schema asks for, where the user allowed it."""

import re
from typing import TYPE_CHECKING, Any

from teikit.document.document import Document, pieces
from teikit.document.tree import NotWellFormedError, load
from teikit.limits import describe_excess, limit
from teikit.relaxng.syntax.faults import SchemaNotFoundError
from teikit.schematron.tree import SchematronElement
from teikit.schematron.xpath.context import UnreadableDocumentError
from teikit.schematron.xpath.document import XPathDocument

if TYPE_CHECKING:
    from teikit.relaxng.syntax.loading import Loader

# Documents that are kept: the registers of an edition.
_MOST_KEPT = 8
_READING = re.compile(r"\bdoc(?:ument|-available)?\s*[(#]")


def reads_documents(schema: SchematronElement) -> bool:
    """Return whether a schema may read other documents."""
    return any("documents" in each.attributes or _has_call(each) for each in schema.descendants())


def _has_call(element: SchematronElement) -> bool:
    return any("doc" in each and _READING.search(each) is not None for each in element.attributes.values())


class DocumentCache:
    """Documents that were read before, while their content stays the same: most are read for every document."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[bytes, XPathDocument]] = {}

    def parse(self, name: str, data: bytes) -> XPathDocument:
        """Return a document of a name.

        Raises:
            NotWellFormedError: It is not well-formed XML.
        """
        known = self._entries.get(name)
        if known is not None and known[0] == data:
            return known[1]
        made = XPathDocument(load(data, name), source=Document(name, None, lambda: pieces(data)))
        if len(self._entries) >= _MOST_KEPT:
            del self._entries[next(iter(self._entries))]
        self._entries[name] = data, made
        return made


class DocumentReader:
    """Reads the other documents that are needed to validate one, each once.

    Relative references are relative to the file of the schema that has them, or to the document that a node is in.
    """

    def __init__(self, loader: "Loader", main: XPathDocument, cache: DocumentCache) -> None:
        self._loader = loader
        self._cache = cache
        self._main = main
        self._documents: dict[str, XPathDocument] = {}
        self._validated: dict[str, XPathDocument] = {}
        self._bases: dict[int, str] = {}

    def tree(self, schema: str, reference: str, node: Any = None) -> Any:
        """Return the tree of the document that an expression in a file of the schema asks for.

        A node gives the base.

        Raises:
            UnreadableDocumentError: It cannot be read.
        """
        name, document = self._read(reference, self._base(node) or schema)
        tree = document.elementpath_tree
        self._bases[id(tree)] = name
        return tree

    def document(self, schema: str, reference: str) -> XPathDocument:
        """Return a document that the validated one refers to; arguments and errors are those of `tree`."""
        name, known = self._read(reference, self._main.file or schema)
        if name not in self._validated:
            # What the rules spend on it is counted anew.
            self._validated[name] = XPathDocument(known.tree, self._main.now, known.source)
        return self._validated[name]

    def _base(self, node: Any) -> str:
        if node is None:
            return ""
        while node.parent is not None:
            node = node.parent
        own = self._main.file if node is self._main.elementpath_tree else ""
        return self._bases.get(id(node)) or own

    def _read(self, reference: str, base: str) -> tuple[str, XPathDocument]:
        if len(self._documents) >= limit("schema-files"):
            raise UnreadableDocumentError(f"is given up: the schema {describe_excess('schema-files')}")
        try:
            name, data = self._loader.load(reference.partition("#")[0], base)
            if name not in self._documents:
                self._documents[name] = self._cache.parse(name, data)
        except (SchemaNotFoundError, NotWellFormedError) as error:
            reason = str(error).replace("the schema", "the file")
            raise UnreadableDocumentError(f"cannot read '{reference}': {reason}") from None
        return name, self._documents[name]
