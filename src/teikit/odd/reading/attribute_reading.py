"""Reads attList, attDef, attRef, valList and datatype as values."""

from typing import Literal, cast

from teikit.limits import Budget
from teikit.messages import quote
from teikit.odd.reading.constraint_reading import read_constraints
from teikit.odd.reading.content_reading import read_content
from teikit.odd.reading.keywords import (
    check_attributes,
    check_name,
    read_counts,
    read_keyword,
    read_mode,
    read_name,
    read_optional,
)
from teikit.odd.reading.spec_parts import check_children, only_child, read_prose, read_written
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.p5.nodes import Node, Place
from teikit.p5.specs import Attribute, AttributeList, AttributeReference, Datatype, ValueItem, ValueList

USAGES = ("req", "mwa", "rec", "opt")
VALUE_LISTS = ("closed", "semi", "open")
_LIST = ("attDef", "attRef", "attList")
_ATTRIBUTE = ("altIdent", "datatype", "valList", "defaultVal", "constraintSpec")
_ATTRIBUTE_NAMES = ("ident", "mode", "usage", "ns", "module")


def read_attribute_list(node: Node, reporter: Reporter, depth: int = 1) -> AttributeList:
    """Return an attList; raise LimitExceededError where such lists are nested too deeply."""
    place = node.place
    Budget(place.file).check("data-depth", depth, f"{place.span.start.line}" if place.span else "")
    check_attributes(node, ("org",), reporter)
    check_children(node, _LIST, reporter)
    is_choice = read_keyword(node, "org", ("group", "choice"), reporter) == "choice"
    found = AttributeList(is_choice=is_choice, place=place)
    for child in node.elements(*_LIST):
        if child.name == "attDef":
            found.parts.append(read_attribute(child, reporter))
        elif child.name == "attList":
            found.parts.append(read_attribute_list(child, reporter, depth + 1))
        elif reference := _read_reference(child, reporter):
            found.parts.append(reference)
    if not is_choice:
        _check_repeated(found, reporter)
    return found


def _check_repeated(attributes: AttributeList, reporter: Reporter) -> None:
    """Report attributes that a list has twice; in a choice only one of the two counts."""
    seen: set[tuple[str, str]] = set()
    for part in attributes.parts:
        if isinstance(part, Attribute):
            key = part.namespace or "", part.ident
            if key in seen and part.ident:
                words = f"the attribute {quote(part.ident)} is in this attList already"
                reporter.report(RULE["odd/duplicate-part"], words, part.place.of("ident"))
            seen.add(key)


def _read_reference(node: Node, reporter: Reporter) -> AttributeReference | None:
    check_attributes(node, ("class", "name"), reporter)
    found = AttributeReference(node.get("class").strip(), node.get("name").strip(), node.place)
    if not found.class_name and not found.name:
        reporter.report(RULE["odd/missing-ident"], f"{node.name} has no @class", node.place)
        return None
    return found


def read_attribute(node: Node, reporter: Reporter) -> Attribute:
    """Return an attDef."""
    check_attributes(node, _ATTRIBUTE_NAMES, reporter)
    check_children(node, _ATTRIBUTE, reporter)
    datatype, values = only_child(node, "datatype", reporter), only_child(node, "valList", reporter)
    default = only_child(node, "defaultVal", reporter)
    ident, written = read_name(node, reporter), read_written(node)
    check_name(ident, node, reporter, allows_prefix=True)
    check_name(written, node, reporter, allows_prefix=True)
    return Attribute(
        ident=ident,
        mode=read_mode(node, reporter),
        usage=read_keyword(node, "usage", USAGES, reporter),
        written=written,
        namespace=read_optional(node, "ns"),
        datatype=None if datatype is None else read_datatype(datatype, reporter),
        values=None if values is None else read_value_list(values, reporter),
        default=None if default is None else default.text().strip(),
        constraints=read_constraints(node, reporter),
        prose=read_prose(node),
        valid_until=node.get("validUntil").strip(),
        place=node.place,
    )


def read_datatype(node: Node, reporter: Reporter) -> Datatype:
    """Return a datatype."""
    check_attributes(node, ("minOccurs", "maxOccurs"), reporter)
    minimum, maximum = read_counts(node, reporter)
    return Datatype(read_content(node, reporter), minimum, maximum, node.place)


def read_value_list(node: Node, reporter: Reporter) -> ValueList:
    """Return a valList."""
    check_attributes(node, ("type", "mode"), reporter)
    check_children(node, ("valItem",), reporter)
    kind = read_keyword(node, "type", VALUE_LISTS, reporter)
    items = [item for child in node.elements("valItem") if (item := _read_value_item(child, reporter))]
    mode = read_mode(node, reporter)
    _check_values(node.get("type"), mode, items, node.place, reporter)
    return ValueList(cast("Literal['', 'closed', 'semi', 'open']", kind), mode, items, node.place)


def _check_values(kind: str, mode: str, items: list[ValueItem], place: Place, reporter: Reporter) -> None:
    """Report a closed list without values, and values that a list has twice."""
    if kind == "closed" and not items and mode not in {"change", "delete"}:
        words = "the closed list has no values, so that any value is allowed"
        reporter.report(RULE["odd/empty-part"], words, place)
    seen: set[str] = set()
    for each in items:
        if each.ident in seen and each.ident and mode != "change":
            words = f"the value {quote(each.ident)} is in this list already"
            reporter.report(RULE["odd/duplicate-part"], words, each.place.of("ident"))
        seen.add(each.ident)


def _read_value_item(node: Node, reporter: Reporter) -> ValueItem | None:
    check_attributes(node, ("ident", "mode"), reporter)
    if "ident" not in node.attributes:
        read_name(node, reporter, is_needed=False)
        return None
    check_children(node, ("altIdent", "constraintSpec"), reporter)
    return ValueItem(
        # A value may be empty.
        ident=node.get("ident").strip(),
        mode=read_mode(node, reporter),
        written=read_written(node),
        prose=read_prose(node),
        constraints=read_constraints(node, reporter),
        valid_until=node.get("validUntil").strip(),
        place=node.place,
    )
