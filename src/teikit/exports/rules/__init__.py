"""The rules that packages are verified against, and what a document must be to be exported as a letter."""

from teikit.diagnostics import Rule, Severity
from teikit.exports.rules import archivematica, bagit, bagit_profile, dspace, mets, ocfl, package, ro_crate

_LETTER = Rule(
    "export/not-a-letter",
    Severity.ERROR,
    "A document that is exported as a letter has the root element TEI, in TEI's namespace.",
    "Every format is made from the teiHeader and the text of one letter; a corpus or a page of HTML has none.",
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
    *package.RULES,
    *ro_crate.RULES,
    *archivematica.RULES,
    *dspace.RULES,
    _LETTER,
)
