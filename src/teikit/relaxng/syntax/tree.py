"""The tree that both syntaxes of RELAX NG are read to, before simplification (clause 4)."""

from dataclasses import dataclass, field
from typing import Literal

from teikit.diagnostics import Span
from teikit.shallow_repr import shallow_repr

RELAXNG = "http://relaxng.org/ns/structure/1.0"
COMPATIBILITY = "http://relaxng.org/ns/compatibility/annotations/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
XSD = "http://www.w3.org/2001/XMLSchema-datatypes"

# Places of a comment outside the root element.
BEFORE_ROOT = -1
AFTER_ROOT = -2


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation for people or other tools: it is kept for writing and ignored in validation.

    `name` is the qualified name as written and `namespace` its URI; `text` is the value of an attribute, the words of
    a comment or of a text. The children of an element are its attributes, texts, comments and elements, in order.
    `place` counts the schema elements before it in its parent; BEFORE_ROOT and AFTER_ROOT are outside. An element of
    the compact syntax has the span of its name.
    """

    kind: Literal["attribute", "element", "comment", "text"]
    name: str = ""
    namespace: str = ""
    text: str = ""
    children: tuple["Annotation", ...] = ()
    place: int = 0
    span: Span | None = field(default=None, compare=False)

    __repr__ = shallow_repr


@dataclass(slots=True, eq=False)
class SchemaElement:
    """An element of a schema as in the XML syntax (clause 3), whichever syntax it was written in.

    `attributes` are the unqualified ones as written, not normalised; `text` is the content of value, param and name.
    `span` is the start tag or, in the compact syntax, the first token. `namespaces` maps the prefixes in scope to
    URIs, "" to the default namespace; neighbours share one mapping. `base` is what an href is resolved against.
    """

    name: str
    attributes: dict[str, str]
    children: list["SchemaElement"]
    text: str
    file: str
    span: Span
    namespaces: dict[str, str]
    base: str
    annotations: list[Annotation]

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class SchemaSource:
    """A schema as it was read; `digest` is the SHA-256 of its bytes in hexadecimal."""

    root: SchemaElement
    file: str
    digest: str
    syntax: Literal["xml", "compact"]

    __repr__ = shallow_repr
