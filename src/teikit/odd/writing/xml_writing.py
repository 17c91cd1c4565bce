"""Writes elements of an ODD as XML, indented where they contain only elements."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count

from teikit.p5.nodes import RELAXNG, SCHEMATRON, TEI, XML, Node
from teikit.shallow_repr import ShallowRepr

XSL = "http://www.w3.org/1999/XSL/Transform"
EXAMPLES = "http://www.tei-c.org/ns/Examples"
# Usual prefixes, for namespaces that an ODD has none for.
USUAL_PREFIXES = {
    TEI: "tei",
    RELAXNG: "rng",
    SCHEMATRON: "sch",
    EXAMPLES: "teix",
    XSL: "xsl",
    "http://www.w3.org/2001/XMLSchema": "xs",
    "http://relaxng.org/ns/compatibility/annotations/1.0": "a",
    "http://www.schematron-quickfix.com/validator/process": "sqf",
}
# Elements whose white space is part of a text.
_TEXTUAL = frozenset(
    {(SCHEMATRON, name) for name in ("assert", "report", "p", "title", "diagnostic", "property", "span", "emph", "dir")}
    | {(RELAXNG, name) for name in ("value", "param", "name")}
)
# Elements of TEI in which white space is layout: those of content models and constraints. All others may have prose.
_TEI_LAYOUT = frozenset(
    (
        "content",
        "sequence",
        "alternate",
        "interleave",
        "valList",
        "valItem",
        "datatype",
        "dataRef",
        "anyElement",
        "constraint",
        "constraintSpec",
    )
)
_STEP = "  "
_SPACE = " \t\r\n"


def write_document(root: Node, *, keeps_prefixes: bool = False) -> str:
    """Return a document; `keeps_prefixes` declares all prefixes in scope, which values of attributes may use."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{"".join(_Writer(root, keeps_prefixes=keeps_prefixes).pieces())}\n'


@dataclass(slots=True, repr=False)
class _Open(ShallowRepr):
    """An element that is being written; without a margin the texts in it are written as they are."""

    node: Node
    end: str
    margin: str | None
    inside: Iterator[Node | str]


class _Writer:
    """Writes a root element; all prefixes that names need are declared there."""

    def __init__(self, root: Node, *, keeps_prefixes: bool) -> None:
        self._root = root
        scopes = _Scopes(root)
        # An element without a namespace has no prefix, so that there is no default namespace then.
        self._default = "" if "" in scopes.used else root.namespace
        self._by_uri = scopes.choose_prefixes(self._default)
        self._declared = {prefix: uri for uri, prefix in self._by_uri.items()}
        if keeps_prefixes:
            self._declared = {**scopes.unambiguous, **self._declared}
        self._ambiguous = scopes.ambiguous if keeps_prefixes else set()

    def pieces(self) -> Iterator[str]:
        """Yield the document in pieces."""
        waiting: list[_Open] = []
        yield from self._begin(self._root, None, waiting)
        while waiting:
            outer = waiting[-1]
            child = next(outer.inside, None)
            if child is None:
                yield waiting.pop().end
            elif isinstance(child, Node):
                yield "" if outer.margin is None else outer.margin
                yield from self._begin(child, outer, waiting)
            elif outer.margin is None:
                yield escape_text(child)

    def _begin(self, node: Node, outer: _Open | None, waiting: list[_Open]) -> Iterator[str]:
        """Yield the start tag of an element, and add it to `waiting` unless it is empty."""
        is_plain = node.namespace == self._default
        name = node.name if is_plain else self._prefixed(node.namespace, node.name)
        yield f"<{name}{self._declarations(node, outer)}"
        for key, value in node.attributes.items():
            uri, _, local = key[1:].rpartition("}")
            yield f' {self._prefixed(uri, local) if uri else key}="{escape_value(value)}"'
        if not node.children:
            yield "/>"
            return
        yield ">"
        margin = outer.margin if outer else "\n"
        if margin is not None and _has_layout(node):
            waiting.append(_Open(node, f"{margin}</{name}>", margin + _STEP, iter(node.children)))
        else:
            waiting.append(_Open(node, f"</{name}>", None, iter(node.children)))

    def _prefixed(self, uri: str, local: str) -> str:
        return f"{'xml' if uri == XML else self._by_uri[uri]}:{local}"

    def _declarations(self, node: Node, outer: _Open | None) -> str:
        """Return the namespaces that a start tag declares."""
        if outer is None:
            return (f' xmlns="{escape_value(self._default)}"' if self._default else "") + _declare(self._declared)
        if not self._ambiguous or node.prefixes is outer.node.prefixes:
            return ""
        return _declare({prefix: uri for prefix, uri in node.prefixes.items() if prefix in self._ambiguous})


class _Scopes:
    """The namespaces of all names in a tree, and the prefixes in scope; `ambiguous` ones have more than one meaning."""

    def __init__(self, root: Node) -> None:
        self.used: dict[str, None] = {}
        self.used_by_attributes: dict[str, None] = {}
        self.unambiguous: dict[str, str] = {}
        self.ambiguous: set[str] = set()
        self._seen: set[int] = set()
        for node in (root, *root.descendants()):
            self.used.setdefault(node.namespace)
            own = (key[1:].partition("}")[0] for key in node.attributes if key.startswith("{"))
            self.used_by_attributes.update(dict.fromkeys(own))
            self._add_scope(node)
        self.unambiguous = {key: uri for key, uri in self.unambiguous.items() if key not in self.ambiguous}
        self._own: dict[str, list[str]] = {}
        for prefix, uri in self.unambiguous.items():
            self._own.setdefault(uri, []).append(prefix)

    def _add_scope(self, node: Node) -> None:
        if id(node.prefixes) in self._seen:
            return
        self._seen.add(id(node.prefixes))
        for prefix, uri in node.prefixes.items():
            if prefix not in {"", "xml"} and self.unambiguous.setdefault(prefix, uri) != uri:
                self.ambiguous.add(prefix)

    def choose_prefixes(self, default: str) -> dict[str, str]:
        """Return the prefixes of all namespaces that need one; the default namespace needs one for attributes."""
        chosen: dict[str, str] = {}
        taken = set(self.ambiguous)
        invented = (f"ns{number}" for number in count(1))
        needed = {uri: None for uri in self.used if uri != default} | self.used_by_attributes
        for uri in (each for each in needed if each not in {"", XML}):
            chosen[uri] = self._choose(uri, taken, invented)
            taken.add(chosen[uri])
        return chosen

    def _choose(self, uri: str, taken: Collection[str], invented: Iterator[str]) -> str:
        usual = USUAL_PREFIXES.get(uri, "")
        own = self._own.get(uri, ())
        for prefix in chain([usual] if usual else [], own, invented):
            if prefix not in taken and self.unambiguous.get(prefix, uri) == uri:
                return prefix
        raise AssertionError("there is always one more name")


def _declare(prefixes: Mapping[str, str]) -> str:
    return "".join(f' xmlns:{prefix}="{escape_value(uri)}"' for prefix, uri in prefixes.items())


def _has_layout(node: Node) -> bool:
    """Return whether an element can be written with one child a line."""
    texts = [each for each in node.children if isinstance(each, str)]
    if not texts:
        return True
    is_structure = node.name in _TEI_LAYOUT if node.namespace == TEI else (node.namespace, node.name) not in _TEXTUAL
    is_space = not any(each.strip(_SPACE) for each in texts)
    return is_structure and is_space and len(texts) < len(node.children)


def escape_text(text: str) -> str:
    """Return a text as it is written in XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def escape_value(value: str) -> str:
    """Return the value of an attribute as it is written in XML, between double quotes."""
    return escape_text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
