"""Keeps the Schematron rules that are embedded in grammars and ODDs for the cache, and loads those of ODDs from it."""

from pathlib import Path

from teikit.diagnostics import Diagnostic, Severity
from teikit.diagnostics.codec import pack, unpack
from teikit.odd.constraints.schematron import schematron_rules
from teikit.odd.constraints.schematron_tree import schematron_tree
from teikit.odd.schema import OddSchema
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import Loader
from teikit.relaxng.validator.schema import Schema, StoredRules
from teikit.schematron import load
from teikit.schematron.loading import load_tree
from teikit.schematron.schema import Schematron
from teikit.schematron.screening import make_screen
from teikit.schematron.tree import Origin, read_tree

_NO_RULES = "sch-schema/not-a-schema"


def grammar_rules(path: Path | str, data: bytes, loader: Loader) -> StoredRules | None:
    """Return the rules that are embedded in a grammar, None where there are none."""
    try:
        rules = load(path, data, loader=loader, lenient=True)
    except SchemaSyntaxError as error:
        has_none = all(each.rule == _NO_RULES for each in error.diagnostics)
        return None if has_none else StoredRules()
    screen = None if rules.faults else tuple(make_screen(rules.schema))
    return StoredRules(screen=screen, is_deterministic=rules.is_deterministic)


def odd_rules(schema: OddSchema, loader: Loader) -> StoredRules | None:
    """Return the rules of an ODD, None where there are none."""
    tree = schematron_tree(schema)
    if not any(tree.elements("pattern")):
        return None
    # The faults have their places in the ODD, which those of the text would not have.
    try:
        rules = load_tree(tree, loader)
    except SchemaSyntaxError as error:
        return StoredRules(faults=pack(error.diagnostics))
    text = schematron_rules(schema)
    if rules.faults:
        return StoredRules(text, faults=pack(rules.faults), is_deterministic=rules.is_deterministic)
    return StoredRules(text, tuple(make_screen(rules.schema)), is_deterministic=rules.is_deterministic)


def load_odd_rules(path: Path, schema: Schema, loader: Loader) -> Schematron:
    """Return the rules of an ODD that was compiled, without those that are not correct.

    Raises:
        SchemaSyntaxError: it has none that can be used.
    """
    rules = schema.rules or StoredRules()
    faults = tuple(unpack(rules.faults)) if rules.faults else ()
    if not rules.text:
        missing = Diagnostic(str(path), _NO_RULES, Severity.ERROR, "this ODD has no rules in Schematron")
        raise SchemaSyntaxError(faults or [missing])
    tree = read_tree(rules.text.encode(), str(path))
    for each in tree.descendants():
        # Places in the text are none in the ODD.
        each.origin = Origin(str(path), None, str(path))
    made = load_tree(tree, loader)
    made.faults = faults
    # What it was made from is known by its digests.
    made.files = {name: digest.encode() for name, digest in schema.files}
    return made
