"""Specifications of TEI P5 and of ODDs as values: elements, classes, macros, datatypes and their attributes.

The names are those of TEI's tag documentation (TEI P5, chapter 22). What a specification does not say is None or empty,
so that a specification in change mode can be merged part by part.
"""

from dataclasses import dataclass, field
from typing import Literal

from teikit.p5.nodes import NOWHERE, Node, Place
from teikit.shallow_repr import ShallowRepr

Kind = Literal["element", "class", "macro", "data"]
# What a specification or a part of it does to the one that is there already; "" if it does not say.
Mode = Literal["", "add", "change", "delete", "replace"]
# Gloss, desc, exemplum, remarks, listRef, equiv, model and others by their names: they are replaced by kind.
Prose = dict[str, list[Node]]
# Stands for "unbounded".
UNBOUNDED = -1


@dataclass(slots=True, repr=False)
class ValueItem(ShallowRepr):
    """A valItem; `written` is its altIdent, the value in documents where it differs from the name."""

    ident: str
    mode: Mode = ""
    written: str = ""
    prose: Prose = field(default_factory=dict)
    constraints: "list[Constraint]" = field(default_factory=list)
    valid_until: str = ""
    place: Place = NOWHERE


@dataclass(slots=True, repr=False)
class ValueList(ShallowRepr):
    """A valList; `kind` is its type, "" where it has none, which means open."""

    kind: Literal["", "closed", "semi", "open"] = ""
    mode: Mode = ""
    items: list[ValueItem] = field(default_factory=list)
    place: Place = NOWHERE


@dataclass(slots=True, repr=False)
class Datatype(ShallowRepr):
    """A datatype; `content` are its dataRef, textNode or elements of RELAX NG. The maximum may be UNBOUNDED."""

    content: list[Node]
    minimum: int = 1
    maximum: int = 1
    place: Place = NOWHERE


@dataclass(slots=True, repr=False)
class Constraint(ShallowRepr):
    """A constraintSpec; `body` are the elements in its constraint: assert, report, rule, pattern and others."""

    ident: str
    mode: Mode = ""
    scheme: str = ""
    language: str = ""
    body: list[Node] = field(default_factory=list)
    prose: Prose = field(default_factory=dict)
    place: Place = NOWHERE


@dataclass(slots=True, repr=False)
class Attribute(ShallowRepr):
    """An attDef; `written` is its altIdent, `namespace` its @ns, `usage` one of "", req, rec, opt, mwa."""

    ident: str
    mode: Mode = ""
    usage: str = ""
    written: str = ""
    namespace: str | None = None
    datatype: Datatype | None = None
    values: ValueList | None = None
    default: str | None = None
    constraints: list[Constraint] = field(default_factory=list)
    prose: Prose = field(default_factory=dict)
    valid_until: str = ""
    place: Place = NOWHERE


@dataclass(slots=True, repr=False)
class AttributeReference(ShallowRepr):
    """An attRef: one attribute of a class, or all of it where `name` is empty.

    Without a class, the name is that of a pattern: CLASS.attribute.NAME, CLASS.attributes, or one of another grammar.
    """

    class_name: str
    name: str = ""
    place: Place = NOWHERE


@dataclass(slots=True, repr=False)
class AttributeList(ShallowRepr):
    """An attList; one with `is_choice` allows what RELAX NG's choice of its parts allows."""

    parts: "list[Attribute | AttributeReference | AttributeList]" = field(default_factory=list)
    is_choice: bool = False
    place: Place = NOWHERE


@dataclass(slots=True, repr=False)
class Membership(ShallowRepr):
    """A memberOf; the counts repeat a member in sequences of the class, and the maximum may be UNBOUNDED."""

    key: str
    mode: Mode = ""
    minimum: int = 1
    maximum: int = 1
    place: Place = NOWHERE


@dataclass(slots=True, repr=False)
class Classes(ShallowRepr):
    """The classes that a specification is a member of."""

    members: list[Membership] = field(default_factory=list)
    mode: Mode = ""
    place: Place = NOWHERE


@dataclass(slots=True, repr=False)
class Spec(ShallowRepr):
    """An elementSpec, classSpec, macroSpec or dataSpec.

    Attributes:
        namespace: @ns of an element, None where it has none.
        prefix: @prefix, None where it has none; that of its schemaSpec counts then.
        module: @module, or what stands for it (SPEC of the source); "" for a change of what is there.
        class_type: atts or model, "" where it is not stated.
        generate: the forms of a model class that exist, None for all.
        content: the elements in `content`, those of a macro or datatype too; None where it has no `content`.
        auto_prefix: False where content/@autoPrefix is false.
        values: a valList that is a child of the specification.
        source: @source as written, "" where it has none.
    """

    kind: Kind
    ident: str
    mode: Mode = ""
    module: str = ""
    namespace: str | None = None
    prefix: str | None = None
    written: str = ""
    class_type: Literal["", "atts", "model"] = ""
    generate: frozenset[str] | None = None
    classes: Classes | None = None
    attributes: AttributeList | None = None
    content: list[Node] | None = None
    auto_prefix: bool = True
    values: ValueList | None = None
    constraints: list[Constraint] = field(default_factory=list)
    prose: Prose = field(default_factory=dict)
    valid_until: str = ""
    source: str = ""
    place: Place = NOWHERE


@dataclass(slots=True, repr=False)
class Library(ShallowRepr):
    """The specifications that an ODD selects from: TEI P5 of some version, or a compiled ODD.

    `specs` are in the order of the source; `modules` are the idents of its moduleSpecs and of what its specs name, in
    order. `default_exceptions` is the default of schemaSpec/@defaultExceptions as the source defines it, "" if it does
    not. `is_p5` says that it is TEI P5 itself.
    """

    name: str
    version: str = ""
    modules: list[str] = field(default_factory=list)
    specs: list[Spec] = field(default_factory=list)
    default_exceptions: str = ""
    is_p5: bool = False
