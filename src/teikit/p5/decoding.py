"""Decodes the facts of TEI P5 from JSON to specifications; `teikit.p5.encoding` is the reverse and has the format."""

from collections.abc import Mapping
from typing import Any

from teikit.p5.nodes import NOWHERE, TEI, Node
from teikit.p5.specs import (
    Attribute,
    AttributeList,
    AttributeReference,
    Classes,
    Constraint,
    Datatype,
    Kind,
    Library,
    Membership,
    Prose,
    Spec,
    ValueItem,
    ValueList,
)


def decode(value: Mapping[str, Any]) -> Library:
    """Return the specifications of a decoded file of JSON."""
    spec = _Decoder(value["namespaces"], value["scopes"]).spec
    return Library(
        name=value["name"],
        version=value["version"],
        modules=value["modules"],
        specs=[spec(each) for each in value["specs"]],
        default_exceptions=value["default_exceptions"],
        is_p5=True,
    )


class _Decoder:
    def __init__(self, namespaces: dict[str, str], scopes: list[dict[str, str]]) -> None:
        self.namespaces, self.scopes = namespaces, scopes
        # One pair for each name of an element.
        self.names: dict[str, tuple[str, str]] = {}

    def spec(self, value: dict[Any, Any]) -> Spec:
        get = value.get
        kind: Kind = next(iter(value))
        generate = get("generate")
        return Spec(
            kind=kind,
            ident=value[kind],
            mode=get("mode", ""),
            module=get("module", ""),
            namespace=get("ns"),
            prefix=get("prefix"),
            written=get("written", ""),
            class_type=get("type", ""),
            generate=None if generate is None else frozenset(generate),
            classes=_classes(get("classes")),
            attributes=self.attribute_list(get("attributes")),
            content=self.nodes(get("content"), get("scope", 0)),
            auto_prefix=get("auto_prefix", True),
            values=self.values(get("values")),
            constraints=self.constraints(get("constraints")),
            valid_until=get("valid_until", ""),
            source=get("source", ""),
        )

    def attribute_list(self, value: dict[str, Any] | None) -> AttributeList | None:
        if value is None:
            return None
        is_choice = "choice" in value
        parts = [self.attribute_part(each) for each in value["choice" if is_choice else "group"]]
        return AttributeList(parts, is_choice)

    def attribute_part(self, value: dict[str, Any]) -> Attribute | AttributeReference | AttributeList:
        if "attribute" in value:
            return self.attribute(value)
        if "class" in value:
            return AttributeReference(value["class"], value["name"])
        found = self.attribute_list(value)
        assert found is not None  # noqa: S101  a list has its parts
        return found

    def attribute(self, value: dict[str, Any]) -> Attribute:
        get = value.get
        return Attribute(
            ident=value["attribute"],
            mode=get("mode", ""),
            usage=get("usage", ""),
            written=get("written", ""),
            namespace=get("ns"),
            datatype=self.datatype(get("datatype"), get("scope", 0)),
            values=self.values(get("values")),
            default=get("default"),
            constraints=self.constraints(get("constraints")),
            valid_until=get("valid_until", ""),
        )

    def datatype(self, value: list[Any] | None, scope: int) -> Datatype | None:
        if value is None:
            return None
        minimum, maximum, *content = value
        return Datatype(self.nodes(content, scope) or [], minimum, maximum)

    def values(self, value: dict[str, Any] | None) -> ValueList | None:
        if value is None:
            return None
        items = [ValueItem(each) if each.__class__ is str else self.item(each) for each in value["items"]]
        return ValueList(value.get("type", ""), value.get("mode", ""), items)

    def item(self, value: dict[str, Any]) -> ValueItem:
        get = value.get
        parameters = self.nodes(get("parameters"), 0)
        return ValueItem(
            ident=value["value"],
            mode=get("mode", ""),
            written=get("written", ""),
            prose={} if parameters is None else Prose(paramList=parameters),
            constraints=self.constraints(get("constraints")),
            valid_until=get("valid_until", ""),
        )

    def constraints(self, value: list[dict[str, Any]] | None) -> list[Constraint]:
        return [self.constraint(each) for each in value or ()]

    def constraint(self, value: dict[str, Any]) -> Constraint:
        get = value.get
        return Constraint(
            ident=value["constraint"],
            mode=get("mode", ""),
            scheme=get("scheme", ""),
            language=get("language", ""),
            body=self.nodes(value["body"], get("scope", 0)) or [],
        )

    def nodes(self, value: list[Any] | None, scope: int) -> list[Node] | None:
        if value is None:
            return None
        prefixes, node = self.scopes[scope], self.node
        return [node(each, prefixes) for each in value]

    def node(self, value: list[Any], prefixes: dict[str, str]) -> Node:
        written = value[0]
        namespace, name = self.names.get(written) or self.name(written)
        first = 1
        attributes = {}
        if len(value) > 1 and value[1].__class__ is dict:
            first, attributes = 2, value[1]
        node = self.node
        children = [each if each.__class__ is str else node(each, prefixes) for each in value[first:]]
        return Node(namespace, name, attributes, children, NOWHERE, prefixes)

    def name(self, written: str) -> tuple[str, str]:
        prefix, colon, local = written.rpartition(":")
        found = self.names[written] = (self.namespaces[prefix] if colon else TEI, local)
        return found


def _classes(value: dict[str, Any] | None) -> Classes | None:
    if value is None:
        return None
    members = [Membership(each) if each.__class__ is str else Membership(*each) for each in value["member_of"]]
    return Classes(members, value.get("mode", ""))
