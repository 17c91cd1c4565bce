"""What a schema's tree means, as nested tuples: equal for two trees that differ in spelling only."""

import re

from teikit.relaxng.syntax import Annotation, SchemaElement
from teikit.relaxng.syntax.tree import AFTER_ROOT, BEFORE_ROOT

SPACE = " \t\r\n"
TAKE_GROUPS = {"element", "define", "zeroOrMore", "oneOrMore", "optional", "mixed", "list", "attribute", "start"}


def meaning(root: SchemaElement):
    """The tree with names resolved, namespaces and libraries pushed down, groups written out, and its annotations."""
    return _element(root, None, "")


def comments(root: SchemaElement) -> list[str]:
    """The comments of a schema in order, without the space around them."""
    found: list[str] = []
    _comments(root, found)
    return found


def _comments(element: SchemaElement, found: list[str]) -> None:
    last = len(element.children)
    before = [each for each in element.annotations if each.place == BEFORE_ROOT]
    after = [each for each in element.annotations if each.place == AFTER_ROOT]
    _comment_texts(before, found)
    for index in range(last + 1):
        _comment_texts([each for each in element.annotations if each.place == index], found)
        if index < last:
            _comments(element.children[index], found)
    _comment_texts(after, found)


def _comment_texts(annotations, found: list[str]) -> None:
    for each in annotations:
        if each.kind == "comment":
            found.append(" ".join(re.sub("-(?=-)", "- ", each.text).split()))
        _comment_texts(each.children, found)


def _qname(element: SchemaElement, written: str, ns):
    prefix, _, local = written.strip(SPACE).rpartition(":")
    return ("name", element.namespaces[prefix] if prefix else ns or "", local)


def _element(element: SchemaElement, ns, library):  # noqa: C901  a line for each rule of clause 4
    attributes = element.attributes
    ns = attributes.get("ns", ns)
    library = attributes.get("datatypeLibrary", library).strip(SPACE)
    kept = {key: value.strip(SPACE) for key, value in attributes.items() if key in {"combine", "href", "name", "type"}}
    kept["href"] = kept.get("href", "").replace(".rnc", ".rng")
    if element.name in {"include", "externalRef"}:
        kept["ns"] = ns or ""
    children = [_element(each, ns, library) for each in element.children]
    # The compact syntax cannot write a choice or group of one: what annotates it goes to what it holds, or its holder.
    notes = tuple(sorted((*_notes(element), *(one for each in children if each[0] == "hoisted" for one in each[2]))))
    children = [each[3] if each[0] == "hoisted" else each for each in children]
    if element.name in {"element", "attribute"} and "name" in kept:
        own = attributes.get("ns", "") if element.name == "attribute" else ns
        children.insert(0, ("plain", _qname(element, kept.pop("name"), own)))
    if element.name == "name":
        return ("plain", _qname(element, element.text, ns))
    if element.name == "nsName":
        kept["ns"] = ns or ""
    if element.name == "value" and "type" not in kept:
        kept["type"], library = "token", ""
    if element.name in {"data", "value"}:
        kept["library"] = library
    if element.name == "attribute" and len(children) == 1:
        children.append(("text", (), (), ()))
    head = 1 if element.name in {"element", "attribute"} else 0
    rest = children[head:]
    if element.name in TAKE_GROUPS and len(rest) > 1:
        children = [*children[:head], ("group", (), (), tuple(rest))]
    if element.name == "except" and len(children) == 1 and children[0][0] == "choice" and not children[0][2]:
        # Clause 4.12 makes several children of an except a choice.
        children = list(children[0][3])
    if len(children) == 1 and element.name in {"group", "choice", "interleave"}:
        lead = tuple(
            sorted(
                _annotation(each) for each in _kept_annotations(element) if each.kind == "attribute" or not each.place
            )
        )
        follow = tuple(each for each in notes if each not in lead)
        child = (*children[0][:2], tuple(sorted((*children[0][2], *lead))), *children[0][3:])
        return ("hoisted", (), follow, child) if follow else child
    text = element.text.strip() if element.name == "param" else element.text
    children = [each for each in children if not (each[0] == "div" and not each[3] and not each[2])]
    kept = {key: value for key, value in kept.items() if value}
    made = (element.name, tuple(sorted(kept.items())), notes, tuple(children))
    return (*made, text) if element.name in {"value", "param"} else made


def _kept_annotations(element: SchemaElement):
    return [each for each in element.annotations if each.kind in {"attribute", "element"}]


def _notes(element: SchemaElement):
    return tuple(sorted(_annotation(each) for each in _kept_annotations(element)))


def _annotation(each: Annotation):
    local = each.name.rpartition(":")[2]
    inner = tuple(_annotation(one) for one in each.children if one.kind != "comment" and not _is_blank(one))
    text = " ".join(each.text.split()) if each.kind == "text" else each.text
    return (each.kind, each.namespace, local, text, inner)


def _is_blank(annotation: Annotation) -> bool:
    return annotation.kind == "text" and not annotation.text.strip()
