"""The rules of packages of every kind."""

from teikit.diagnostics import Rule, Severity


def _rule(name: str, summary: str, why: str) -> Rule:
    return Rule(f"package/{name}", Severity.ERROR, summary, why, "", "", "good practice", "bag")


RULES: tuple[Rule, ...] = (
    _rule(
        "name-twice",
        "An archive holds each file once.",
        "Of two files with one name, programs unpack now the one, now the other.",
    ),
    _rule(
        "no-regular-file",
        "A package holds regular files only, none of them encrypted.",
        "A link leads elsewhere on another machine, or nowhere.",
    ),
)
