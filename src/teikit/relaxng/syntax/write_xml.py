"""Writes a schema's tree in the XML syntax, with comments and annotations, indented by two spaces."""

from collections.abc import Callable

from teikit.document.escaping import escape, quote_value
from teikit.relaxng.syntax.full_syntax import TEXTUAL
from teikit.relaxng.syntax.tree import AFTER_ROOT, BEFORE_ROOT, RELAXNG, Annotation, SchemaElement, SchemaSource

_STEP = "  "
Rename = Callable[[str], str]


def write_xml(source: SchemaSource, rename: Rename = str) -> str:
    """Return a schema in the XML syntax; `rename` changes the hrefs of what it includes."""
    writer = _XmlSyntaxWriter(rename)
    root = source.root
    outside = {place: [each for each in root.annotations if each.place == place] for place in (BEFORE_ROOT, AFTER_ROOT)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines += (_comment(each) for each in outside[BEFORE_ROOT])
    lines += writer.element(root, "", {"xml": ""})
    lines += (_comment(each) for each in outside[AFTER_ROOT])
    return "\n".join(lines) + "\n"


class _XmlSyntaxWriter:
    """Writes elements as lines."""

    def __init__(self, rename: Rename) -> None:
        self._rename = rename

    def element(self, element: SchemaElement, margin: str, declared: dict[str, str]) -> list[str]:
        """Return the lines of an element; `declared` maps the prefixes declared around it."""
        declarations, inner = _declarations(element, declared)
        tag = element.name + declarations
        for name, value in element.attributes.items():
            tag += f" {name}={quote_value(self._rename(value) if name == 'href' else value)}"
        for each in element.annotations:
            if each.kind == "attribute":
                tag += f" {each.name}={quote_value(each.text)}"
        if element.name in TEXTUAL:
            # The comments of an element that contains only text are written before it.
            comments = [margin + _comment(each) for each in element.annotations if each.kind == "comment"]
            text = escape(element.text).replace("\r", "&#13;")
            return [*comments, f"{margin}<{tag}>{text}</{element.name}>"]
        lines = list(self._content(element, margin + _STEP, inner))
        if not lines:
            return [f"{margin}<{tag}/>"]
        return [f"{margin}<{tag}>", *lines, f"{margin}</{element.name}>"]

    def _content(self, element: SchemaElement, margin: str, declared: dict[str, str]) -> list[str]:
        lines: list[str] = []
        by_place: dict[int, list[Annotation]] = {}
        for each in element.annotations:
            if each.kind in {"comment", "element"}:
                by_place.setdefault(each.place, []).append(each)
        for index in range(len(element.children) + 1):
            lines += (margin + annotation(each) for each in by_place.get(index, ()))
            if index < len(element.children):
                lines += self.element(element.children[index], margin, declared)
        return lines


def _declarations(element: SchemaElement, declared: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return the namespace declarations that an element needs, and all that are in scope within."""
    needed = {prefix: uri for prefix, uri in element.namespaces.items() if prefix not in {"", "xml"}}
    for each in element.annotations:
        needed |= {prefix: uri for prefix, uri in _prefixes(each).items() if prefix not in needed}
    new = {prefix: uri for prefix, uri in needed.items() if declared.get(prefix) != uri}
    first = "" if "" in declared else f' xmlns="{RELAXNG}"'
    words = "".join(f" xmlns:{prefix}={quote_value(uri)}" for prefix, uri in new.items() if uri)
    return first + words, {**declared, "": RELAXNG, **new}


def _prefixes(each: Annotation) -> dict[str, str]:
    """Return the prefixes that an annotation uses."""
    prefix = each.name.rpartition(":")[0]
    found = {prefix: each.namespace} if prefix and prefix != "xml" else {}
    for inner in each.children:
        found |= _prefixes(inner)
    return found


def annotation(each: Annotation, default: str = RELAXNG) -> str:
    """Return an annotation as XML on one line, or as many as its own text has."""
    if each.kind == "comment":
        return _comment(each)
    if each.kind == "text":
        return escape(each.text)
    tag = each.name
    if ":" not in each.name and each.namespace != default:
        tag += f" xmlns={quote_value(each.namespace)}"
        default = each.namespace
    tag += "".join(f" {one.name}={quote_value(one.text)}" for one in each.children if one.kind == "attribute")
    inner = "".join(annotation(one, default) for one in each.children if one.kind != "attribute")
    return f"<{tag}>{inner}</{each.name}>" if inner else f"<{tag}/>"


def _comment(each: Annotation) -> str:
    text = each.text
    while "--" in text:
        text = text.replace("--", "- -")
    return f"<!--{text}{' ' if text.endswith('-') else ''}-->"
