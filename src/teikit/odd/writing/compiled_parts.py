"""Turns parts of specifications in effect back into elements of TEI's tag documentation (TEI P5, chapter 22)."""

from collections.abc import Iterable, Mapping, Sequence

from teikit.p5.nodes import NOWHERE, RELAXNG, TEI, XML, Node
from teikit.p5.specs import (
    UNBOUNDED,
    Attribute,
    AttributeReference,
    Classes,
    Constraint,
    Membership,
    Prose,
    ValueItem,
    ValueList,
)

SCHEMATRON_SCHEMES = frozenset({"", "schematron", "isoschematron"})
# Prose that comes first in a specification, and prose that comes last, in TEI's order.
_FIRST = ("equiv", "gloss", "desc")
_LAST = ("model", "modelGrp", "modelSequence", "exemplum", "remarks", "listRef")

# TEI has no such datatype, but allows elements of RELAX NG in its place.
_ANY_TEXT = Node(RELAXNG, "text", {}, [], NOWHERE)


def tei(name: str, attributes: Mapping[str, str] | None = None, children: Iterable[Node | str] = ()) -> Node:
    """Return an element of TEI without the attributes that are empty."""
    kept = {key: value for key, value in (attributes or {}).items() if value}
    return Node(TEI, name, kept, list(children), NOWHERE)


def first_prose(prose: Prose, written: str) -> list[Node]:
    """Return the prose that comes first, with the name that documents have."""
    other = [tei("altIdent", {}, [written])] if written else []
    return [*other, *(each for name in _FIRST for each in prose.get(name, ()))]


def with_deprecation(prose: Prose, valid_until: str) -> Prose:
    """Return prose with an explanation where something is valid until a date only: TEI wants one."""
    known = prose.get("desc", [])
    if not valid_until or any(each.get("type") == "deprecationInfo" for each in known):
        return prose
    explanation = tei("desc", {"type": "deprecationInfo"}, [f"Valid until {valid_until}."])
    return {**prose, "desc": [*known, explanation]}


def last_prose(prose: Prose, names: Sequence[str] = _LAST) -> list[Node]:
    """Return the prose that comes last."""
    return [each for name in names for each in prose.get(name, ())]


def classes_node(classes: Classes | None) -> list[Node]:
    """Return the memberships, nothing if there are none."""
    if classes is None or not classes.members:
        return []
    by_key = {each.key: each for each in reversed(classes.members)}
    return [tei("classes", {}, map(_membership, reversed(by_key.values())))]


def _membership(member: Membership) -> Node:
    return tei("memberOf", {"key": member.key, **_counts(member.minimum, member.maximum, "min", "max")})


def _counts(minimum: int, maximum: int, least: str, most: str) -> dict[str, str]:
    return {
        least: "" if minimum == 1 else str(minimum),
        most: "" if maximum == 1 else "unbounded" if maximum == UNBOUNDED else str(maximum),
    }


def content_node(content: list[Node] | None, *, auto_prefix: bool = True) -> list[Node]:
    """Return a content model as one element, which is what TEI allows."""
    if content is None:
        return []
    inside = content or [tei("empty")]
    if len(inside) > 1 and all(each.namespace == TEI for each in inside):
        inside = [tei("sequence", {}, inside)]
    elif len(inside) > 1 and all(each.namespace == RELAXNG for each in inside):
        inside = [Node(RELAXNG, "group", {}, list(inside), inside[0].place, inside[0].prefixes)]
    return [tei("content", {"autoPrefix": "" if auto_prefix else "false"}, inside)]


def constraint_node(constraint: Constraint, mode: str = "") -> Node:
    """Return a constraintSpec; one in delete mode has no content."""
    attributes = {"ident": constraint.ident, "mode": mode}
    if mode == "delete":
        return tei("constraintSpec", attributes)
    scheme = "schematron" if constraint.scheme in SCHEMATRON_SCHEMES else constraint.scheme
    attributes |= {"scheme": scheme, f"{{{XML}}}lang": constraint.language}
    body = [tei("constraint", {}, constraint.body)] if constraint.body else []
    return tei("constraintSpec", attributes, [*first_prose(constraint.prose, ""), *body])


def attribute_node(attribute: Attribute, inherited: Attribute | None = None) -> Node:
    """Return an attDef; where it changes an inherited attribute, only constraints that differ are written."""
    usage = attribute.usage or ("opt" if inherited is not None and inherited.usage else "")
    attributes = {
        "ident": attribute.ident,
        "mode": "" if inherited is None else "change",
        "usage": usage,
        "ns": attribute.namespace or "",
        "validUntil": attribute.valid_until,
    }
    children = first_prose(with_deprecation(attribute.prose, attribute.valid_until), attribute.written)
    children += _datatype(attribute, inherited)
    children += _constraints(attribute, inherited)
    if attribute.default is not None and attribute.usage != "req":
        children.append(tei("defaultVal", {}, [attribute.default]))
    children += _values_of(attribute, inherited)
    children += last_prose(attribute.prose, ("exemplum", "remarks"))
    return tei("attDef", attributes, children)


def _constraints(attribute: Attribute, inherited: Attribute | None) -> list[Node]:
    known = {each.ident: each for each in inherited.constraints} if inherited else {}
    own = {each.ident: each for each in attribute.constraints if each.mode != "delete"}
    changed = (
        constraint_node(each, "replace" if ident in known else "")
        for ident, each in own.items()
        if known.get(ident) is not each
    )
    deleted = (constraint_node(each, "delete") for ident, each in known.items() if ident not in own)
    return [*changed, *deleted]


def _values_of(attribute: Attribute, inherited: Attribute | None) -> list[Node]:
    has_inherited = inherited is not None and inherited.values is not None
    if attribute.values is not None:
        return [value_list_node(attribute.values, "replace" if has_inherited else "")]
    if has_inherited:
        return [tei("valList", {"mode": "delete"})]
    return attribute.prose.get("valDesc", [])


def _datatype(attribute: Attribute, inherited: Attribute | None) -> list[Node]:
    """Return the datatype; TEI wants one where there is no closed list, and without one all texts are allowed."""
    datatype = attribute.datatype
    if datatype is not None:
        counts = _counts(datatype.minimum, datatype.maximum, "minOccurs", "maxOccurs")
        return [tei("datatype", counts, map(_datatype_part, datatype.content))]
    kind = attribute.values.kind if attribute.values else ""
    if inherited is not None or kind == "closed":
        return []
    return [tei("datatype", {}, [tei("dataRef", {"name": "Name"}) if kind == "semi" else _ANY_TEXT])]


def _datatype_part(node: Node) -> Node:
    return _ANY_TEXT if (node.namespace, node.name) == (TEI, "textNode") else node


def value_list_node(values: ValueList, mode: str = "") -> Node:
    """Return a valList."""
    return tei("valList", {"type": values.kind, "mode": mode}, map(_value_item, values.items))


def _value_item(item: ValueItem) -> Node:
    children = [*first_prose(item.prose, item.written), *map(constraint_node, item.constraints)]
    children += last_prose(item.prose, ("remarks", "paramList"))
    made = tei("valItem", {"validUntil": item.valid_until}, children)
    # The empty string is a value too.
    made.attributes = {"ident": item.ident, **made.attributes}
    return made


def reference_node(reference: AttributeReference) -> Node:
    """Return an attRef."""
    return tei("attRef", {"class": reference.class_name, "name": reference.name})
