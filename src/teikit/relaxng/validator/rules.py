"""The rules of RELAX NG schemas and of XML that documents are validated against."""

from teikit.diagnostics import Rule, Severity

_PAPER = "RELAX NG (ISO/IEC 19757-2), clause 6"
_IDS = "RELAX NG DTD Compatibility, clause 5"
_XML = "XML 1.0 (Fifth Edition), clause 2.1"
_LETTER = "<opener/><p>{}</p><closer/>"


def _error(  # noqa: PLR0913, PLR0917  a rule has these parts
    name: str, summary: str, why: str, failing: str, passing: str, source: str = _PAPER, within: str = "div"
) -> Rule:
    return Rule(name, Severity.ERROR, summary, why, failing, passing, source, within)


RULES: tuple[Rule, ...] = (
    _error(
        "rng/attribute-missing",
        "An element bears all attributes that the schema demands of it.",
        "Programs rely on such attributes: without @ident nobody knows which language a 'language' declares.",
        '<langUsage><language>English</language></langUsage><correspDesc><correspAction type="sent">'
        "<persName>Ada</persName></correspAction></correspDesc>",
        '<langUsage><language ident="en">English</language></langUsage><correspDesc><correspAction type="sent">'
        "<persName>Ada</persName></correspAction></correspDesc>",
        within="profileDesc",
    ),
    _error(
        "rng/attribute-not-allowed",
        "An element bears only attributes that the schema knows of it.",
        "A misspelt attribute is passed over in silence by every program that reads the file.",
        _LETTER.format('<date When="1911-06-04">4 June</date>'),
        _LETTER.format('<date when="1911-06-04">4 June</date>'),
    ),
    _error(
        "rng/attribute-value",
        "An attribute's value is one that the schema allows: of its list, or of its datatype.",
        "Dates, languages and identifiers are sorted, searched and linked by their value; one of another form is lost.",
        _LETTER.format('<date when="1911-6-4">4 June</date>'),
        _LETTER.format('<date when="1911-06-04">4 June</date>'),
    ),
    _error(
        "rng/element-missing",
        "An element holds all elements that the schema demands in it.",
        "What is missing cannot be found: a letter without 'correspDesc' is in no index of letters.",
        '<langUsage><language ident="en">English</language></langUsage>',
        '<correspDesc><correspAction type="sent"><persName>Ada</persName></correspAction></correspDesc>',
        within="profileDesc",
    ),
    _error(
        "rng/element-not-allowed",
        "An element stands only where the schema allows it.",
        "An element that is misspelt, comes too late or stands inside another one than it should is passed over, or is"
        " taken for something else.",
        "<opener/><closer/><p>One word more.</p>",
        "<opener/><p>One word more.</p><closer/>",
    ),
    _error(
        "rng/element-value",
        "An element that holds a plain value holds one of the right form, and is not empty where it may not be.",
        "An empty reference says that there is one, and does not say which.",
        "<opener><idno></idno></opener><p>One word.</p><closer/>",
        "<opener><idno>17/11</idno></opener><p>One word.</p><closer/>",
    ),
    _error(
        "rng/id-duplicate",
        "No two elements of a document have the same identifier (@xml:id).",
        "A pointer to it would lead to either of them.",
        '<opener/><p xml:id="a">One.</p><p xml:id="a">Two.</p><closer/>',
        '<opener/><p xml:id="a">One.</p><p xml:id="b">Two.</p><closer/>',
        _IDS,
    ),
    _error(
        "rng/idref-unresolved",
        "What a schema declares as a reference to an identifier (IDREF) has that identifier in the document.",
        "It points nowhere. TEI's pointers are URIs and not meant; schemas of other kinds have such references.",
        '<list xmlns=""><item id="a" see="b"/></list>',
        '<list xmlns=""><item id="a" see="a"/></list>',
        _IDS,
        "idref",
    ),
    _error(
        "rng/root-not-allowed",
        "A document's first element is one that the schema lets documents begin with.",
        "A file that lacks TEI's namespace, or is of another kind altogether, is read by no program for TEI.",
        "<TEI><teiHeader/></TEI>",
        "",
        within="TEI",
    ),
    _error(
        "rng/text-not-allowed",
        "Words stand only where the schema allows text.",
        "Words between paragraphs belong to none: they are lost where paragraphs are counted, indexed or printed.",
        "<opener/>Stray words.<p>One word.</p><closer/>",
        "<opener/><p>Stray words.</p><p>One word.</p><closer/>",
    ),
    _error(
        "xml/encoding",
        "A document's bytes can be read in the encoding that it declares.",
        "Nothing can be read in an encoding that is not known.",
        '<?xml version="1.0" encoding="klingon"?><TEI xmlns="http://www.tei-c.org/ns/1.0"/>',
        "",
        "XML 1.0 (Fifth Edition), clause 4.3.3",
        "TEI",
    ),
    _error(
        "xml/external-entity",
        "A document holds all of its text: its entities are declared in it, and none is another file.",
        "What other files hold is not read, since a document from a stranger could show what is on your computer; "
        "--allow-read FOLDER allows it for the files of a folder.",
        '<!DOCTYPE TEI SYSTEM "tei.dtd"><TEI xmlns="http://www.tei-c.org/ns/1.0">&unknown;</TEI>',
        "",
        "XML 1.0 (Fifth Edition), clause 4.4",
        "TEI",
    ),
    _error(
        "xml/not-well-formed",
        "A document is well-formed XML: tags are closed in order, '&' and '<' are written as references.",
        "No program reads a file that is not, and nothing behind the place can be checked.",
        _LETTER.format("Yours & truly"),
        _LETTER.format("Yours &amp; truly"),
        _XML,
    ),
)
