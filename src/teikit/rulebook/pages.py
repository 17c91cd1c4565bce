"""Formats rules for reading: as text for the terminal, and as Markdown pages for docs/rules."""

from collections.abc import Iterable
from itertools import groupby

from teikit.diagnostics import Rule

# The last line of each rule's page, by which pages are recognised.
END = "[All rules](README.md)"
_FAMILIES = {
    "archivematica": "Transfers for Archivematica",
    "bag": "Bags (BagIt)",
    "bag-profile": "Bags against a BagIt profile",
    "dspace": "Items for DSpace",
    "export": "What can be exported",
    "mets": "Packages that METS describes, such as E-ARK's",
    "ocfl": "OCFL objects",
    "package": "Packages of any kind",
    "ro-crate": "RO-Crates",
    "schema": "Which schemas hold",
    "sch-schema": "Schematron schemas themselves",
    "rng": "Documents against a RELAX NG schema",
    "rng-schema": "RELAX NG schemas themselves",
    "sch": "Schematron",
    "suppression": "Suppressions",
    "tei": "TEI beyond schemas",
    "xml": "XML",
}
# Families that can be suppressed: faults of schemas, and those that end the check of a file, are always reported.
_SUPPRESSIBLE = ("rng", "sch", "tei")
_PLACES = {
    "TEI": "the whole document",
    "schema": "a schema",
    "odd": "an ODD, or what is in its schemaSpec",
    "schematron": "a Schematron schema, or what is in one",
    "idref": "a document whose schema declares `id` an ID and `see` an IDREF",
}


def family(rule: Rule) -> str:
    """Return the first part of a rule's id."""
    return rule.id.partition("/")[0]


def file_name(rule: Rule) -> str:
    """Return the name of a rule's page."""
    return f"{rule.id.replace('/', '-')}.md"


def text(rule: Rule) -> str:
    """Return everything about a rule as plain text, with a final line end."""
    parts = [f"{rule.id} ({rule.severity})", rule.summary, rule.why]
    if rule.failing:
        parts.append(f"Failing:\n{_indent(rule.failing)}")
    if rule.passing:
        parts.append(f"Passing:\n{_indent(rule.passing)}")
    if rule.source:
        parts.append(f"Source: {rule.source}")
    if family(rule) in _SUPPRESSIBLE:
        parts.append(f"To leave it out: --ignore {rule.id}, or <?teikit ignore {rule.id}?> before an element.")
    return "\n\n".join(parts) + "\n"


def _indent(example: str) -> str:
    return "\n".join(f"    {line}" for line in example.splitlines())


def page(rule: Rule) -> str:
    """Return a rule's page in Markdown."""
    where = _PLACES.get(rule.within, f"within `{rule.within}`")
    parts = [f"# {rule.id}", f"{rule.severity.capitalize()}. {rule.summary}", rule.why]
    if rule.failing:
        parts.append(f"## Failing ({where})\n\n{_code(rule.failing)}")
    if rule.passing:
        parts.append(f"## Passing\n\n{_code(rule.passing)}")
    if rule.source:
        parts.append(f"Source: {rule.source}.")
    return "\n\n".join([*parts, END]) + "\n"


def _code(example: str) -> str:
    kind = "xml" if example.startswith("<") else "text"
    return f"```{kind}\n{example}\n```"


def index(rules: Iterable[Rule]) -> str:
    """Return the index page, which lists all rules by family."""
    parts = ["# Rules", "Made from the rulebook by `make rules`; `teikit explain RULE` shows the same at the terminal."]
    for name, of_family in groupby(sorted(rules, key=lambda one: one.id), key=family):
        rows = [f"| [{one.id}]({file_name(one)}) | {one.severity} | {one.summary} |" for one in of_family]
        head = [f"## {_FAMILIES.get(name, name)}", "", "| rule | severity | what holds |", "|---|---|---|"]
        parts.append("\n".join([*head, *rows]))
    return "\n\n".join(parts) + "\n"
