"""The rules for ODDs; examples are children of a schemaSpec."""

from teikit.diagnostics import Rule, Severity

_GUIDELINES = "TEI P5, chapter 22"


def _rule(  # noqa: PLR0913  a rule has these parts
    name: str, summary: str, why: str, failing: str, passing: str, *, severity: Severity = Severity.WARNING
) -> Rule:
    return Rule(f"odd/{name}", severity, summary, why, failing, passing, _GUIDELINES, "odd")


RULES: tuple[Rule, ...] = (
    _rule(
        "duplicate-part",
        "A specification has one content, one attList, one list of classes; an attribute one datatype and one valList.",
        "Only the first counts, so what the second says would be lost without a message.",
        '<elementSpec ident="p" mode="change"><content><textNode/></content><content><empty/></content></elementSpec>',
        '<elementSpec ident="p" mode="change"><content><textNode/></content></elementSpec>',
    ),
    _rule(
        "invalid-count",
        "A count is a number without a sign; a maximum may be 'unbounded'.",
        "What may be repeated how often cannot be guessed.",
        '<elementSpec ident="p" mode="change"><content><elementRef key="hi" maxOccurs="many"/></content></elementSpec>',
        '<elementSpec ident="p" mode="change"><content><elementRef key="hi" maxOccurs="2"/></content></elementSpec>',
        severity=Severity.ERROR,
    ),
    _rule(
        "missing-ident",
        "Specifications, attributes, values and references have the attribute that names them.",
        "Without it nothing says what is defined, changed or referred to.",
        '<elementSpec mode="delete"/>',
        '<elementSpec ident="hi" mode="delete"/>',
        severity=Severity.ERROR,
    ),
    _rule(
        "unknown-attribute",
        "The attributes of a specification are spelt as TEI spells them.",
        "A misspelt attribute has no effect, and the specification then means something else.",
        '<elementSpec ident="hi" mdoe="delete"/>',
        '<elementSpec ident="hi" mode="delete"/>',
    ),
    _rule(
        "unknown-keyword",
        "Modes, usages and types are keywords that TEI defines.",
        "An unknown keyword says nothing; the nearest one that is known is used in its place, or none.",
        '<elementSpec ident="hi" mode="delte"/>',
        '<elementSpec ident="hi" mode="delete"/>',
    ),
    _rule(
        "unknown-part",
        "A specification has only children that TEI defines for it.",
        "A misspelt or misplaced element has no effect.",
        '<elementSpec ident="hi" mode="change"><contents><textNode/></contents></elementSpec>',
        '<elementSpec ident="hi" mode="change"><content><textNode/></content></elementSpec>',
    ),
)
RULE = {each.id: each for each in RULES}
