"""Content models, of TEI's elements and of RELAX NG, as patterns (TEI P5, 22.5.1; clause 4 of RELAX NG)."""

from collections.abc import Callable, Iterable
from typing import Protocol

from teikit.odd.grammar.datatypes import DatatypeWriter
from teikit.odd.grammar.patterns import PatternBuilder, occurrences
from teikit.odd.schema_rules import CONTENT_NOT_SUPPORTED
from teikit.p5.nodes import NAME_LIST, RELAXNG, TEI, XML, Node, Place
from teikit.relaxng.syntax.tree import SchemaElement

# These are nothing if nothing is left of what they repeat.
_REPEATS = {"optional", "zeroOrMore", "oneOrMore"}
_NEEDS_CONTENT = {*_REPEATS, "choice", "group", "interleave", "list", "mixed", "element"}
_GROUPS = {"list", "choice", "group", "interleave"}
_NAME_CLASSES = {"anyName", "nsName", "name"}


class References(Protocol):
    """Makes references to what is in the schema; None for what is not."""

    def element(self, key: str, place: Place) -> SchemaElement | None:
        """Return a reference to an element."""
        ...

    def model_class(self, node: Node) -> SchemaElement | None:
        """Return the pattern of a classRef, without its counts."""
        ...

    def macro(self, key: str, place: Place) -> SchemaElement | None:
        """Return a reference to a macro or datatype."""
        ...

    def pattern(self, name: str, place: Place, *, auto_prefix: bool) -> SchemaElement | None:
        """Return a reference to what a ref of RELAX NG in an ODD names."""
        ...

    def all_elements(self, place: Place) -> SchemaElement:
        """Return the choice of all elements of the schema."""
        ...

    def any_element(self, node: Node) -> SchemaElement:
        """Return the pattern of an anyElement, without its counts."""
        ...

    def report_lost_choice(self, node: Node) -> None:
        """Report what was deleted although content demands one of some alternatives, none of which is left."""
        ...


class ContentWriter:
    """Converts the content of a specification; references to what is not in the schema are left out."""

    def __init__(self, builder: PatternBuilder, references: References, datatypes: DatatypeWriter) -> None:
        self._builder = builder
        self._references = references
        self._datatypes = datatypes
        self._auto_prefix = True
        self._optional = 0
        datatypes.convert = self._convert
        self._writers: dict[str, Callable[[Node], SchemaElement | None]] = {
            "empty": lambda node: builder.pattern("empty", node.place),
            "textNode": lambda node: builder.pattern("text", node.place),
            "elementRef": lambda node: references.element(reference_key(node), node.place),
            "classRef": references.model_class,
            "macroRef": lambda node: references.macro(reference_key(node), node.place),
            "dataRef": datatypes.reference,
            "valList": self._values,
            "anyElement": references.any_element,
            "sequence": self._sequence,
            "interleave": lambda node: self._container("interleave", node),
            "alternate": lambda node: self._container("choice", node),
            "content": lambda node: self._container("group", node),
        }

    @property
    def is_required(self) -> bool:
        """Whether content demands what is converted now."""
        return not self._optional

    def content(self, nodes: Iterable[Node], place: Place, *, auto_prefix: bool = True) -> SchemaElement:
        """Return the pattern of a whole content model."""
        self._auto_prefix = auto_prefix
        return self._builder.group(self._patterns(nodes), place)

    def _patterns(self, nodes: Iterable[Node]) -> list[SchemaElement]:
        return [each for each in map(self._convert, nodes) if each is not None]

    def _convert(self, node: Node) -> SchemaElement | None:
        if node.namespace == RELAXNG:
            return self._relaxng(node)
        if node.name == NAME_LIST:
            return self._references.all_elements(node.place)
        if node.namespace != TEI:
            return None
        writer = self._writers.get(node.name)
        if writer is None:
            words = f"'{node.name}' is no part of a content model, and is left out"
            self._builder.reporter.report(CONTENT_NOT_SUPPORTED, words, node.place)
            return None
        minimum, maximum = occurrences(node, self._builder.reporter)
        is_optional = minimum == 0 or node.name == "alternate"
        self._optional += is_optional
        made = writer(node)
        self._optional -= is_optional
        if node.name == "alternate" and made is not None and made.name == "empty":
            self._references.report_lost_choice(node)
        if made is None or made.name == "empty":
            return made
        return self._builder.repeat(made, minimum, maximum, node.place)

    def _sequence(self, node: Node) -> SchemaElement | None:
        inner = list(node.all_elements())
        if len(inner) > 1 and all(each.name == "dataRef" and each.namespace == TEI for each in inner):
            patterns = self._patterns(inner)
            return self._builder.pattern("list", node.place, patterns) if patterns else None
        return self._container("interleave" if node.get("preserveOrder") == "false" else "group", node)

    def _container(self, name: str, node: Node) -> SchemaElement | None:
        inner = self._patterns(node.all_elements())
        if name == "choice" and inner:
            return self._builder.choice(inner, node.place)
        # What is left of a group or choice without any member is empty, also as a member of another.
        return self._builder.group(inner, node.place, name)

    def _values(self, node: Node) -> SchemaElement | None:
        if node.get("type") in {"open", "semi"}:
            return self._builder.pattern("text", node.place)
        items = [each for each in node.elements("valItem") if each.get("mode") != "delete"]
        values = [self._builder.value(_written(each), each.place) for each in items]
        return self._builder.choice(values, node.place) if values else None

    def _relaxng(self, node: Node) -> SchemaElement | None:
        """Return an element of RELAX NG in an ODD; its references are to what is in the schema."""
        if node.name == NAME_LIST:
            return self._references.all_elements(node.place)
        if node.name == "ref":
            return self._references.pattern(node.get("name").strip(), node.place, auto_prefix=self._auto_prefix)
        inner = [each for each in node.all_elements() if each.namespace in {RELAXNG, TEI} or each.name == NAME_LIST]
        is_optional = node.name in {"optional", "zeroOrMore", "choice"}
        self._optional += is_optional
        children = self._patterns(inner)
        self._optional -= is_optional
        if not inner and node.name in _NEEDS_CONTENT:
            words = f"'{node.name}' of RELAX NG needs content, and has none; it is taken for empty"
            self._builder.reporter.report(CONTENT_NOT_SUPPORTED, words, node.place)
        if node.name in _REPEATS and all(each.name == "empty" for each in children):
            return children[0] if children else None
        if node.name in _GROUPS and not children:
            return self._builder.pattern("empty", node.place)
        has_content = any(each.name not in _NAME_CLASSES for each in children)
        if (not has_content and node.name in {"element", "mixed"}) or (
            inner and not has_content and node.name == "attribute"
        ):
            children.append(self._builder.pattern("text" if node.name != "element" else "empty", node.place))
        made = self._builder.pattern(node.name, node.place, children, dict(node.attributes))
        made.namespaces = {**node.prefixes, "xml": XML}
        made.text = node.text() if node.name in {"value", "param", "name"} else ""
        return made


def reference_key(node: Node) -> str:
    """Return @key of a reference, or @name, which older ODDs have in its place."""
    return (node.get("key") or node.get("name")).strip()


def _written(item: Node) -> str:
    """Return the value of a valItem in documents: its altIdent, else its ident."""
    other = next(item.elements("altIdent"), None)
    return (other.text() if other else item.get("ident")).strip()
