"""A Schematron schema as values: what ISO/IEC 19757-3 calls its elements, with every reference resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from teikit.schematron.tree import Element, Origin
from teikit.shallow_repr import shallow_repr

ALL = "#ALL"
DEFAULT = "#DEFAULT"
Binding = Literal["xslt", "xslt2", "xslt3", "xpath", "xpath2", "xpath3"]


@dataclass(frozen=True, slots=True)
class Let:
    """A variable: an expression, or the content of the element where there is none.

    An ambiguous one is declared twice: what it means is not known.
    """

    name: str
    value: str | None
    content: Element
    origin: Origin
    is_ambiguous: bool = False

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class Insertion:
    """What a message takes from the document: the value of an expression, or the name of a node."""

    kind: Literal["value-of", "name"]
    expression: str
    origin: Origin

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the schema's author: what is told of a failed assert, a diagnostic or a property."""

    parts: tuple[str | Insertion, ...]
    id: str = ""
    language: str = ""
    role: str = ""

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class Assertion:
    """An assert, which fails where its test does not hold, or a report, which is made where it does."""

    kind: Literal["assert", "report"]
    test: str
    text: Text
    origin: Origin
    id: str = ""
    role: str = ""
    flag: str = ""
    see: str = ""
    subject: str = ""
    diagnostics: tuple[Text, ...] = ()
    properties: tuple[Text, ...] = ()

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class Rule:
    """Assertions about the nodes that match a context."""

    context: str
    lets: tuple[Let, ...]
    assertions: tuple[Assertion, ...]
    origin: Origin
    id: str = ""
    role: str = ""
    flag: str = ""
    subject: str = ""

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class Pattern:
    """Rules of which the first that matches a node holds for it."""

    rules: tuple[Rule, ...]
    lets: tuple[Let, ...]
    origin: Origin
    id: str = ""
    title: str = ""
    role: str = ""

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class Phase:
    """Patterns that are tried together."""

    id: str
    active: tuple[str, ...]
    lets: tuple[Let, ...]

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class Key:
    """An `xsl:key`: the nodes that match a pattern are found by the value of an expression."""

    name: str
    match: str
    use: str
    origin: Origin

    __repr__ = shallow_repr


@dataclass(frozen=True, slots=True)
class Model:
    """A schema; `namespaces` maps the prefixes of its expressions to URIs."""

    binding: Binding
    origin: Origin
    patterns: tuple[Pattern, ...]
    phases: Mapping[str, Phase]
    lets: tuple[Let, ...] = ()
    keys: tuple[Key, ...] = ()
    namespaces: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    version: str = ""
    default_phase: str = ALL

    __repr__ = shallow_repr
