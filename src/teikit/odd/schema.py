"""What an ODD means: the specifications in effect after selection and merging, before a grammar is written."""

from dataclasses import dataclass, field

from teikit.odd.customisation import Customisation, ModuleReference
from teikit.p5.nodes import Place
from teikit.p5.specs import Attribute, Spec


@dataclass(slots=True)
class AttributeUse:
    """An attribute in effect on an element: its definition, and the class that it comes from ("" for its own)."""

    definition: Attribute
    origin: str = ""


@dataclass(slots=True)
class AttributeChoice:
    """Attributes of which RELAX NG's choice or group applies: attList/@org."""

    parts: "list[AttributeUse | AttributeChoice]"
    is_choice: bool = True


@dataclass(slots=True)
class EffectiveElement:
    """An element as documents may have it: its specification, and all its attributes in order."""

    spec: Spec
    namespace: str
    attributes: "list[AttributeUse | AttributeChoice]" = field(default_factory=list)

    @property
    def name(self) -> str:
        """The local name in documents."""
        return self.spec.written or self.spec.ident


@dataclass(slots=True)
class OddSchema:
    """The specifications in effect, in the order of output; none of them has a mode.

    Attributes:
        elements: by identity (namespace, ident).
        classes, macros, datatypes: by ident.
        members: the members of each class in order: elements and classes.
        inherited: all classes above a class or element, by kind and ident, the nearest first.
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
