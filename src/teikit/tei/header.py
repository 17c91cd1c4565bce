"""Builds a teiHeader from a letter and its source; it has nothing that these or the program do not state."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from teikit._version import __version__
from teikit.letter.claims import Claim
from teikit.letter.cues import language_words
from teikit.letter.languages import LANGUAGES
from teikit.letter.names import PhraseKind
from teikit.letter.persons import is_same_person
from teikit.tei.correspondents import CorrespDesc
from teikit.tei.dates import calendar_description, date_element
from teikit.tei.markup import ID, LANG, element
from teikit.tei.metadata import Metadata

_NAMES = {"und": "not determined"}
_ENGLISH = "en"
_TITLES = {
    "both": "Letter from {sender} to {recipient}",
    "sender": "Letter from {sender}",
    "recipient": "Letter to {recipient}",
    "neither": "Letter",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EDITORIAL_RULES = (
    "All words of the source are kept, in their order and spelling; blanks and line ends between words are not.",
    "The parts of the letter, its names and its dates were recognised by the program.",
    "Dates are normalised to the Gregorian calendar; a date without a year is not completed.",
    "What is said of the sending rests on the letter; what rests on other knowledge bears @evidence='external'.",
)
Elements = Iterator[etree._Element]
NO_METADATA = Metadata()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that a letter came from: its name for people, its size in bytes, its SHA-256 digest in hex.

    `letter_number` is the number of the letter in it, from 1; 0 where it contains one.
    """

    name: str
    size: int
    sha256: str
    letter_number: int = 0


def _join_names(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def _name_party(claims: Iterable[Claim]) -> str:
    """Return the people in claims, or the organisations or offices where there is no person."""
    found = list(claims)
    for kind in (PhraseKind.PERSON, PhraseKind.OFFICE_HOLDER, PhraseKind.ORGANISATION, PhraseKind.OFFICE):
        names = [claim.text for claim in found if claim.phrase.kind is kind]
        if names:
            return _join_names(names)
    return ""


def _title(known: CorrespDesc, metadata: Metadata) -> str:
    """Return the title of the letter: from whom, to whom, where and when, as far as it is known."""
    if metadata.title:
        return metadata.title
    sender = _join_names(metadata.sender) or _name_party(known.sender)
    recipient = _join_names(metadata.recipient) or _name_party(known.recipient)
    which = "both" if sender and recipient else "sender" if sender else "recipient" if recipient else "neither"
    form = _TITLES[which]
    place = metadata.place or (known.place.text if known.place else "")
    date = metadata.date or _written(known)
    return ", ".join(filter(None, (form.format(sender=sender, recipient=recipient), place, _english_date(date))))


def _written(known: CorrespDesc) -> str:
    """Return the W3C date of writing, "" where it is not known."""
    return known.date.phrase.date.when if known.date and known.date.phrase.date else ""


def _english_date(when: str) -> str:
    """Return a full W3C date in English, 2 May 1899; others as they are."""
    if not _DAY.fullmatch(when):
        return when.replace("/", " to ") if not when.startswith("--") else ""
    year, month, day = when.split("-")
    return f"{int(day)} {language_words(_ENGLISH)['months'][int(month) - 1][0].capitalize()} {year}"


def _external_attributes(metadata: Metadata) -> dict[str, str]:
    """Return the attributes of what the metadata state, which is external evidence and the editors' responsibility."""
    editors = " ".join(f"#editor-{number}" for number, _ in enumerate(metadata.editor, 1))
    return {"evidence": "external", "resp": editors}


def _name_elements(metadata: Metadata, role: str, claims: Iterable[Claim]) -> Elements:
    """Yield the senders or recipients in the metadata, marked as external evidence; else those in the letter."""
    names, refs = getattr(metadata, role), getattr(metadata, f"{role}_ref")
    for name, ref in zip(names, [*refs, *[""] * len(names)], strict=False):
        yield element("persName", name, ref=ref, **_external_attributes(metadata))
    if not names:
        yield from (element(one.phrase.kind, one.text, evidence=one.phrase.evidence) for one in claims)


def _metadata_date(metadata: Metadata) -> etree._Element:
    """Return the date in the metadata: a day, or the first and the last of several."""
    first, _, last = metadata.date.removesuffix("?").partition("/")
    when = {"from": first, "to": last} if last else {"when": first}
    cert = "low" if metadata.date.endswith("?") else ""
    return element("date", metadata.date, cert=cert, **when, **_external_attributes(metadata))


def _sent_action(known: CorrespDesc, metadata: Metadata) -> etree._Element:
    action = element("correspAction", _name_elements(metadata, "sender", known.sender), type="sent")
    if metadata.place:
        action.append(element("placeName", metadata.place, ref=metadata.place_ref, **_external_attributes(metadata)))
    elif known.place:
        action.append(element("placeName", known.place.text))
    if metadata.date:
        action.append(_metadata_date(metadata))
    elif known.date and known.date.phrase.date:
        action.append(date_element(known.date.text, known.date.phrase.date))
    if not (known.sender or metadata.sender):
        action.append(element("note", element("p", "The letter does not name its sender.")))
    return action


def _correspondence_description(known: CorrespDesc, metadata: Metadata) -> etree._Element:
    """Return the description of the correspondence, with the letters before and after it (TEI P5, 2.4.6)."""
    description = element("correspDesc", _sent_action(known, metadata))
    received = list(_name_elements(metadata, "recipient", known.recipient))
    if known.received and known.received.phrase.date:
        received.append(date_element(known.received.text, known.received.phrase.date))
    if received:
        description.append(element("correspAction", received, type="received"))
    if known.copied:
        copies = (element(one.phrase.kind, one.text) for one in known.copied)
        description.append(element("correspAction", copies, type="received", subtype="cc"))
    letters = {kind: letter for kind, letter in (("prev", metadata.previous), ("next", metadata.next)) if letter}
    if letters:
        refs = (element("ref", one, type=kind, target=one if _is_url(one) else "") for kind, one in letters.items())
        description.append(element("correspContext", refs))
    return description


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://")) and " " not in text


def _language_usage(tag: str) -> etree._Element:
    name = language_words(tag)["name"] if tag in LANGUAGES else _NAMES.get(tag, tag)
    return element("langUsage", element("language", name, ident=tag))


def _publication_statement(metadata: Metadata) -> etree._Element:
    doi = metadata.doi and f"https://doi.org/{metadata.doi.removeprefix('https://doi.org/')}"
    addresses = [address for address in (doi, metadata.url) if address]
    if not metadata.publisher:
        texts = [text for text in (metadata.licence, metadata.year, *addresses) if text]
        return element("publicationStmt", *(element("p", text) for text in texts or ["Not published."]))
    statement = element("publicationStmt", element("publisher", metadata.publisher))
    if metadata.year:
        statement.append(element("date", metadata.year, when=metadata.year))
    if metadata.licence:
        target = metadata.licence if _is_url(metadata.licence) else ""
        statement.append(element("availability", element("licence", metadata.licence, target=target)))
    statement.extend(element("idno", address, type="uri") for address in addresses)
    return statement


def _source_description(metadata: Metadata, source: SourceFile) -> etree._Element:
    """Return the source of the letter: the file, and the original where the metadata name it."""
    which = f"letter {source.letter_number} in " if source.letter_number else ""
    statement = f"Encoded from {which}the file “{source.name}” ({source.size} bytes, SHA-256 {source.sha256})."
    kept = {"settlement": metadata.settlement, "repository": metadata.repository, "collection": metadata.collection}
    if not (metadata.shelfmark or any(kept.values())):
        return element("sourceDesc", element("p", statement))
    parts = [element(name, value) for name, value in kept.items() if value]
    identifier = element("msIdentifier", *parts, element("idno", metadata.shelfmark or "without shelfmark"))
    return element("sourceDesc", element("msDesc", identifier, element("p", statement)))


def _title_statement(known: CorrespDesc, metadata: Metadata) -> etree._Element:
    """Return the title, who wrote the letter, and who edits it."""
    authors = metadata.sender or [one.text for one in known.sender if one.phrase.kind is PhraseKind.PERSON]
    editors = (element("editor", name, **{ID: f"editor-{number}"}) for number, name in enumerate(metadata.editor, 1))
    title = element("title", _title(known, metadata))
    return element("titleStmt", title, [element("author", name) for name in authors], editors)


def _file_description(known: CorrespDesc, source: SourceFile, metadata: Metadata) -> etree._Element:
    title, publication = _title_statement(known, metadata), _publication_statement(metadata)
    series = element("seriesStmt", element("title", metadata.series)) if metadata.series else []
    return element("fileDesc", title, publication, series, _source_description(metadata, source))


def _encoding_description() -> etree._Element:
    program = element("application", element("label", "teikit"), ident="teikit", version=__version__)
    rules = element("editorialDecl", (element("p", rule) for rule in _EDITORIAL_RULES))
    return element("encodingDesc", rules, element("appInfo", program))


def _profile_description(known: CorrespDesc, text: etree._Element, language: str, metadata: Metadata) -> etree._Element:
    abstract = element("abstract", element("p", metadata.abstract)) if metadata.abstract else []
    described = _correspondence_description(known, metadata)
    used = calendar_description((described, text))
    return element("profileDesc", abstract, [] if used is None else used, _language_usage(language), described)


def build_header(
    known: CorrespDesc, text: etree._Element, language: str, source: SourceFile, metadata: Metadata = NO_METADATA
) -> etree._Element:
    """Return the teiHeader of a letter and its text (TEI P5, chapter 2; correspDesc: 2.4.6).

    What `metadata` state replaces what the letter states, and has @evidence="external".
    """
    file, profile = _file_description(known, source, metadata), _profile_description(known, text, language, metadata)
    revision = element("revisionDesc", element("change", f"Encoded with teikit {__version__}; not yet revised."))
    return element("teiHeader", file, _encoding_description(), profile, revision, **{LANG: _ENGLISH})


def contradictions(known: CorrespDesc, metadata: Metadata) -> Iterator[str]:
    """Yield a warning for each statement of the metadata that the letter contradicts."""
    yield from known.warnings
    written = _written(known)
    if metadata.date and written and not _is_consistent(metadata.date.removesuffix("?"), written):
        yield f"the letter is dated {written}, the metadata say {metadata.date}"
    for word, names, claims in (("from", metadata.sender, known.sender), ("to", metadata.recipient, known.recipient)):
        people = [claim.text for claim in claims if claim.phrase.kind is PhraseKind.PERSON]
        if names and people and not any(is_same_person(name, person) for name in names for person in people):
            yield f"the letter is {word} {_join_names(people)}, the metadata say {_join_names(names)}"


def _is_consistent(one: str, two: str) -> bool:
    if two.startswith("--"):
        return one.startswith("--") or one[4:].startswith(two[1:]) or len(one) < len("1899-05-02")
    return one.startswith(two) or two.startswith(one)
