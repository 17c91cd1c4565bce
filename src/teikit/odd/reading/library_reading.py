"""Reads TEI P5, or another library of specifications in XML, as a library that ODDs select from."""

import re
from collections.abc import Iterable, Iterator

from teikit.odd.customisation import Customisation
from teikit.odd.reading.documents import OddDocument, OddDocuments
from teikit.odd.reading.files import OddFiles, fatal_error
from teikit.odd.reading.odd import read_schema, read_title
from teikit.odd.reading.specifications import KINDS, read_spec
from teikit.odd.reporting import Reporter
from teikit.p5.nodes import TEI, Node
from teikit.p5.specs import Attribute, AttributeList, Library, Spec
from teikit.relaxng.syntax.loading import Loader

_VERSION = re.compile(r"\d+\.\d+\.\d+[A-Za-z]?")


def read_library(path: str, data: bytes, loader: Loader, reporter: Reporter) -> Library:
    """Return the library in a file: TEI P5, whose specifications are in prose, or a compiled ODD.

    Raises:
        SchemaSyntaxError: the file is not well-formed, or has no specifications of its own.
        LimitExceededError: it is too large, or has too many elements.
    """
    files = OddFiles(path, loader)
    files.add(path, data)
    documents = OddDocuments(files, reporter)
    document = documents.document(path)
    schema = next(document.elements("schemaSpec"), None)
    if schema is None:
        library = library_of_document(document, reporter)
    else:
        library = library_of_customisation(read_schema(schema, document, documents, reporter))
    if not library.specs:
        raise fatal_error("odd/source-not-found", "there are no specifications in it", document.root.place)
    return library


def library_of_document(document: OddDocument, reporter: Reporter) -> Library:
    """Return the specifications in the prose of a document."""
    specs = [read_spec(each, reporter) for each in document.elements(*KINDS)]
    return _make_library(
        read_title(document.root) or document.name,
        specs,
        modules=[each.get("ident").strip() for each in document.elements("moduleSpec")],
        version=_read_version(document.root),
        is_p5=any(each.kind == "element" and each.ident == "TEI" for each in specs),
    )


def library_of_customisation(customisation: Customisation) -> Library:
    """Return the specifications of a compiled ODD; all that are not deleted are there, whatever their modes."""
    specs = [each for each in customisation.items if isinstance(each, Spec) and each.mode != "delete"]
    for each in specs:
        if each.kind == "element" and each.namespace is None and customisation.namespace != TEI:
            each.namespace = customisation.namespace
    return _make_library(customisation.ident, specs)


def _make_library(
    name: str, specs: Iterable[Spec], *, modules: Iterable[str] = (), version: str = "", is_p5: bool = False
) -> Library:
    kept: dict[tuple[str, str, str], Spec] = {}
    for spec in specs:
        spec.mode = ""
        kept.setdefault((spec.kind, spec.namespace or TEI, spec.ident), spec)
    names = dict.fromkeys((*modules, *(each.module for each in kept.values())))
    known = [each for each in names if each]
    return Library(name, version, known, list(kept.values()), _default_exceptions(kept.values()), is_p5)


def _read_version(root: Node) -> str:
    """Return the version in the edition statement of a header, "" if there is none."""
    editions = (
        edition
        for header in root.elements("teiHeader")
        for description in header.elements("fileDesc")
        for statement in description.elements("editionStmt")
        for edition in statement.elements("edition")
    )
    match = next(filter(None, (_VERSION.search(each.text()) for each in editions)), None)
    return match[0] if match else ""


def _default_exceptions(specs: Iterable[Spec]) -> str:
    """Return the default of schemaSpec/@defaultExceptions as specifications define it."""
    attributes = (
        each
        for spec in specs
        if spec.kind == "element" and spec.ident == "schemaSpec" and spec.attributes
        for each in _attributes_in(spec.attributes)
    )
    return next((each.default or "" for each in attributes if each.ident == "defaultExceptions"), "")


def _attributes_in(attributes: AttributeList) -> Iterator[Attribute]:
    waiting = [*reversed(attributes.parts)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Attribute):
            yield part
        elif isinstance(part, AttributeList):
            waiting += reversed(part.parts)
