"""The rules that packages are verified against, and what a document must be to be exported as a letter."""

from teikit.diagnostics import Rule, Severity
from teikit.exports.rules import archivematica, bagit, bagit_profile, dspace, mets, ocfl, ro_crate


def _package_rule(name: str, summary: str, why: str) -> Rule:
    return Rule(f"package/{name}", Severity.ERROR, summary, why, "", "", "good practice", "bag")


_PACKAGE_RULES = (
    _package_rule(
        "name-twice",
        "An archive holds each file once.",
        "Of two files with one name, programs unpack now the one, now the other.",
    ),
    _package_rule(
        "no-regular-file",
        "A package holds regular files only, none of them encrypted.",
        "A link leads elsewhere on another machine, or nowhere.",
    ),
)
_LETTER = Rule(
    "export/not-a-letter",
    Severity.ERROR,
    "A document that is exported has the root element TEI or, with TEI documents in it, teiCorpus, in TEI's namespace.",
    "Every format is made from the teiHeader and the text of letters, which a page of HTML does not have.",
    "<html/>",
    "",
    "TEI P5, chapter 4",
    "TEI",
)

RULES: tuple[Rule, ...] = (
    *bagit.RULES,
    *bagit_profile.RULES,
    *ocfl.RULES,
    *mets.RULES,
    *_PACKAGE_RULES,
    *ro_crate.RULES,
    *archivematica.RULES,
    *dspace.RULES,
    _LETTER,
)
