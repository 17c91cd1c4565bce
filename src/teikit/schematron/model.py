"""The model of a Schematron schema: the elements of ISO/IEC 19757-3, with every reference resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from teikit.schematron.tree import Origin, SchematronElement
from teikit.shallow_repr import ShallowRepr

ALL = "#ALL"
DEFAULT = "#DEFAULT"
Binding = Literal["xslt", "xslt2", "xslt3", "xpath", "xpath2", "xpath3"]


@dataclass(frozen=True, slots=True, repr=False)
class Let(ShallowRepr):
    """A variable: an expression, or the content of the element where there is none.

    An ambiguous one is declared twice, so that its value is not known. `type` is the sequence type of the content's
    nodes; without one, they are in a document.
    """

    name: str
    value: str | None
    content: SchematronElement
    origin: Origin
    is_ambiguous: bool = False
    type: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Insertion(ShallowRepr):
    """A part of a message from the document.

    It is the value of an expression, the name of the node, or for a path the name of an element, else the value.
    """

    kind: Literal["value-of", "name", "path"]
    expression: str
    origin: Origin


class Markup(NamedTuple):
    """The element around some parts of a message, from `start` up to `end`.

    `value` is the class of a span, the direction of a dir.
    """

    name: Literal["emph", "span", "dir"]
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, repr=False)
class MessageText(ShallowRepr):
    """A text of the schema's author: the message of an assert or report, a diagnostic or a property.

    `language` is that of the nearest `xml:lang` around it. `links` are its attributes `see`, `icon` and `fpi`, as far
    as it has them. The elements of `markup` follow each other; what is inside one of them is text.
    """

    parts: tuple[str | Insertion, ...]
    id: str = ""
    language: str = ""
    role: str = ""
    scheme: str = ""
    links: tuple[tuple[str, str], ...] = ()
    markup: tuple[Markup, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Assertion(ShallowRepr):
    """An assert, which fails where its test is false, or a report, which is made where it is true."""

    kind: Literal["assert", "report"]
    test: str
    text: MessageText
    origin: Origin
    id: str = ""
    role: str = ""
    flag: str = ""
    severity: str = ""
    see: str = ""
    subject: str = ""
    diagnostics: tuple[MessageText, ...] = ()
    properties: tuple[MessageText, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class SchematronRule(ShallowRepr):
    """Assertions about the nodes that match a context, or about the nodes that `visit` selects at each of these."""

    context: str
    lets: tuple[Let, ...]
    assertions: tuple[Assertion, ...]
    origin: Origin
    id: str = ""
    role: str = ""
    flag: str = ""
    subject: str = ""
    severity: str = ""
    visit: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class SchematronPattern(ShallowRepr):
    """Rules of which the first that matches a node applies to it, in a group all that match it.

    They apply to the documents to which the expression `documents` refers, if there is one.
    """

    rules: tuple[SchematronRule, ...]
    lets: tuple[Let, ...]
    origin: Origin
    id: str = ""
    title: str = ""
    role: str = ""
    documents: str | None = None
    is_group: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class SchematronPhase(ShallowRepr):
    """Patterns that are tried together."""

    id: str
    active: tuple[str, ...]
    lets: tuple[Let, ...]


@dataclass(frozen=True, slots=True, repr=False)
class SchematronKey(ShallowRepr):
    """An `xsl:key`: the nodes that match a pattern are found by the value of an expression."""

    name: str
    match: str
    use: str
    origin: Origin


@dataclass(frozen=True, slots=True, repr=False)
class SchematronFunction(ShallowRepr):
    """An `xsl:function`: its name, its parameters, its value as an expression with these, and its element."""

    written: str
    namespace: str
    name: str
    parameters: tuple[str, ...]
    body: str
    element: SchematronElement


@dataclass(frozen=True, slots=True, repr=False)
class SchematronModel(ShallowRepr):
    """A schema; `namespaces` maps the prefixes of its expressions to URIs."""

    binding: Binding
    origin: Origin
    patterns: tuple[SchematronPattern, ...]
    phases: Mapping[str, SchematronPhase]
    lets: tuple[Let, ...] = ()
    keys: tuple[SchematronKey, ...] = ()
    functions: tuple[SchematronFunction, ...] = ()
    namespaces: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    version: str = ""
    default_phase: str = ALL
