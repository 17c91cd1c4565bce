"""Clause 3, the full syntax, as a table of the attributes and children that the elements of a schema allow."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from teikit.diagnostics import Diagnostic, Span
from teikit.relaxng.datatypes.names import is_ncname, is_qname
from teikit.relaxng.datatypes.uri import is_uri_reference
from teikit.relaxng.syntax.faults import schema_diagnostic
from teikit.relaxng.syntax.tree import SchemaElement

Locate = Callable[[SchemaElement, str], Span]

TEXTUAL = frozenset({"value", "param", "name"})
_GROUPING = ("group", "interleave", "choice", "optional", "zeroOrMore", "oneOrMore", "list", "mixed")
_REFERRING = ("ref", "parentRef", "externalRef", "grammar")
_SIMPLE = ("attribute", "element", "empty", "notAllowed", "text", "data", "value")
PATTERNS = frozenset((*_GROUPING, *_REFERRING, *_SIMPLE))
NAME_CLASSES = frozenset({"name", "anyName", "nsName", "choice"})
_KNOWN = PATTERNS | NAME_CLASSES | {"start", "define", "div", "include", "param", "except"}
_MANY = 10**9
_COMMON = frozenset({"ns", "datatypeLibrary"})


@dataclass(frozen=True, slots=True)
class _Slot:
    """Children of one kind, at least `least` and at most `most` of them; `role` is their shape."""

    names: frozenset[str]
    least: int
    most: int
    description: str
    role: str = "pattern"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What an element requires and allows; `slots` follow one another."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    slots: tuple[_Slot, ...] = ()


_SOME_PATTERNS = _Slot(PATTERNS, 1, _MANY, "pattern")
_ONE_PATTERN = _Slot(PATTERNS, 1, 1, "pattern")
_NAME_CLASS = _Slot(NAME_CLASSES, 1, 1, "name class", "name class")
_SOME_NAME_CLASSES = _Slot(NAME_CLASSES, 1, _MANY, "name class", "name class")
_PARAMS = _Slot(frozenset({"param"}), 0, _MANY, "param")
_EXCEPT = _Slot(frozenset({"except"}), 0, 1, "except")
_EXCEPT_NAMES = _Slot(frozenset({"except"}), 0, 1, "except", "name class")
_COMPONENTS = _Slot(frozenset({"start", "define", "div", "include"}), 0, _MANY, "component", "grammar")
_REPLACEMENTS = _Slot(frozenset({"start", "define", "div"}), 0, _MANY, "component", "include")
_NAME = frozenset({"name"})
_HREF = frozenset({"href"})
_TYPE = frozenset({"type"})
_COMBINE = frozenset({"combine"})

_PATTERN_SHAPES: dict[str, _Shape] = {
    **dict.fromkeys((*_GROUPING, "except"), _Shape(slots=(_SOME_PATTERNS,))),
    **dict.fromkeys(("ref", "parentRef", "param"), _Shape(_NAME)),
    **dict.fromkeys(("empty", "notAllowed", "text"), _Shape()),
    "element": _Shape(_NAME, slots=(_SOME_PATTERNS,)),
    "attribute": _Shape(_NAME, slots=(_Slot(PATTERNS, 0, 1, "pattern"),)),
    "value": _Shape(optional=_TYPE),
    "data": _Shape(_TYPE, slots=(_PARAMS, _EXCEPT)),
    "externalRef": _Shape(_HREF),
    "grammar": _Shape(slots=(_COMPONENTS,)),
}
_COMPONENT_SHAPES: dict[str, _Shape] = {
    "start": _Shape(optional=_COMBINE, slots=(_ONE_PATTERN,)),
    "define": _Shape(_NAME, _COMBINE, (_SOME_PATTERNS,)),
    "include": _Shape(_HREF, slots=(_REPLACEMENTS,)),
}
_SHAPES: dict[str, dict[str, _Shape]] = {
    "pattern": _PATTERN_SHAPES,
    "grammar": {**_COMPONENT_SHAPES, "div": _Shape(slots=(_COMPONENTS,))},
    "include": {**_COMPONENT_SHAPES, "div": _Shape(slots=(_REPLACEMENTS,))},
    "name class": {
        "name": _Shape(),
        "anyName": _Shape(slots=(_EXCEPT_NAMES,)),
        "nsName": _Shape(slots=(_EXCEPT_NAMES,)),
        "choice": _Shape(slots=(_SOME_NAME_CLASSES,)),
        "except": _Shape(slots=(_SOME_NAME_CLASSES,)),
    },
}


def check(root: SchemaElement, locate: Locate) -> Iterator[Diagnostic]:
    """Yield the violations of clause 3 in a schema; `locate` returns the span of an attribute of an element."""
    if root.name not in PATTERNS:
        message = f"element {root.name!r} is not a pattern and cannot be a schema's root"
        rule = "element-not-allowed" if root.name in _KNOWN else "unknown-element"
        yield _diagnostic(root, rule, message)
        return
    todo = [(root, "pattern")]
    while todo:
        element, role = todo.pop()
        shape = _shape(element, role)
        yield from _attributes(element, shape, locate)
        yield from _children(element, shape, todo)
        if element.name == "name" and not is_qname(element.text):
            yield _diagnostic(element, "not-a-name", f"{element.text.strip()!r} is not a qualified name")


def _diagnostic(element: SchemaElement, rule: str, message: str, span: Span | None = None) -> Diagnostic:
    return schema_diagnostic(element.file, rule, message, span or element.span)


def _shape(element: SchemaElement, role: str) -> _Shape:
    shape = _SHAPES[role][element.name]
    if element.name in {"element", "attribute"} and "name" not in element.attributes:
        return _Shape(slots=(_NAME_CLASS, *shape.slots))
    return shape


def _attributes(element: SchemaElement, shape: _Shape, locate: Locate) -> Iterator[Diagnostic]:
    for name in sorted(shape.required - element.attributes.keys()):
        yield _diagnostic(element, "attribute-missing", f"element {element.name!r} lacks the attribute {name!r}")
    for name, value in element.attributes.items():
        if name not in shape.required and name not in shape.optional and name not in _COMMON:
            message = f"attribute {name!r} is not allowed on {element.name!r}"
            yield _diagnostic(element, "attribute-not-allowed", message, locate(element, name))
        elif (wrong := _VALUES[name](element, value.strip(" \t\r\n"))) is not None:
            yield _diagnostic(element, "attribute-value", f"attribute {name!r}: {wrong}", locate(element, name))


def _children(element: SchemaElement, shape: _Shape, todo: list[tuple[SchemaElement, str]]) -> Iterator[Diagnostic]:
    """Yield the children that are wrong or missing, and add the others to `todo` with their roles."""
    children = [child for child in element.children if child.name in _KNOWN]
    for child in element.children:
        if child.name not in _KNOWN:
            yield _diagnostic(child, "unknown-element", f"unknown element {child.name!r}")
    at = 0
    for slot in shape.slots:
        first = at
        while at < len(children) and at - first < slot.most and children[at].name in slot.names:
            todo.append((children[at], slot.role))
            at += 1
        if at - first < slot.least and len(children) == len(element.children):
            yield _describe_missing(element, slot, children[at:])
            return
    if at < len(children):
        yield _diagnostic(children[at], "element-not-allowed", _describe_surplus(element, children[at], shape))


def _describe_missing(element: SchemaElement, slot: _Slot, found: list[SchemaElement]) -> Diagnostic:
    if found:
        message = f"element {found[0].name!r} is not allowed here in {element.name!r}, expected a {slot.description}"
        return _diagnostic(element, "element-not-allowed", message, found[0].span)
    named = " (neither the attribute 'name' nor an element)" if slot is _NAME_CLASS else ""
    return _diagnostic(element, "element-missing", f"element {element.name!r} without {slot.description}{named}")


def _describe_surplus(element: SchemaElement, child: SchemaElement, shape: _Shape) -> str:
    if not shape.slots:
        return f"element {child.name!r} is not allowed in {element.name!r}, which takes no elements"
    last = shape.slots[-1]
    if child.name in last.names:
        return f"element {child.name!r} is one too many: {element.name!r} takes only one {last.description}"
    return f"element {child.name!r} is not allowed here in {element.name!r}"


def _qname_or_ncname(element: SchemaElement, value: str) -> str | None:
    if element.name in {"element", "attribute"}:
        return None if is_qname(value) else f"{value!r} is not a qualified name"
    return _ncname(element, value)


def _ncname(_element: SchemaElement, value: str) -> str | None:
    return None if is_ncname(value) else f"{value!r} is not a name without colon"


def _combine(_element: SchemaElement, value: str) -> str | None:
    return None if value in {"choice", "interleave"} else f"{value!r} is neither 'choice' nor 'interleave'"


def _href(_element: SchemaElement, value: str) -> str | None:
    if "#" in value:
        return f"{value!r} must not bear a fragment identifier"
    return None if is_uri_reference(value) else f"{value!r} is not a URI reference"


def _library(_element: SchemaElement, value: str) -> str | None:
    if not value:
        return None
    if "#" in value:
        return f"{value!r} must not bear a fragment identifier"
    if not is_uri_reference(value) or not re.match("[A-Za-z][A-Za-z0-9+.-]*:", value):
        return f"{value!r} is not an absolute URI"
    return None


_VALUES: dict[str, Callable[[SchemaElement, str], str | None]] = {
    "name": _qname_or_ncname,
    "type": _ncname,
    "combine": _combine,
    "href": _href,
    "datatypeLibrary": _library,
    "ns": lambda _element, _value: None,
}
