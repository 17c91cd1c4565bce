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

_READING = re.compile(r"\bdoc(?:ument|-available)?\s*[(#]")


def reads_documents(schema: SchematronElement) -> bool:
    """Return whether a schema may read other documents."""
    return any("documents" in each.attributes or _has_call(each) for each in schema.descendants())


def _has_call(element: SchematronElement) -> bool:
    return any("doc" in each and _READING.search(each) is not None for each in element.attributes.values())


class DocumentReader:
    """Reads the other documents that are needed to validate one, each once.

    Relative references are relative to the file of the schema that has them, or to the document that a node is in.
    """

    def __init__(self, loader: "Loader", main: XPathDocument) -> None:
        self._loader = loader
        self._main = main
        self._documents: dict[str, XPathDocument] = {}
        self._bases: dict[int, str] = {}

    def tree(self, schema: str, reference: str, node: Any = None) -> Any:
        """Return the tree of the document that an expression in a file of the schema asks for.

        A node gives the base.

        Raises:
            UnreadableDocumentError: It cannot be read.
        """
        return self._read(reference, self._base(node) or schema).elementpath_tree

    def document(self, schema: str, reference: str) -> XPathDocument:
        """Return a document that the validated one refers to; arguments and errors are those of `tree`."""
        return self._read(reference, self._main.file or schema)

    def _base(self, node: Any) -> str:
        if node is None:
            return ""
        while node.parent is not None:
            node = node.parent
        own = self._main.file if node is self._main.elementpath_tree else ""
        return self._bases.get(id(node)) or own

    def _read(self, reference: str, base: str) -> XPathDocument:
        if len(self._documents) >= limit("schema-files"):
            raise UnreadableDocumentError(f"is given up: the schema {describe_excess('schema-files')}")
        try:
            name, data = self._loader.load(reference.partition("#")[0], base)
            if name not in self._documents:
                self._documents[name] = self._parse(name, data)
        except (SchemaNotFoundError, NotWellFormedError) as error:
            reason = str(error).replace("the schema", "the file")
            raise UnreadableDocumentError(f"cannot read '{reference}': {reason}") from None
        return self._documents[name]

    def _parse(self, name: str, data: bytes) -> XPathDocument:
        source = Document(name, None, lambda: pieces(data))
        made = XPathDocument(load(data, name), self._main.now, source)
        self._bases[id(made.elementpath_tree)] = name
        return made
