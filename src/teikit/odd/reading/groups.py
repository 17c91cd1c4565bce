"""Walks a schemaSpec: its children, and in place of each specGrpRef the content of the group that it refers to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from teikit.messages import escape_control, quote
from teikit.odd.reading.documents import OddDocument, OddDocuments
from teikit.odd.reading.files import with_reference
from teikit.odd.reading.keywords import read_name
from teikit.odd.reading.spec_parts import PROSE, report_near
from teikit.odd.reading.specifications import KINDS
from teikit.odd.reading.traversal import is_example
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.p5.nodes import TEI, Node
from teikit.relaxng.syntax.faults import SchemaNotFoundError, SchemaSyntaxError
from teikit.shallow_repr import ShallowRepr

REFERENCES = ("moduleRef", "elementRef", "classRef", "macroRef", "dataRef")
ITEMS = frozenset({*REFERENCES, *KINDS, "constraintSpec", "constraintDecl"})
_GROUPS = ("specGrp", "specGrpRef")
# What has no effect on a schema, beside the prose of specifications, and what has items inside it.
_IGNORED = frozenset({*PROSE, "altIdent", "moduleSpec", "outputRendition", "head"})
_CONTAINERS = frozenset({"div", "p", "ab", "list", "item", "label"})
_PROSE_LISTS = frozenset({"specDesc", "specList"})
# Elements of prose whose names are like those of items, and which have @key or @ident.
_NEAR = frozenset({"specDesc", "specList", "moduleSpec", "schemaSpec", "attRef", "attDef", "memberOf"})
_CHILDREN = frozenset({*ITEMS, *_GROUPS, *_IGNORED, *_CONTAINERS, *_NEAR})


@dataclass(slots=True, repr=False)
class _Step(ShallowRepr):
    """An element that is being walked, with its document and the children that are left."""

    node: Node
    document: OddDocument
    children: Iterator[Node]
    is_schema: bool = False


class GroupWalker:
    """Walks one schemaSpec; each specGrp counts once, wherever it is referred to first."""

    def __init__(self, documents: OddDocuments, reporter: Reporter) -> None:
        self._documents, self._reporter = documents, reporter
        self._steps: list[_Step] = []
        # The elements that are being walked, and the groups that were.
        self._active: set[int] = set()
        self._walked: set[int] = set()
        self._reported: set[str] = set()

    def walk(self, schema: Node, document: OddDocument) -> Iterator[Node]:
        """Yield the references, specifications and constraints of a schemaSpec in order."""
        self._enter(schema, document, is_schema=True)
        while self._steps:
            step = self._steps[-1]
            child = next(step.children, None)
            if child:
                self._correct(child, step)
            if child is None:
                self._active.discard(id(self._steps.pop().node))
            elif child.namespace == TEI and child.name in ITEMS:
                yield child
            elif child.namespace == TEI and child.name == "specGrpRef":
                yield from self._follow(child, step.document)
            else:
                self._pass(child, step)

    def _enter(self, node: Node, document: OddDocument, *, is_schema: bool = False) -> None:
        self._active.add(id(node))
        self._steps.append(_Step(node, document, node.all_elements(), is_schema))

    def _pass(self, child: Node, step: _Step) -> None:
        """Walk what may have items inside it, and report what is unknown."""
        if child.namespace == TEI and child.name == "specGrp":
            if id(child) not in self._walked:
                self._walked.add(id(child))
                self._enter(child, step.document)
        elif step.is_schema and not (child.namespace == TEI and child.name in _CONTAINERS):
            self._report_unknown(child, step.node)
        elif not is_example(child):
            self._enter(child, step.document)

    def _correct(self, child: Node, step: _Step) -> None:
        """Take an element whose name is unknown for an item or group that it is near to."""
        if child.namespace != TEI or child.name in _CHILDREN:
            return
        # Prose has elements of all names.
        if step.is_schema or child.attributes.keys() & {"ident", "key"}:
            near = self._reporter.suggest(child.name, (*ITEMS, *_GROUPS))
            if near:
                report_near(child, step.node, near, self._reporter)
                child.name = near

    def _report_unknown(self, child: Node, parent: Node) -> None:
        if child.namespace == TEI and (child.name in _IGNORED or child.name in _PROSE_LISTS):
            return
        message = f"{escape_control(child.name)} has no effect in {escape_control(parent.name)}"
        self._reporter.report(RULE["odd/unknown-part"], message, child.place)

    def _follow(self, reference: Node, document: OddDocument) -> Iterator[Node]:
        """Walk the group that a specGrpRef refers to; yield an item that it refers to itself."""
        found = self._find(reference, document)
        if found is None:
            return
        target, where = found
        if target.namespace == TEI and target.name in ITEMS:
            yield target
        elif id(target) in self._active:
            message = f"the group {quote(reference.get('target').strip())} contains itself"
            self._report_once("odd/group-cycle", message, reference)
        elif id(target) in self._walked:
            message = f"the group {quote(reference.get('target').strip())} is referred to again, and counts once"
            self._report_once("odd/group-repeated", message, reference)
        else:
            self._walked.add(id(target))
            self._enter(target, where)

    def _find(self, reference: Node, document: OddDocument) -> tuple[Node, OddDocument] | None:
        written = read_name(reference, self._reporter, "target")
        if not written:
            return None
        href, _, identifier = written.partition("#")
        try:
            where = self._documents.find(href, reference.base, reference.place) if href else document
        except SchemaNotFoundError as error:
            self._report_once("odd/group-not-found", f"the group {quote(written)} cannot be read: {error}", reference)
            return None
        except SchemaSyntaxError as error:
            raise with_reference(error, "referred to here", reference.place) from None
        if not identifier and href:
            return where.root, where
        return self._find_identified(identifier, where, reference)

    def _find_identified(
        self, identifier: str, document: OddDocument, reference: Node
    ) -> tuple[Node, OddDocument] | None:
        target = document.identified.get(identifier)
        if target is not None:
            return target, document
        if reference.place.file != document.name and reference.get("target").strip().startswith("#"):
            # The reference was included, and means what is in its own file.
            own = self._documents.document(reference.place.file)
            if own.name != document.name and identifier in own.identified:
                return own.identified[identifier], own
        where = "" if reference.get("target").strip().startswith("#") else f" in {escape_control(document.name)}"
        message = f"there is no group {quote(identifier)}{where}"
        groups = (name for name, each in document.identified.items() if each.name == "specGrp")
        self._report_once("odd/unknown-group", message, reference, groups)
        return None

    def _report_once(self, rule: str, message: str, reference: Node, among: Iterable[str] = ()) -> None:
        """Report a fault of a reference at the first of the same; `among` are names that may be meant."""
        key = f"{rule} {reference.base} {reference.get('target').strip()}"
        if key not in self._reported:
            self._reported.add(key)
            identifier = reference.get("target").strip().partition("#")[2]
            hint = self._reporter.suggest_names(identifier, among)
            self._reporter.report(RULE[rule], message + hint, reference.place.of("target"))
