"""Reads an ODD: chooses its schemaSpec, and collects what that selects and changes, in order."""

from collections.abc import Sequence

from teikit.diagnostics import Note
from teikit.messages import format_suggestion, pluralize, quote, quote_names, suggest_spelling
from teikit.odd.customisation import Customisation, ModuleReference, SpecReference
from teikit.odd.reading.documents import OddDocument, OddDocuments
from teikit.odd.reading.files import OddFiles, fatal_error
from teikit.odd.reading.groups import GroupWalker
from teikit.odd.reading.keywords import check_attributes, check_name, read_name
from teikit.odd.reading.spec_parts import PROSE
from teikit.odd.reading.specifications import KINDS, read_constraint, read_spec
from teikit.odd.reading.traversal import XML_ID
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.p5.nodes import TEI, Node
from teikit.p5.specs import Kind, Prose, Spec
from teikit.relaxng.syntax.loading import Loader

_REFERENCES: dict[str, Kind] = {"elementRef": "element", "classRef": "class", "macroRef": "macro", "dataRef": "data"}
_MODULE_ATTRIBUTES = ("key", "include", "except", "source", "url", "prefix")
_REFERENCE_ATTRIBUTES = ("key", "include", "except", "source")
_SCHEMA_ATTRIBUTES = (
    "ident",
    "start",
    "ns",
    "prefix",
    "source",
    "defaultExceptions",
    "docLang",
    "targetLang",
    "module",
)
# Modes of specifications that are there without another source.
_NEW = frozenset({"", "add"})


def read_odd(path: str, data: bytes | None, loader: Loader, reporter: Reporter, *, ident: str = "") -> Customisation:
    """Return the schemaSpec of an ODD with all that it includes and refers to.

    What is wrong with a part of it is reported; a part with an error is left out.

    Args:
        path: the file as the user named it, which its references are resolved against.
        data: its content, if the caller has it.
        loader: reads all other files.
        reporter: where problems are reported.
        ident: the schemaSpec that is wanted, the first if it is empty.

    Raises:
        SchemaNotFoundError: the file cannot be read.
        SchemaSyntaxError: a file is not well-formed, there is no such schemaSpec, or a limit is exceeded.
        LimitExceededError: the files are too many, too large or have too many elements.
    """
    files = OddFiles(path, loader)
    if data is None:
        path, data = loader.load(path, "")
    files.add(path, data)
    documents = OddDocuments(files, reporter)
    document = documents.document(path)
    schemas = list(document.elements("schemaSpec"))
    if not schemas:
        raise fatal_error("odd/no-schema", f"there is no schemaSpec{_describe_content(document)}", document.root.place)
    made = read_schema(choose_schema(schemas, ident, reporter), document, documents, reporter)
    made.files = list(files.digests.items())
    return made


def _describe_content(document: OddDocument) -> str:
    """Return what a file without a schemaSpec has, as a part of a message."""
    groups = [each.attributes.get(XML_ID, "").strip() for each in document.elements("specGrp")]
    if groups:
        names = [each for each in groups if each]
        words = quote_names(names, last="and") if names else pluralize(len(groups), "specGrp")
        return f", only specGrp {words}" if names else f", only {words}"
    if next(document.elements(*KINDS), None) is not None:
        return ", only specifications"
    root = document.root
    if root.namespace == TEI:
        return ""
    where = f"in the namespace {quote(root.namespace)}" if root.namespace else "in no namespace"
    return f", and {quote(root.name)} is {where}, not in that of TEI, '{TEI}'"


def choose_schema(schemas: Sequence[Node], ident: str, reporter: Reporter) -> Node:
    """Return the schemaSpec with an ident, the first if it is empty; report which others there are.

    Raises:
        SchemaSyntaxError: none has that ident.
    """
    idents = [each.get("ident").strip() for each in schemas]
    if ident and ident not in idents:
        near = suggest_spelling(ident, idents)
        hint = format_suggestion([near]) if near else f"; there is {quote_names(idents, last='and')}"
        raise fatal_error("odd/unknown-schema", f"there is no schemaSpec {quote(ident)}{hint}", schemas[0].place)
    chosen = schemas[idents.index(ident) if ident else 0]
    name = chosen.get("ident").strip()
    same = [each for each, its in zip(schemas, idents, strict=True) if its == name and each is not chosen]
    if same:
        notes = tuple(
            Note("another is here", each.place.file, each.place.span and each.place.span.start) for each in same
        )
        message = f"there are {len(same) + 1} schemaSpecs {quote(name)}, and the first counts"
        reporter.report(RULE["odd/duplicate-schema"], message, chosen.place.of("ident"), notes)
    others = list(dict.fromkeys(each for each in idents if each != name))
    if others and not ident:
        message = f"schemaSpec {quote(name)} is compiled, the first one; others: {quote_names(others, last='and')}"
        reporter.report(RULE["odd/several-schemas"], message, chosen.place.of("ident"))
    return chosen


def read_schema(schema: Node, document: OddDocument, documents: OddDocuments, reporter: Reporter) -> Customisation:
    """Return what a schemaSpec says."""
    check_attributes(schema, _SCHEMA_ATTRIBUTES, reporter)
    check_name(schema.get("prefix").strip(), schema, reporter)
    attributes = schema.attributes
    made = Customisation(
        ident=read_name(schema, reporter),
        file=document.name,
        namespace=attributes.get("ns", TEI).strip(),
        start=attributes["start"].split() if "start" in attributes else None,
        prefix=schema.get("prefix").strip(),
        default_exceptions=attributes.get("defaultExceptions"),
        source=schema.get("source").strip(),
        base=schema.base,
        languages=schema.get("docLang").split(),
        prose=_read_prose(schema),
        prefixes=dict(schema.prefixes),
        title=read_title(document.root),
        place=schema.place,
    )
    module = schema.get("module").strip() or f"derived-module-{made.ident}"
    for node in GroupWalker(documents, reporter).walk(schema, document):
        _read_item(node, made, module, reporter)
    made.is_compiled = _is_compiled(made)
    return made


def _read_item(node: Node, made: Customisation, module: str, reporter: Reporter) -> None:
    if node.name in KINDS:
        spec = read_spec(node, reporter)
        # What is new is of the module of its schemaSpec.
        spec.module = spec.module or (module if spec.mode in _NEW else "")
        made.items.append(spec)
    elif node.name == "constraintSpec":
        made.constraints.append(read_constraint(node, reporter))
    elif node.name == "constraintDecl":
        made.constraint_declarations += node.all_elements()
        made.query_binding = made.query_binding or node.get("queryBinding").strip()
    elif node.name == "moduleRef":
        _read_module_reference(node, made, reporter)
    else:
        _read_spec_reference(node, made, reporter)


def _read_module_reference(node: Node, made: Customisation, reporter: Reporter) -> None:
    check_attributes(node, _MODULE_ATTRIBUTES, reporter)
    check_name(node.get("prefix").strip(), node, reporter)
    url = node.get("url").strip()
    key = node.get("key").strip() if url else read_name(node, reporter, "key")
    if not key and not url:
        return
    _check_both(node, reporter)
    made.items.append(
        ModuleReference(
            key=key,
            include=_split(node, "include"),
            exclude=_split(node, "except"),
            source=node.get("source").strip(),
            url=url,
            prefix=node.get("prefix").strip(),
            content=[child for content in node.elements("content") for child in content.all_elements()],
            place=node.place,
            base=node.base,
        )
    )


def _read_spec_reference(node: Node, made: Customisation, reporter: Reporter) -> None:
    check_attributes(node, _REFERENCE_ATTRIBUTES, reporter)
    key = read_name(node, reporter, "key")
    if not key:
        return
    _check_both(node, reporter)
    include, exclude, source = _split(node, "include"), _split(node, "except"), node.get("source").strip()
    kind = _REFERENCES[node.name]
    made.items.append(SpecReference(kind, key, include, exclude, source, node.place, node.base))


def _check_both(node: Node, reporter: Reporter) -> None:
    if {"include", "except"} <= node.attributes.keys():
        words = f"{node.name} '{node.get('key')}' has @include and @except; what @include names is selected"
        reporter.report(RULE["odd/include-and-except"], words, node.place.of("except"))


def _split(node: Node, attribute: str) -> list[str] | None:
    return node.attributes[attribute].split() if attribute in node.attributes else None


def _read_prose(schema: Node) -> Prose:
    prose: Prose = {}
    for child in schema.elements(*PROSE, "altIdent"):
        prose.setdefault(child.name, []).append(child)
    return prose


def read_title(root: Node) -> str:
    """Return the title in the header of a document, "" if it has none."""
    found: Node | None = root
    for name in ("teiHeader", "fileDesc", "titleStmt", "title"):
        found = next(found.elements(name), None) if found else None
    return " ".join(found.text().split()) if found else ""


def _is_compiled(made: Customisation) -> bool:
    """Return whether a schemaSpec has all that it needs, and refers to nothing else."""
    specs = [each for each in made.items if isinstance(each, Spec)]
    return len(specs) == len(made.items) and any(each.mode in _NEW for each in specs)
