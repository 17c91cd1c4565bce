"""Reads elementSpec, classSpec, macroSpec and dataSpec as values (TEI P5, chapter 22)."""

from typing import Literal, cast

from teikit.odd.reading.attribute_reading import read_attribute_list, read_value_list
from teikit.odd.reading.constraint_reading import read_constraint, read_constraints
from teikit.odd.reading.content_reading import read_content
from teikit.odd.reading.keywords import (
    check_attributes,
    check_name,
    read_boolean,
    read_counts,
    read_keyword,
    read_mode,
    read_name,
    read_optional,
)
from teikit.odd.reading.spec_parts import check_children, only_child, read_prose, read_written
from teikit.odd.reporting import Reporter
from teikit.p5.nodes import Node
from teikit.p5.specs import AttributeList, Classes, Kind, Membership, Spec

__all__ = ["KINDS", "read_constraint", "read_spec"]

KINDS: dict[str, Kind] = {"elementSpec": "element", "classSpec": "class", "macroSpec": "macro", "dataSpec": "data"}
_CLASS_TYPES = ("atts", "model")
_PARTS = ("altIdent", "classes", "content", "valList", "constraintSpec", "attList")
# Macros and datatypes of old ODDs have their content without an element around it.
_BARE_CONTENT = ("dataRef", "macroRef", "textNode", "alternate", "sequence", "stringVal")
_ATTRIBUTES = ("ident", "mode", "module", "ns", "prefix", "type", "generate", "source", "predeclare", "usage")


def read_spec(node: Node, reporter: Reporter) -> Spec:
    """Return the value of an elementSpec, classSpec, macroSpec or dataSpec."""
    kind = KINDS[node.name]
    check_attributes(node, _ATTRIBUTES, reporter)
    check_children(node, _PARTS if kind in {"element", "class"} else (*_PARTS, *_BARE_CONTENT), reporter)
    classes, values = only_child(node, "classes", reporter), only_child(node, "valList", reporter)
    content = only_child(node, "content", reporter)
    if content is not None:
        check_attributes(content, ("autoPrefix", "allowText"), reporter)
    ident, written = read_name(node, reporter), read_written(node)
    check_name(ident, node, reporter)
    check_name(written, node, reporter)
    check_name(node.get("prefix").strip(), node, reporter)
    return Spec(
        kind=kind,
        ident=ident,
        mode=read_mode(node, reporter),
        module=node.get("module").strip(),
        namespace=read_optional(node, "ns"),
        prefix=read_optional(node, "prefix"),
        written=written,
        class_type=_read_class_type(node, reporter),
        generate=frozenset(node.get("generate").split()) if "generate" in node.attributes else None,
        classes=None if classes is None else _read_classes(classes, reporter),
        attributes=_read_attributes(node, reporter),
        content=_read_content(node, content, reporter),
        auto_prefix=content is None or read_boolean(content, "autoPrefix", default=True),
        values=None if values is None else read_value_list(values, reporter),
        constraints=read_constraints(node, reporter),
        prose=read_prose(node),
        valid_until=node.get("validUntil").strip(),
        source=node.get("source").strip(),
        place=node.place,
    )


def _read_class_type(node: Node, reporter: Reporter) -> Literal["", "atts", "model"]:
    if node.name != "classSpec":
        return ""
    return cast("Literal['', 'atts', 'model']", read_keyword(node, "type", _CLASS_TYPES, reporter))


def _read_classes(node: Node, reporter: Reporter) -> Classes:
    check_attributes(node, ("mode",), reporter)
    check_children(node, ("memberOf",), reporter)
    members = [_read_membership(child, reporter) for child in node.elements("memberOf")]
    return Classes([each for each in members if each.key], read_mode(node, reporter), node.place)


def _read_membership(node: Node, reporter: Reporter) -> Membership:
    check_attributes(node, ("key", "mode", "min", "max"), reporter)
    minimum, maximum = read_counts(node, reporter, "min", "max")
    key = read_name(node, reporter, "key", is_needed=False)
    return Membership(key, read_mode(node, reporter), minimum, maximum, node.place)


def _read_attributes(node: Node, reporter: Reporter) -> AttributeList | None:
    lists = [read_attribute_list(child, reporter) for child in node.elements("attList")]
    if len(lists) < 2:
        return lists[0] if lists else None
    # What two lists say applies together, as if the one had the other.
    return AttributeList(parts=[*lists], place=lists[0].place)


def _read_content(node: Node, content: Node | None, reporter: Reporter) -> list[Node] | None:
    if content is not None:
        return read_content(content, reporter)
    if node.name in {"macroSpec", "dataSpec"}:
        return list(node.elements(*_BARE_CONTENT)) or None
    return None
