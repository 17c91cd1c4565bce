"""Specifications as plain values, which compare equal where they say the same; places are left out."""

from dataclasses import fields, is_dataclass
from typing import Any

from teikit.p5.nodes import Node, Place


def plain(value: Any) -> Any:
    if isinstance(value, Node):
        children = [plain(each) for each in value.children]
        return [value.namespace, value.name, value.attributes, dict(value.prefixes), children]
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if is_dataclass(value):
        return {
            each.name: plain(getattr(value, each.name))
            for each in fields(value)
            if not isinstance(getattr(value, each.name), Place)
        }
    return value
