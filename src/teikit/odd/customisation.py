"""A schemaSpec as it was read: what it selects from its sources, and what it changes, in order."""

from dataclasses import dataclass, field

from teikit.p5.nodes import NOWHERE, Node, Place
from teikit.p5.specs import Constraint, Kind, Prose, Spec
from teikit.shallow_repr import ShallowRepr


@dataclass(slots=True, repr=False)
class ModuleReference(ShallowRepr):
    """A moduleRef; `include` and `exclude` (@except) are None where they are not given.

    One with a `url` takes in a grammar in RELAX NG; `content` are the definitions that override its own.
    """

    key: str
    include: list[str] | None = None
    exclude: list[str] | None = None
    source: str = ""
    url: str = ""
    prefix: str = ""
    content: list[Node] = field(default_factory=list)
    place: Place = NOWHERE
    base: str = ""


@dataclass(slots=True, repr=False)
class SpecReference(ShallowRepr):
    """An elementRef, classRef, macroRef or dataRef that is a child of schemaSpec or specGrp."""

    kind: Kind
    key: str
    include: list[str] | None = None
    exclude: list[str] | None = None
    source: str = ""
    place: Place = NOWHERE
    base: str = ""


Item = ModuleReference | SpecReference | Spec


@dataclass(slots=True, repr=False)
class Customisation(ShallowRepr):
    """A schemaSpec with the content of all specGrps that it refers to, in order.

    Attributes:
        start: the idents in @start; None where it has none, empty for start="".
        namespace: @ns, TEI's where it has none.
        default_exceptions: @defaultExceptions as written, None where it has none.
        source: @source as written, "" where it has none; `base` is what it is resolved against.
        constraints: constraintSpecs that are children of schemaSpec (or of its specGrps).
        constraint_declarations: the children of constraintDecl: ns, let, key, function and others.
        query_binding: constraintDecl/@queryBinding, "" where it has none.
        files: the files it was read from with their SHA-256 digests in hexadecimal, itself the first.
    """

    ident: str
    file: str
    namespace: str = "http://www.tei-c.org/ns/1.0"
    start: list[str] | None = None
    prefix: str = ""
    default_exceptions: str | None = None
    source: str = ""
    base: str = ""
    languages: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)
    constraint_declarations: list[Node] = field(default_factory=list)
    query_binding: str = ""
    prose: Prose = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    title: str = ""
    is_compiled: bool = False
    files: list[tuple[str, str]] = field(default_factory=list)
    place: Place = NOWHERE
