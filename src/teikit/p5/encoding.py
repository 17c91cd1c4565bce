"""Encodes the facts of TEI P5 as JSON, one specification a line, so that two versions can be compared by diff.

The file has an object: name, version, modules; `namespaces`, the prefixes that names of elements have in it (those of
TEI have none); `scopes`, the mappings of prefixes to which a number refers (the first is empty); the specifications.
An element is a list: its name, its attributes if it has any, and its children. What has its default value is left out.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from teikit.p5.nodes import RELAXNG, SCHEMATRON, TEI, Node
from teikit.p5.specs import (
    Attribute,
    AttributeList,
    AttributeReference,
    Classes,
    Constraint,
    Datatype,
    Library,
    Membership,
    Spec,
    ValueItem,
    ValueList,
)

_PREFIXES = {RELAXNG: "rng", SCHEMATRON: "sch"}
_DEFAULT_CLASSES = ("", 1, 1)


def encode(library: Library) -> bytes:
    """Return a library without its prose and places as JSON in UTF-8."""
    encoder = _Encoder()
    specs = ",\n".join(_dump(encoder.spec(each)) for each in library.specs)
    header = {
        "name": library.name,
        "version": library.version,
        "default_exceptions": library.default_exceptions,
        "modules": library.modules,
        "namespaces": {prefix: uri for uri, prefix in encoder.prefixes.items()},
        "scopes": [dict(each) for each in encoder.scopes],
    }
    lines = ",\n".join(f"{_dump(key)}:{_dump(value)}" for key, value in header.items())
    return f'{{\n{lines},\n"specs":[\n{specs}\n]\n}}\n'.encode()


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _without_defaults(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", None, [], 0) or value is False}


class _Encoder:
    def __init__(self) -> None:
        self.prefixes: dict[str, str] = {}
        self.scopes: dict[tuple[tuple[str, str], ...], int] = {(): 0}

    def spec(self, spec: Spec) -> dict[str, Any]:
        given = _without_defaults(
            mode=spec.mode,
            module=spec.module,
            prefix=spec.prefix or None,
            written=spec.written,
            type=spec.class_type,
            valid_until=spec.valid_until,
            source=spec.source,
            constraints=self.constraints(spec.constraints),
        )
        optional = {
            "ns": spec.namespace,
            "prefix": spec.prefix,
            "generate": None if spec.generate is None else sorted(spec.generate),
            "classes": _classes(spec.classes),
            "attributes": self.attribute_list(spec.attributes),
            "content": self.nodes(spec.content),
            "auto_prefix": None if spec.auto_prefix else False,
            "values": self.values(spec.values),
            "scope": self.scope(spec.content),
        }
        return {spec.kind: spec.ident, **given, **_given(optional)}

    def attribute_list(self, value: AttributeList | None) -> dict[str, Any] | None:
        if value is None:
            return None
        return {"choice" if value.is_choice else "group": [self.attribute_part(each) for each in value.parts]}

    def attribute_part(self, part: Attribute | AttributeReference | AttributeList) -> dict[str, Any] | None:
        if isinstance(part, Attribute):
            return self.attribute(part)
        if isinstance(part, AttributeReference):
            return {"class": part.class_name, "name": part.name}
        return self.attribute_list(part)

    def attribute(self, attribute: Attribute) -> dict[str, Any]:
        given = _without_defaults(
            mode=attribute.mode,
            usage=attribute.usage,
            written=attribute.written,
            valid_until=attribute.valid_until,
            constraints=self.constraints(attribute.constraints),
        )
        datatype = attribute.datatype
        optional = {
            "ns": attribute.namespace,
            "datatype": self.datatype(datatype),
            "default": attribute.default,
            "values": self.values(attribute.values),
            "scope": None if datatype is None else self.scope(datatype.content),
        }
        return {"attribute": attribute.ident, **given, **_given(optional)}

    def datatype(self, datatype: Datatype | None) -> list[Any] | None:
        if datatype is None:
            return None
        return [datatype.minimum, datatype.maximum, *(self.nodes(datatype.content) or ())]

    def values(self, values: ValueList | None) -> dict[str, Any] | None:
        if values is None:
            return None
        given = _without_defaults(type=values.kind, mode=values.mode)
        return {**given, "items": [self.item(each) for each in values.items]}

    def item(self, item: ValueItem) -> str | dict[str, Any]:
        given = _without_defaults(
            mode=item.mode,
            written=item.written,
            parameters=self.nodes(item.prose.get("paramList")),
            constraints=self.constraints(item.constraints),
            valid_until=item.valid_until,
        )
        return {"value": item.ident, **given} if given else item.ident

    def constraints(self, constraints: Sequence[Constraint]) -> list[dict[str, Any]]:
        return [self.constraint(each) for each in constraints]

    def constraint(self, constraint: Constraint) -> dict[str, Any]:
        given = _without_defaults(
            mode=constraint.mode,
            scheme=constraint.scheme,
            language=constraint.language,
            scope=self.scope(constraint.body),
        )
        return {"constraint": constraint.ident, **given, "body": self.nodes(constraint.body)}

    def scope(self, nodes: Sequence[Node] | None) -> int | None:
        """Return the number of the prefixes that elements share, None for no prefixes."""
        if not nodes:
            return None
        scope = tuple(sorted(nodes[0].prefixes.items()))
        return self.scopes.setdefault(scope, len(self.scopes)) or None

    def nodes(self, nodes: Sequence[Node] | None) -> list[Any] | None:
        return None if nodes is None else [self.node(each) for each in nodes]

    def node(self, node: Node) -> list[Any]:
        children = [each if isinstance(each, str) else self.node(each) for each in node.children]
        return [self.name(node), *([node.attributes] if node.attributes else []), *children]

    def name(self, node: Node) -> str:
        if node.namespace == TEI:
            return node.name
        prefix = self.prefixes.setdefault(node.namespace, _PREFIXES.get(node.namespace, f"n{len(self.prefixes)}"))
        return f"{prefix}:{node.name}"


def _given(optional: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in optional.items() if value is not None}


def _classes(classes: Classes | None) -> dict[str, Any] | None:
    if classes is None:
        return None
    return {**_without_defaults(mode=classes.mode), "member_of": [_membership(each) for each in classes.members]}


def _membership(each: Membership) -> str | list[Any]:
    more = (each.mode, each.minimum, each.maximum)
    return each.key if more == _DEFAULT_CLASSES else [each.key, *more]
