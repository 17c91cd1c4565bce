"""The rules about suppressions: malformed, unknown or unused."""

from teikit.diagnostics import Rule, Severity

_LETTER = "<opener/>{}<p>One word.</p><closer/>"

RULES: tuple[Rule, ...] = (
    Rule(
        "suppression/baseline-unused",
        Severity.INFO,
        "What a baseline knows of a file is still there.",
        "The problem was fixed: written anew, the baseline will not hide the same one when it comes back.",
        "",
        "",
        "docs/suppression.md",
    ),
    Rule(
        "suppression/malformed",
        Severity.WARNING,
        "An instruction to teikit is 'ignore' and names the rules that it means.",
        "It is passed over, and what it was to hide is told all the same.",
        _LETTER.format("<?teikit ignroe rng?>"),
        _LETTER.format(""),
        "docs/suppression.md",
    ),
    Rule(
        "suppression/unknown-rule",
        Severity.WARNING,
        "An instruction to ignore names rules that there are.",
        "A misspelt rule hides nothing.",
        _LETTER.format("<?teikit ignore rng/element-mising?>"),
        _LETTER.format(""),
        "docs/suppression.md",
    ),
    Rule(
        "suppression/unused",
        Severity.WARNING,
        "An instruction to ignore a rule hides a problem.",
        "The problem is gone, and the instruction would hide the next one at its place.",
        _LETTER.format("<?teikit ignore rng/attribute-value?>"),
        _LETTER.format(""),
        "docs/suppression.md",
    ),
)
