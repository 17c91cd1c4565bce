"""Elements of an ODD as they are written, with their places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from teikit.diagnostics import Span
from teikit.shallow_repr import ShallowRepr

TEI = "http://www.tei-c.org/ns/1.0"
RELAXNG = "http://relaxng.org/ns/structure/1.0"
SCHEMATRON = "http://purl.oclc.org/dsdl/schematron"
XML = "http://www.w3.org/XML/1998/namespace"
# The name of the node that stands for the processing instruction NameList: any element of the schema, in old ODDs.
NAME_LIST = "?NameList"
NO_PREFIXES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Place:
    """The file of a part of an ODD, and the span of its start tag; None where it comes from the facts of TEI P5.

    `attribute` is the one of the tag that the place is about, and `word` one of the words in its value.
    """

    file: str
    span: Span | None = None
    attribute: str = ""
    word: str = ""

    def of(self, attribute: str, word: str = "") -> "Place":
        """Return the place of an attribute of the tag, or of a word in its value."""
        return Place(self.file, self.span, attribute, word)


NOWHERE = Place("")


@dataclass(slots=True, eq=False, repr=False)
class Node(ShallowRepr):
    """An element of an ODD, of TEI's namespace or another.

    `attributes` are keyed by local name, those of a namespace as `{uri}name`. `children` are elements and texts in
    order; comments and processing instructions are left out, but for NAME_LIST. `prefixes` maps those in scope to URIs
    ("" is the default namespace); neighbours share one mapping. `base` is what hrefs in it are resolved against.
    """

    namespace: str
    name: str
    attributes: dict[str, str]
    children: list["Node | str"]
    place: Place
    prefixes: Mapping[str, str] = field(default_factory=lambda: NO_PREFIXES)
    base: str = ""

    def get(self, name: str, default: str = "") -> str:
        """Return the value of an attribute."""
        return self.attributes.get(name, default)

    def elements(self, *names: str, namespace: str = TEI) -> Iterator["Node"]:
        """Yield the children that are elements of a namespace, those of some names if any are given."""
        for child in self.children:
            if isinstance(child, Node) and child.namespace == namespace and (not names or child.name in names):
                yield child

    def all_elements(self) -> Iterator["Node"]:
        """Yield the children that are elements, of any namespace."""
        return (child for child in self.children if isinstance(child, Node))

    def descendants(self) -> Iterator["Node"]:
        """Yield all elements that are inside it, in document order."""
        waiting = [self.all_elements()]
        while waiting:
            child = next(waiting[-1], None)
            if child is None:
                waiting.pop()
                continue
            yield child
            waiting.append(child.all_elements())

    def text(self) -> str:
        """Return all characters inside the element."""
        parts = []
        waiting: list[Node | str] = [self]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                parts.append(part)
            else:
                waiting += reversed(part.children)
        return "".join(parts)
