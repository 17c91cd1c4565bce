"""RELAX NG by libxml2, until our own engine takes its place behind `Engine`."""

import re

from lxml import etree

from teikit.diagnostics import Diagnostic, Position, Severity, Span, ordered
from teikit.document import NotWellFormedError, load, start_tags
from teikit.errors import IncorrectSchemaError

_RULES = (
    (re.compile(r"^Did not expect text|^Expecting element .*, got text"), "rng/text-not-allowed"),
    (re.compile(r"^Did not expect element|got (?!nothing)"), "rng/element-not-allowed"),
    (re.compile(r"^Invalid attribute"), "rng/attribute-not-allowed"),
    (re.compile(r"failed to validate attributes|needs attribute"), "rng/attribute-missing"),
    (re.compile(r"attribute .* failed|type "), "rng/attribute-value"),
)
_NAMES = re.compile(r"(?:element|attribute|got) ([\w:.-]+)")


def _rule(message: str) -> str:
    return next((rule for pattern, rule in _RULES if pattern.search(message)), "rng/element-missing")


def _words(message: str) -> str:
    quoted = _NAMES.sub(lambda match: match[0].replace(match[1], f"'{match[1]}'"), message)
    return quoted[:1].lower() + quoted[1:]


class LibxmlEngine:
    """A RELAX NG schema compiled by libxml2 (through lxml)."""

    def __init__(self, schema: bytes, file: str) -> None:
        try:
            self._schema = etree.RelaxNG(load(schema, file))
        except NotWellFormedError as error:
            raise IncorrectSchemaError(f"{file}: {error.diagnostic.message}") from None
        except etree.RelaxNGParseError as error:
            raise IncorrectSchemaError(f"{file}: is no correct RELAX NG schema ({error})") from None

    def validate(self, data: bytes, file: str) -> list[Diagnostic]:
        """Return what is wrong with a document."""
        try:
            tree = load(data, file)
        except NotWellFormedError as error:
            return [error.diagnostic]
        if self._schema.validate(tree):
            return []
        return _diagnostics(tree, self._schema.error_log, data, file)


def _innermost(paths: set[str]) -> set[str]:
    """Return the paths that no other leads through: libxml2 follows a fault upwards and accuses each parent again."""
    return {path for path in paths if not any(other.startswith(f"{path}/") for other in paths)}


def _diagnostics(tree: etree._ElementTree, log: etree._ListErrorLog, data: bytes, file: str) -> list[Diagnostic]:
    places = start_tags(data)
    order = {tree.getpath(one): index for index, one in enumerate(tree.iter(etree.Element))}
    culprits = _innermost({entry.path or "" for entry in log})
    found: dict[tuple[Position, str], Diagnostic] = {}
    for entry in log:
        if (entry.path or "") not in culprits:
            continue
        index = order.get(entry.path or "")
        place = places[index] if index is not None and index < len(places) else Position(max(1, entry.line), 1)
        message = _words(entry.message)
        one = Diagnostic(
            file, _rule(entry.message), Severity.ERROR, message, Span(place, place), _path(tree, entry.path)
        )
        found.setdefault((place, message), one)
    return ordered(found.values())


def _path(tree: etree._ElementTree, where: str | None) -> str | None:
    """Return a path in names, TEI's without prefix, from one of libxml2's in wildcards."""
    nodes = tree.xpath(where) if where else []
    if not isinstance(nodes, list) or not nodes or not isinstance(nodes[0], etree._Element):
        return None
    steps = []
    node: etree._Element | None = nodes[0]
    while node is not None:
        name = etree.QName(node).localname
        before = sum(1 for _ in node.itersiblings(node.tag, preceding=True))
        steps.append(name if node.getparent() is None else f"{name}[{before + 1}]")
        node = node.getparent()
    return "/" + "/".join(reversed(steps))
