"""The rules about pointers, with their texts."""

from teikit.diagnostics import Rule, Severity

UNRESOLVED = Rule(
    "tei/pointer-unresolved",
    Severity.WARNING,
    "A pointer with '#' names an element that is there, in this document or in the file that it names.",
    "Whoever follows it, a reader or a program, comes to nothing: the person, the note or the place is lost. Where the"
    " element may be in a register that is not named (--register), the severity is that of a remark; with registers"
    " @key is checked too.",
    '<p>To <persName ref="#p-hall">Mr Hall</persName>.</p>',
    '<p>To <persName ref="#p-hall">Mr Hall</persName>, <persName xml:id="p-hall">Thomas Hall</persName>.</p>',
    "TEI P5, chapter SA, 16.2; RFC 3986, 3.5",
)
WITHOUT_HASH = Rule(
    "tei/pointer-without-hash",
    Severity.WARNING,
    "A pointer to an element of the same document begins with '#'.",
    "Without it the pointer means a file of that name beside the document, and no program finds the element.",
    '<p>To <persName ref="p-hall">Mr Hall</persName>, <persName xml:id="p-hall">Thomas Hall</persName>.</p>',
    '<p>To <persName ref="#p-hall">Mr Hall</persName>, <persName xml:id="p-hall">Thomas Hall</persName>.</p>',
    "TEI P5, chapter SA, 16.2.1; RFC 3986, 4.4",
)
FILE_MISSING = Rule(
    "tei/pointer-file-missing",
    Severity.WARNING,
    "A pointer to a file names one that is there.",
    "A register or an image that is not handed on with the letter cannot be found by those who come later. Files are"
    " looked for only in the folders of the documents that were named, in the project, and where --allow-read says.",
    '<p><ref target="no-such-letter.xml">my last letter</ref></p>',
    '<p><ref target="https://example.org/letters/4">my last letter</ref></p>',
    "RFC 3986, 5.2; XML Base",
)
UNDECLARED_PREFIX = Rule(
    "tei/pointer-prefix-undeclared",
    Severity.WARNING,
    "A prefix that is no URI scheme of the world is declared by a prefixDef.",
    "Only prefixDef says what 'gnd:118609807' stands for; without it the pointer means nothing outside of the project."
    " A prefix is reported once in a file.",
    '<p>To <persName ref="psn:hall">Mr Hall</persName>.</p>',
    '<p>To <persName ref="https://example.org/persons/hall">Mr Hall</persName>.</p>',
    "TEI P5, chapter SA, 16.2.3",
)
_PREFIX = (
    '<encodingDesc><listPrefixDef><prefixDef ident="psn" matchPattern="([0-9]+)"'
    ' replacementPattern="https://example.org/$1"><p>Persons.</p></prefixDef></listPrefixDef>'
    '<projectDesc><p corresp="{}">Letters.</p></projectDesc></encodingDesc>'
)
PREFIX_UNMATCHED = Rule(
    "tei/pointer-prefix-unmatched",
    Severity.WARNING,
    "What follows a declared prefix matches the pattern of its prefixDef.",
    "The pattern says how identifiers look: one that does not match is misspelt, and nothing stands for it.",
    _PREFIX.format("psn:hall"),
    _PREFIX.format("psn:12"),
    "TEI P5, prefixDef",
    "teiHeader",
)

GRAPHIC_MISSING = Rule(
    "tei/graphic-missing",
    Severity.WARNING,
    "The file of an image, of a recording or of another medium is on disk.",
    "An edition without its facsimiles is handed to an archive once, and nobody can complete it later.",
    '<p><graphic url="no-such-image.jpg"/></p>',
    '<p><graphic url="https://example.org/image.jpg"/></p>',
    "TEI P5, att.resourced",
)
