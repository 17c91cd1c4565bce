"""Removes the parts of a concrete tree that violate the syntax (ISO/IEC 19757-3, clause 5)."""

from teikit.schematron.faults import Faults, NamedKind
from teikit.schematron.tree import SCHEMATRON, SchematronElement

# The content of each element; others contain text, and elements of other vocabularies are ignored.
_CONTENT = {
    "schema": {
        *("title", "ns", "p", "let", "phase", "pattern", "group", "diagnostics", "properties", "param", "rules"),
        "extends",
    },
    "phase": {"p", "active", "let"},
    "pattern": {"title", "p", "let", "rule", "param"},
    "group": {"title", "p", "let", "rule", "param"},
    "rule": {"let", "assert", "report", "extends", "p", "param"},
    "rules": {"rule"},
    "diagnostics": {"diagnostic"},
    "properties": {"property"},
}
_REQUIRED = {
    "ns": ("prefix", "uri"),
    "let": ("name",),
    "phase": ("id",),
    "active": ("pattern",),
    "param": ("name", "value"),
    "rule": ("context",),
    "assert": ("test",),
    "report": ("test",),
    "value-of": ("select",),
    "diagnostic": ("id",),
    "property": ("id",),
}
_NAMES = frozenset(_REQUIRED) | {name for names in _CONTENT.values() for name in names}
_INLINE = {"name", "value-of", "emph", "dir", "span"}
# Elements whose other parts mean the same if one is left out; in a pattern a rule hides those after it.
_DIVISIBLE = {"schema", "phase", "rule", "diagnostics", "properties"}
_IDENTIFIED: dict[str, NamedKind] = {
    "pattern": "pattern",
    "group": "pattern",
    "phase": "phase",
    "diagnostic": "diagnostic",
    "property": "property",
}


def remove_invalid_parts(element: SchematronElement, faults: Faults) -> SchematronElement | None:
    """Return an element without the parts that violate the syntax, None where nothing of it can be used."""
    is_usable = _has_attributes(element, faults)
    children: list[SchematronElement | str] = []
    for child in element.children:
        kept = (
            child if isinstance(child, str) or child.namespace != SCHEMATRON else _check_child(child, element, faults)
        )
        if kept is not None:
            children.append(kept)
        elif element.name not in _DIVISIBLE and not _is_harmless(child, element):
            is_usable = False
    if is_usable:
        return element.copy(children)
    _leave_out(element, faults)
    return None


def _has_attributes(element: SchematronElement, faults: Faults) -> bool:
    missing = [name for name in _REQUIRED.get(element.name, ()) if name not in element.attributes]
    for name in missing:
        faults.add("sch-schema/attribute-missing", f"'{element.name}' lacks the attribute '{name}'", element.origin)
    return not missing


def _check_child(child: SchematronElement, parent: SchematronElement, faults: Faults) -> SchematronElement | None:
    if child.name in _CONTENT.get(parent.name, _INLINE):
        return remove_invalid_parts(child, faults)
    known = child.name in _NAMES | _INLINE
    said = f"'{child.name}' is not allowed in '{parent.name}'" if known else f"'{child.name}' is not known"
    faults.add("sch-schema/element-not-allowed", said, child.origin)
    return None


def _is_harmless(child: SchematronElement | str, parent: SchematronElement) -> bool:
    """Whether a pattern means the same without a child, which is not so where the child may have been a rule."""
    misplaced = _NAMES - _CONTENT["pattern"] - {"rules", "extends"}
    return (
        parent.name in {"pattern", "group"}
        and isinstance(child, SchematronElement)
        and child.name in misplaced | {"let"}
    )


def _leave_out(element: SchematronElement, faults: Faults) -> None:
    if element.name == "ns":
        faults.leave_out("prefix", element.attributes.get("prefix", ""))
    if element.name == "let":
        faults.leave_out("variable", element.attributes.get("name", "").strip())
    if element.name in _IDENTIFIED:
        faults.leave_out(_IDENTIFIED[element.name], element.attributes.get("id", ""))
