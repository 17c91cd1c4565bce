"""Parses XML bytes to a tree, safely: no file, no network, no unbounded expansion."""

from collections.abc import Callable, Iterable
from typing import Any

from lxml import etree

from teikit.diagnostics import Diagnostic, Position, Severity, Span
from teikit.document.document import pieces
from teikit.document.entity_files import DocumentBudget, EntityFiles
from teikit.document.expat import check_declarations, has_fault
from teikit.document.reported_positions import error_position
from teikit.limits import Budget


class NotWellFormedError(Exception):
    """Bytes are not well-formed XML; holds the diagnostic that says where and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def explain(opener: Callable[[], Iterable[bytes]], budget: Budget, error: etree.XMLSyntaxError) -> Diagnostic:
    """Return the diagnostic of a document that lxml cannot parse: expat's fault in words, else what lxml raises."""
    # Few documents have a fault.
    from teikit.document.faults import find_fault_of  # noqa: PLC0415

    fault = find_fault_of(opener, budget)
    return fault.diagnostic(budget.file) if fault else not_well_formed(error, budget.file)


def not_well_formed(error: etree.XMLSyntaxError, file: str) -> Diagnostic:
    """Return the diagnostic of what lxml raises."""
    return _diagnostic((error.msg or "not well-formed").split(", line ")[0].strip(), error_position(error), file)


def _diagnostic(message: str, at: Position, file: str) -> Diagnostic:
    words = message[:1].lower() + message[1:]
    return Diagnostic(file, "xml/not-well-formed", Severity.ERROR, f"not well-formed XML: {words}", Span(at, at))


def first_fault(log: "etree._ListErrorLog", file: str) -> Diagnostic | None:
    """Return the first fault that a parser that recovers has met; none where the document is well-formed."""
    for each in log:
        if each.level >= etree.ErrorLevels.ERROR and each.type not in _ABOUT_IDS:
            return _diagnostic(each.message, Position(max(1, each.line), max(1, each.column)), file)
    return None


def load(data: bytes, file: str, budget: Budget | None = None) -> etree._ElementTree:
    """Return the tree of an XML document; `budget` is that of the document, if it has one.

    Raises:
        NotWellFormedError: with the diagnostic.
        LimitExceededError: what it declares exceeds a limit.
    """
    budget = budget or Budget(file)
    check_declarations((data,), budget)
    try:
        return etree.ElementTree(_parse(data, budget))
    except etree.XMLSyntaxError as error:
        # An ID that comes again, or is no name, stops the parse, and yet the document is well-formed.
        root = _parse_despite_ids(data, budget) if getattr(error, "code", 0) in _ABOUT_IDS else None
        if root is None:
            raise NotWellFormedError(explain(lambda: (data,), budget, error)) from None
        return etree.ElementTree(root)


def _parse_despite_ids(data: bytes, budget: Budget) -> etree._Element | None:
    """Return the root of a document with wrong IDs; None if it is not well-formed."""
    # After a fault libxml2 recovers in the square of the time.
    if has_fault(pieces(data), budget):
        return None
    parser = _parser(recover=True, budget=budget)
    for start in range(0, len(data), _PIECE):
        parser.feed(data[start : start + _PIECE])
        if any(each.type not in _ABOUT_IDS for each in parser.feed_error_log):
            return None
    root = parser.close()
    return None if any(each.type not in _ABOUT_IDS for each in parser.feed_error_log) else root


_PIECE = 1 << 14
_ABOUT_IDS = {etree.ErrorTypes.DTD_ID_REDEFINED, etree.ErrorTypes.DTD_XMLID_VALUE}


def _parser(*, recover: bool, budget: Budget) -> etree.XMLParser:
    # libxml2's own limits (depth 256, 10 MB of text in one node, bounded entities) stay on: huge_tree would lift them.
    if not isinstance(budget, DocumentBudget):
        return etree.XMLParser(no_network=True, load_dtd=False, huge_tree=False, recover=recover)
    parser = etree.XMLParser(
        no_network=True, load_dtd=True, attribute_defaults=True, resolve_entities=True, recover=recover
    )
    parser.resolvers.add(_EntityResolver(budget.entities))
    return parser


def _parse(data: bytes, budget: Budget) -> etree._Element:
    parser = _parser(recover=False, budget=budget)
    if isinstance(budget, DocumentBudget):
        return etree.fromstring(data, parser, base_url=budget.entities.base)
    return etree.fromstring(data, parser)


class _EntityResolver(etree.Resolver):
    """Gives libxml2 the entities that may be read, and nothing for all others."""

    def __init__(self, files: EntityFiles) -> None:
        super().__init__()
        self._files = files

    def resolve(self, system_url: str, _public_id: str, context: Any) -> Any:  # type: ignore[override]
        """Return the text of an entity."""
        found = self._files.read(system_url, None)
        if found is None:
            return self.resolve_empty(context)  # type: ignore[attr-defined]
        return self.resolve_string(found[0], context, base_url=found[1])
