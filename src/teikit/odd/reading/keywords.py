"""Reads the attributes of specifications: names, keywords and counts, each with a diagnostic where it is wrong."""

import re
from collections.abc import Collection
from typing import cast, get_args

from teikit.messages import escape_control, format_suggestion, quote, quote_names
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.p5.nodes import Node
from teikit.p5.specs import UNBOUNDED, Mode
from teikit.relaxng.datatypes.names import is_ncname, is_qname

MODES = tuple(each for each in get_args(Mode) if each)
_CHANGED = frozenset({"elementSpec", "classSpec", "macroSpec", "dataSpec", "attDef", "classes"})
_NUMBER = re.compile(r"[0-9]+")
_UNBOUNDED = "unbounded"
# No schema is written with as many copies, and int() takes the square of the number of digits.
_MOST_DIGITS = 9
_FALSE = {"false", "0"}


def read_name(node: Node, reporter: Reporter, attribute: str = "ident", *, is_needed: bool = True) -> str:
    """Return the name in an attribute without the white space around it; report it if there is none.

    It is a warning where the schema makes sense without the element, so that it is not `is_needed`.
    """
    name = node.get(attribute).strip()
    if not name:
        report = reporter.fail if is_needed else reporter.report
        report(RULE["odd/missing-ident"], f"{node.name} has no @{attribute}", node.place)
    return name


def check_name(name: str, node: Node, reporter: Reporter, *, allows_prefix: bool = False) -> None:
    """Report what is not a name, of which no grammar could be written; a prefix is a part of a name where it may be."""
    if name and not (is_qname(name) if allows_prefix else is_ncname(name)):
        other = next((each for each in node.elements("altIdent") if each.text().strip() == name), None)
        place = other.place if other else node.place.of("ident")
        reporter.report(RULE["odd/invalid-name"], f"{quote(name)} of {node.name} is not a name", place)


def read_keyword(node: Node, attribute: str, known: Collection[str], reporter: Reporter) -> str:
    """Return one of some keywords, "" if there is none; of an unknown one the nearest that is known, or ""."""
    value = node.get(attribute).strip()
    if not value or value in known:
        return value
    near = reporter.suggest(value, known)
    hint = format_suggestion([near]) if near else f", expected {quote_names(sorted(known), most=len(known))}"
    message = f"unknown @{attribute} {quote(value)} on {_describe(node)}{hint}"
    reporter.report(RULE["odd/unknown-keyword"], message, node.place.of(attribute))
    return near or ""


def read_mode(node: Node, reporter: Reporter) -> Mode:
    """Return @mode, "" if there is none; an unknown one without a near one changes what is there, and loses nothing."""
    mode = read_keyword(node, "mode", MODES, reporter)
    if not mode and node.get("mode").strip() and node.name in _CHANGED:
        return "change"
    return cast("Mode", mode)


def read_counts(
    node: Node, reporter: Reporter, minimum: str = "minOccurs", maximum: str = "maxOccurs"
) -> tuple[int, int]:
    """Return how often something occurs at least and at most, 1 and 1 by default; the maximum may be UNBOUNDED."""
    least, written = _read_count(node, minimum, reporter), node.get(maximum).strip()
    if written == _UNBOUNDED:
        return least, UNBOUNDED
    if written and not _NUMBER.fullmatch(written) and reporter.suggest(written, (_UNBOUNDED,)):
        message = f"unknown @{maximum} {quote(written)} on {_describe(node)}{format_suggestion([_UNBOUNDED])}"
        reporter.report(RULE["odd/unknown-keyword"], message, node.place.of(maximum))
        return least, UNBOUNDED
    return least, _read_count(node, maximum, reporter)


def _read_count(node: Node, attribute: str, reporter: Reporter) -> int:
    value = node.get(attribute).strip()
    if not value:
        return 1
    if not _NUMBER.fullmatch(value):
        message = f"@{attribute} of {_describe(node)} is {quote(value)}, which is no count"
        reporter.report(RULE["odd/invalid-count"], message, node.place.of(attribute))
        return 1
    return int(value) if len(value) <= _MOST_DIGITS else int("9" * _MOST_DIGITS)


def read_optional(node: Node, attribute: str) -> str | None:
    """Return a value without the white space around it, None if there is no such attribute."""
    value = node.attributes.get(attribute)
    return value if value is None else value.strip()


def read_boolean(node: Node, attribute: str, *, default: bool) -> bool:
    """Return a truth value, written as in XML Schema."""
    value = node.get(attribute).strip()
    return value not in _FALSE if value else default


def check_attributes(node: Node, known: Collection[str], reporter: Reporter) -> None:
    """Report the attributes that are probably misspelt ones of those that matter, and take them for these."""
    for attribute in [*node.attributes]:
        if attribute in known or attribute in _OTHERS or attribute.startswith("{"):
            continue
        near = reporter.suggest(attribute, known)
        if near and near not in node.attributes:
            message = f"unknown attribute '{escape_control(attribute)}' on {_describe(node)}{format_suggestion([near])}"
            reporter.report(RULE["odd/unknown-attribute"], message, node.place.of(attribute))
            node.attributes[near] = node.attributes.pop(attribute)


# What TEI allows on specifications beside what matters for a schema.
_OTHERS = frozenset(
    {
        "ana",
        "cert",
        "change",
        "copyOf",
        "corresp",
        "exclude",
        "facs",
        "from",
        "module",
        "n",
        "next",
        "prev",
        "rend",
        "rendition",
        "resp",
        "role",
        "sameAs",
        "select",
        "source",
        "status",
        "style",
        "subtype",
        "synch",
        "to",
        "type",
        "validUntil",
        "versionDate",
    }
)


def _describe(node: Node) -> str:
    name = next((node.get(each).strip() for each in ("ident", "key") if node.get(each).strip()), "")
    return f"{node.name} {quote(name)}" if name else node.name
