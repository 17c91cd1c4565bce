"""TEI checks of other packages (entry points `teikit.checks`): the entry point's object is a subclass of `Check`."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from teikit.checks.check import Check
from teikit.checks.finding import Finding
from teikit.diagnostics import Rule
from teikit.plugins import CHECKS, Plugin, find_plugins, load_plugin

# The first parts of the ids of teikit's own rules; "sch" is for those of Schematron.
FAMILIES = frozenset(
    {
        "archivematica", "bag", "bag-profile", "dspace", "export", "mets", "ocfl", "odd", "package", "rng",
        "rng-schema", "ro-crate", "sch", "sch-schema", "schema", "suppression", "tei", "xml",
    }
)  # fmt: skip
_METHODS = ("__init__", "start", "end", "empty", "attribute", "has_relevant_text", "text")


def load_checks() -> tuple[type[Check], ...]:
    """Return the checks of extensions, whose errors are reported as the extension's.

    Raises:
        PluginError: one is broken, or claims a rule's id that is taken.
    """
    return _load_checks(tuple(find_plugins(CHECKS).values()))


def extension_rules() -> tuple[Rule, ...]:
    """Return the rules of all checks of extensions; errors are those of `load_checks`."""
    return tuple(rule for each in load_checks() for rule in each.rules)


def extension_identities() -> list[tuple[object, ...]]:
    """Return what identifies the checks of extensions and their versions: what cached results depend on."""
    return [(plugin.identity, *_file_state(load_plugin(plugin))) for plugin in find_plugins(CHECKS).values()]


def _file_state(check: type[Check]) -> tuple[object, ...]:
    """Return size and time of a check's file, which changes during development while the version does not."""
    file = getattr(sys.modules.get(check.__module__), "__file__", None)
    try:
        state = os.stat(file or "")  # noqa: PTH116  as in `teikit.validation.inputs`
    except OSError:
        return ()
    return state.st_size, state.st_mtime_ns


@cache
def _load_checks(plugins: tuple[Plugin, ...]) -> tuple[type[Check], ...]:
    taken: dict[str, str] = {}
    found = []
    for plugin in plugins:
        kind = _load_check(plugin)
        for rule in kind.rules:
            if rule.id.partition("/")[0] in FAMILIES or "/" not in rule.id:
                plugin.refuse(f"is incorrect: the id of its rule '{rule.id}' must begin with a name of its own and '/'")
            if rule.id in taken:
                plugin.refuse(f"has the rule '{rule.id}', which is also of the check '{taken[rule.id]}'")
            taken[rule.id] = plugin.name
        found.append(_guard_check(plugin, kind))
    return tuple(found)


def _load_check(plugin: Plugin) -> type[Check]:
    kind: Any = load_plugin(plugin)
    if not (isinstance(kind, type) and issubclass(kind, Check)):
        plugin.refuse("is incorrect: expected a subclass of teikit.checks.check.Check")
    if not kind.rules or not all(isinstance(rule, Rule) for rule in kind.rules):
        plugin.refuse("is incorrect: expected 'rules', a tuple of teikit.diagnostics.Rule")
    return kind


def _guard_check(plugin: Plugin, kind: type[Check]) -> type[Check]:
    """Return a subclass whose errors are reported as the extension's; what is not overridden costs nothing."""
    overridden = [name for name in _METHODS if getattr(kind, name) is not getattr(Check, name)]
    own: dict[str, Any] = {name: plugin.guard(getattr(kind, name)) for name in overridden}

    def findings(self: Check) -> Iterator[Finding]:
        found = plugin.guard(lambda: list(kind.findings(self)))()
        if any(not isinstance(each, Finding) or each.rule not in kind.rules for each in found):
            plugin.refuse("is incorrect: it reports what is not a Finding of one of its rules")
        return iter(found)

    members = {**own, "findings": findings, "__module__": kind.__module__}
    return cast("type[Check]", type(kind.__name__, (kind,), members))
