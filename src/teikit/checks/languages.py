"""Checks language tags: well-formed, registered, and declared in langUsage if the document declares any."""

from collections.abc import Iterator
from functools import lru_cache

from teikit.checks.check import Check
from teikit.checks.finding import CheckedElement, Finding
from teikit.diagnostics import Rule, Severity
from teikit.diagnostics.value_faults import ValueFault
from teikit.document.subtags import is_well_formed, two_letter_code, unregistered_subtag
from teikit.messages import quote

MALFORMED = Rule(
    "tei/language-malformed",
    Severity.WARNING,
    "A language tag has the form that BCP 47 gives it.",
    "Programs choose fonts, hyphenation, voices and search by it; a tag in another form means nothing to them.",
    '<p xml:lang="de_AT">Grüß Gott.</p>',
    '<p xml:lang="de-AT">Grüß Gott.</p>',
    "BCP 47 (RFC 5646), 2.1; TEI P5, teidata.language",
)
UNREGISTERED = Rule(
    "tei/language-unregistered",
    Severity.WARNING,
    "The parts of a language tag are in IANA's registry, or private by its rules.",
    "Others read the tag by the registry: 'ger' and 'engl' name no language there.",
    '<p xml:lang="ger">Guten Tag.</p>',
    '<p xml:lang="de">Guten Tag.</p>',
    "BCP 47 (RFC 5646), 2.2; IANA Language Subtag Registry",
)
_LETTER = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A letter</title></titleStmt>'
    "<publicationStmt><p>Unpublished.</p></publicationStmt><sourceDesc><p>Made up.</p></sourceDesc></fileDesc>"
    '<profileDesc><langUsage><language ident="de">German</language>{}</langUsage><correspDesc>'
    '<correspAction type="sent"><note><p>Unknown.</p></note></correspAction></correspDesc></profileDesc></teiHeader>'
    '<text><body><div type="letter"><opener/><p>Guten Tag, <foreign xml:lang="fr">mon ami</foreign>.</p><closer/></div>'
    "</body></text></TEI>"
)
UNDECLARED = Rule(
    "tei/language-undeclared",
    Severity.WARNING,
    "A language of the text is declared in langUsage, where the header declares any.",
    "Catalogues take from the header which languages to expect; one that it leaves out is not found."
    " A language of phrases alone (foreign, mentioned) is a remark.",
    _LETTER.format(""),
    _LETTER.format('<language ident="fr">French</language>'),
    "TEI P5, att.global and langUsage",
    "TEI",
)

_LANG = "http://www.w3.org/XML/1998/namespace lang"
# Elements of words and phrases.
_PHRASES = frozenset({"foreign", "mentioned", "distinct", "term", "gloss", "title", "name", "persName", "placeName"})
_LONGEST_TAG = 60
# The letters of a code that may have a shorter one.
_LONG_CODE = 3
_UNDECLARED_FAULT = "is a language of phrases that langUsage does not declare"
# Attributes with one tag, and those with several.
_ONE = frozenset({_LANG, "mainLang", "tag"})
_SEVERAL = frozenset({"otherLangs", "tags", "docLang", "targetLang"})


class LanguagesCheck(Check):
    """All language tags of a document."""

    rules = (MALFORMED, UNREGISTERED, UNDECLARED)
    elements = frozenset({"language", "text"})
    attributes = _ONE | _SEVERAL

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._declared: set[str] = set()
        self._texts = 0
        self._used: dict[str, list[int]] = {}
        # Languages of more than single words and phrases.
        self._languages_of_texts: set[str] = set()

    def start(self, element: CheckedElement) -> None:
        """See a declaration, or a text begin."""
        if element.name == "text":
            self._texts += 1
            # Its attributes are seen before the element is.
            self._use(element, element.attributes.get(_LANG, ""))
        elif "ident" in element.attributes:
            self._declared.add(_primary(element.attributes["ident"]))
            self._check_tag(element, "ident", element.attributes["ident"])

    def end(self, element: CheckedElement) -> None:
        """See a text end."""
        self._texts -= element.name == "text"

    def attribute(self, element: CheckedElement, key: str, value: str) -> None:
        """See tags."""
        if (key != _LANG and not element.name) or (key == "tag" and element.name != "langKnown"):
            return
        for tag in [value] if key in _ONE else value.split():
            self._check_tag(element, key, tag)
            if key == _LANG and self._texts:
                self._use(element, tag)

    def _use(self, element: CheckedElement, tag: str) -> None:
        if tag.strip():
            language = _primary(tag)
            self._used.setdefault(language, []).append(element.number)
            if element.name not in _PHRASES:
                self._languages_of_texts.add(language)

    def _check_tag(self, element: CheckedElement, key: str, tag: str) -> None:
        # The empty tag cancels the language of the parent (XML 1.0, 2.12).
        if tag.strip() and (problem := _tag_problem(tag.strip())):
            rule, message, replacement = problem
            advice = f"write '{replacement}'" if replacement else ""
            self._findings.append(Finding(rule, message, element.number, key, (), tag, replacement, advice))

    def findings(self) -> Iterator[Finding]:
        """Yield the tags that are wrong, and the languages that are not declared, each where it is first used."""
        yield from self._findings
        for language, elements in self._used.items() if self._declared else ():
            if language in self._declared:
                continue
            if language in self._languages_of_texts:
                more = f" ({len(elements)} elements)" if len(elements) > 1 else ""
                message = f"the language {quote(language)} of the text is not declared in langUsage{more}"
                yield Finding(UNDECLARED, message, elements[0], _LANG)
            else:
                # Not all editions declare the language of each phrase.
                fault = ValueFault(
                    "xml:lang", language[:_LONGEST_TAG].replace("'", " "), _UNDECLARED_FAULT, len(elements)
                )
                yield Finding(UNDECLARED, fault.message(), elements[0], _LANG, severity=Severity.INFO)


@lru_cache(maxsize=1_024)
def _primary(tag: str) -> str:
    """Return the language of a tag, with two letters where it has them; of a private tag the whole tag."""
    low = tag.strip().lower().replace("_", "-")
    if low.startswith("x-"):
        return low
    language = low.partition("-")[0]
    return (two_letter_code(language) if len(language) == _LONG_CODE else None) or language


def _tag_problem(tag: str) -> tuple[Rule, str, str | None] | None:
    """Return the rule that a tag breaks, the message, and the intended tag if it is clear."""
    if not is_well_formed(tag):
        meant = tag.replace("_", "-")
        plain = meant if "_" in tag and is_well_formed(meant) and not unregistered_subtag(meant) else None
        return MALFORMED, f"{quote(tag)} is no language tag of BCP 47" + (f", write '{plain}'" if plain else ""), plain
    unknown = unregistered_subtag(tag)
    if unknown is None:
        return None
    kind, subtag = unknown
    short = two_letter_code(subtag) if kind == "language" else None
    name = "extended language" if kind == "extlang" else kind
    message = f"the {name} {quote(subtag)} of {quote(tag)} is not registered"
    plain = short + tag[len(subtag) :] if short else None
    return UNREGISTERED, message + (f", write '{plain}'" if plain else ""), plain
