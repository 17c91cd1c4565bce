"""What an ODD means: the specifications in effect after selection and merging, before a grammar is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from teikit.odd.customisation import Customisation, ModuleReference
from teikit.p5.nodes import Place
from teikit.p5.specs import Attribute, AttributeReference, Spec
from teikit.shallow_repr import ShallowRepr


@dataclass(slots=True, repr=False)
class AttributeUse(ShallowRepr):
    """An attribute in effect on an element: its definition, and the class that it comes from ("" for its own)."""

    definition: Attribute
    origin: str = ""


@dataclass(slots=True, repr=False)
class AttributeChoice(ShallowRepr):
    """Attributes of which RELAX NG's choice or group applies: attList/@org."""

    parts: "list[Part]"
    is_choice: bool = True


@dataclass(slots=True, repr=False)
class ClassAttributes(ShallowRepr):
    """All attributes of a class, its superclasses' too, none of which is customised where it is used."""

    ident: str


# An attRef that names no class may refer to a pattern of a grammar in RELAX NG.
Part = AttributeUse | AttributeChoice | ClassAttributes | AttributeReference


@dataclass(slots=True, repr=False)
class ResolvedClass(ShallowRepr):
    """The attributes of a class in order, its own first, and the keys (namespace, name) of all of them."""

    ident: str
    parts: list[Part] = field(default_factory=list)
    keys: set[tuple[str, str]] = field(default_factory=set)


@dataclass(slots=True, repr=False)
class EffectiveElement(ShallowRepr):
    """An element as documents may have it: its specification, and its attributes in order."""

    spec: Spec
    namespace: str
    parts: list[Part] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The local name in documents."""
        return self.spec.written or self.spec.ident


@dataclass(slots=True, repr=False)
class OddSchema(ShallowRepr):
    """The specifications in effect, in the order of output; none of them has a mode.

    Attributes:
        elements: by identity: the namespace of the specification, which the schema may change, and the ident.
        classes, macros, datatypes: by ident.
        members: the members of each class in order: elements and classes.
        class_parts: the attributes of each attribute class.
        misspelt: what is not selected since its name, or that of its module, is misspelt.
        misspelt_attributes: the attributes of classes among these.
        deleted_members: the places where members of each class are deleted.
        foreign: moduleRefs with a url.
        deleted: what was deleted or not selected, with the place of its deletion if there is one.
    """

    customisation: Customisation
    elements: dict[tuple[str, str], EffectiveElement] = field(default_factory=dict)
    classes: dict[str, Spec] = field(default_factory=dict)
    macros: dict[str, Spec] = field(default_factory=dict)
    datatypes: dict[str, Spec] = field(default_factory=dict)
    members: dict[str, list[Spec]] = field(default_factory=dict)
    foreign: list[ModuleReference] = field(default_factory=list)
    deleted: dict[tuple[str, str], Place] = field(default_factory=dict)
    class_parts: dict[str, ResolvedClass] = field(default_factory=dict)
    misspelt: set[str] = field(default_factory=set)
    misspelt_attributes: set[str] = field(default_factory=set)
    deleted_members: dict[str, list[Place]] = field(default_factory=dict)

    def uses(self, parts: list[Part]) -> list[AttributeUse]:
        """Return all attributes in some parts in order, those of choices and of classes too."""
        return list(self._uses(parts))

    def _uses(self, parts: list[Part]) -> Iterator[AttributeUse]:
        # Classes may be members of one another in long chains.
        waiting = [iter(parts)]
        while waiting:
            part = next(waiting[-1], None)
            if part is None:
                waiting.pop()
            elif isinstance(part, AttributeUse):
                yield part
            elif isinstance(part, AttributeChoice):
                waiting.append(iter(part.parts))
            elif isinstance(part, ClassAttributes):
                waiting.append(iter(self.class_parts[part.ident].parts))
