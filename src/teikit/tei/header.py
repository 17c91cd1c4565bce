"""Builds a teiHeader from a letter and its source; it has nothing that these or the program do not state."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from teikit._version import __version__
from teikit.letter.claims import Basis, Claim, ClaimKind
from teikit.letter.cues import language_words, primary_subtag
from teikit.letter.languages import LANGUAGES
from teikit.letter.names import PhraseKind
from teikit.letter.persons import is_same_person
from teikit.shallow_repr import shallow_repr
from teikit.tei.certainty import cert_attribute
from teikit.tei.correspondents import CorrespDesc
from teikit.tei.dates import calendar_description, date_attributes
from teikit.tei.header_claims import UNKNOWN_LANGUAGE, HeaderClaims
from teikit.tei.markup import ID, LANG, element
from teikit.tei.metadata import Metadata
from teikit.tei.source_fields import kept_fields
from teikit.tei.titles import is_consistent_date, join_names, written_date
from teikit.text.source import Field, Surface

_NAMES = {UNKNOWN_LANGUAGE: "not determined"}
_ENGLISH = "en"
# How the header says that nobody has looked at the encoding yet: whoever revises it writes something else.
NOT_REVISED = "not yet revised."
_EDITORIAL_RULES = (
    "All words of the source are kept, in their order and spelling; blanks and line ends between words are not.",
    "The parts of the letter, its names and its dates were recognised by the program.",
    "Dates are normalised to the Gregorian calendar; a date without a year is not completed.",
    "What is said of the sending rests on the letter; what rests on other knowledge bears @evidence='external'.",
)
_KINDS = {
    ClaimKind.COPY: "recipient of a copy",
    ClaimKind.PLACE: "place of sending",
    ClaimKind.DATE: "date of sending",
    ClaimKind.RECEIVED: "date of receipt",
}
_BASES = {Basis.NOTE: "an editor's note", Basis.LABEL: "a label", Basis.WORDS: "the words of the letter"}
Elements = Iterator[etree._Element]
NO_METADATA = Metadata()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that a letter came from: its name for people, its size in bytes, its SHA-256 digest in hex.

    `letter_number` is the number of the letter in it, from 1; 0 where it contains one. `fields` are what it states
    beside the letter's text, `surfaces` the images of its pages.
    """

    name: str
    size: int
    sha256: str
    letter_number: int = 0
    fields: tuple[Field, ...] = ()
    surfaces: tuple[Surface, ...] = ()

    __repr__ = shallow_repr


def _external_attributes(metadata: Metadata) -> dict[str, str]:
    """Return the attributes of what the metadata state, which is external evidence and the editors' responsibility."""
    editors = " ".join(f"#editor-{number}" for number, _ in enumerate(metadata.editor, 1))
    return {"evidence": "external", "resp": editors}


def _name_elements(metadata: Metadata, role: str, claims: Iterable[Claim]) -> Elements:
    """Yield the senders or recipients in the metadata, marked as external evidence; else those in the letter."""
    names, refs = getattr(metadata, role), getattr(metadata, f"{role}_ref", ())
    for name, ref in zip(names, [*refs, *[""] * len(names)], strict=False):
        yield element("persName", name, ref=ref, **_external_attributes(metadata))
    if not names:
        yield from map(_claim_element, claims)


def _claim_element(claim: Claim) -> etree._Element:
    """Return a name or a date as the letter has it, with @cert="low" where the claim is not sure."""
    found = claim.phrase.date
    attributes = date_attributes(found) if found else {"evidence": claim.phrase.evidence}
    attributes["cert"] = cert_attribute(claim) or attributes.get("cert", "")
    return element(claim.phrase.kind, claim.text, **attributes)


def _metadata_date(metadata: Metadata) -> etree._Element:
    """Return the date in the metadata: a day, or the first and the last of several."""
    first, _, last = metadata.date.removesuffix("?").partition("/")
    when = {"from": first, "to": last} if last else {"when": first}
    cert = "low" if metadata.date.endswith("?") else ""
    return element("date", metadata.date, cert=cert, **when, **_external_attributes(metadata))


def _sent_action(claims: HeaderClaims, metadata: Metadata) -> etree._Element:
    known = claims.correspondence
    action = element("correspAction", _name_elements(metadata, "sender", known.sender), type="sent")
    if metadata.place:
        action.append(element("placeName", metadata.place, ref=metadata.place_ref, **_external_attributes(metadata)))
    elif known.place:
        action.append(_claim_element(known.place))
    if metadata.date:
        action.append(_metadata_date(metadata))
    elif known.date:
        action.append(_claim_element(known.date))
    if not (known.sender or metadata.sender):
        action.append(element("note", element("p", _describe_missing_sender(claims))))
    return action


def _describe_missing_sender(claims: HeaderClaims) -> str:
    """Return in words why the header states no sender."""
    if any(claim.kind is ClaimKind.SENDER for claim in claims.left_out):
        return "The sender is not certain enough to be stated."
    if claims.has_signature:
        return "The letter is signed, but the program did not recognise a name in its signature."
    return "The letter does not name its sender."


def _correspondence_description(claims: HeaderClaims, metadata: Metadata) -> etree._Element:
    """Return the description of the correspondence, with the letters before and after it (TEI P5, 2.4.6)."""
    known = claims.correspondence
    description = element("correspDesc", _sent_action(claims, metadata))
    received = list(_name_elements(metadata, "recipient", known.recipient))
    if known.received:
        received.append(_claim_element(known.received))
    if received:
        description.append(element("correspAction", received, type="received"))
    if copies := list(_name_elements(metadata, "copied", known.copied)):
        description.append(element("correspAction", copies, type="received", subtype="cc"))
    letters = {kind: letter for kind, letter in (("prev", metadata.previous), ("next", metadata.next)) if letter}
    if letters:
        refs = (element("ref", one, type=kind, target=one if _is_url(one) else "") for kind, one in letters.items())
        description.append(element("correspContext", refs))
    return description


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://")) and " " not in text


def _language_usage(claim: Claim | None) -> etree._Element:
    tag = claim.text if claim else UNKNOWN_LANGUAGE
    primary = primary_subtag(tag)
    name = language_words(primary)["name"] if primary in LANGUAGES else _NAMES.get(tag, tag)
    return element("langUsage", element("language", name, ident=tag, cert=cert_attribute(claim) if claim else ""))


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
    cited = [element("bibl", metadata.source)] if metadata.source else []
    kept = {"settlement": metadata.settlement, "repository": metadata.repository, "collection": metadata.collection}
    if not (metadata.shelfmark or any(kept.values())):
        return element("sourceDesc", cited, element("bibl" if cited else "p", statement))
    parts = [element(name, value) for name, value in kept.items() if value]
    identifier = element("msIdentifier", *parts, element("idno", metadata.shelfmark or "without shelfmark"))
    return element("sourceDesc", cited, element("msDesc", identifier, element("p", statement)))


def _title_statement(claims: HeaderClaims, metadata: Metadata) -> etree._Element:
    """Return the title, who wrote the letter, and who edits it."""
    senders = (one for one in claims.stated if one.kind is ClaimKind.SENDER and one.phrase.kind is PhraseKind.PERSON)
    editors = (element("editor", name, **{ID: f"editor-{number}"}) for number, name in enumerate(metadata.editor, 1))
    title = element("title", claims.title.text, cert=cert_attribute(claims.title)) if claims.title else _untitled()
    authors = (element("author", one.text, cert=cert_attribute(one)) for one in senders)
    return element("titleStmt", title, authors, editors)


def _untitled() -> etree._Element:
    return element("title", "Letter")


def _file_description(claims: HeaderClaims, source: SourceFile, metadata: Metadata) -> etree._Element:
    title, publication = _title_statement(claims, metadata), _publication_statement(metadata)
    series = element("seriesStmt", element("title", metadata.series)) if metadata.series else []
    return element("fileDesc", title, publication, series, _source_description(metadata, source))


def _encoding_description() -> etree._Element:
    program = element("application", element("label", "teikit"), ident="teikit", version=__version__)
    rules = element("editorialDecl", (element("p", rule) for rule in _EDITORIAL_RULES))
    return element("encodingDesc", rules, element("appInfo", program))


def _profile_description(claims: HeaderClaims, text: etree._Element, metadata: Metadata) -> etree._Element:
    abstract = element("abstract", element("p", metadata.abstract)) if metadata.abstract else []
    described = _correspondence_description(claims, metadata)
    used = calendar_description((described, text))
    return element("profileDesc", abstract, [] if used is None else used, _language_usage(claims.language), described)


def build_header(
    claims: HeaderClaims,
    text: etree._Element,
    source: SourceFile,
    metadata: Metadata = NO_METADATA,
    kept: Sequence[Field] = (),
) -> etree._Element:
    """Return the teiHeader of a letter and its text (TEI P5, chapter 2; correspDesc: 2.4.6).

    What `metadata` state replaces what the letter states, and has @evidence="external". The fields in `kept` are there
    in words.
    """
    file, profile = _file_description(claims, source, metadata), _profile_description(claims, text, metadata)
    changes = [f"Encoded with teikit {__version__}; {NOT_REVISED}", *_describe_doubts(claims)]
    revision = element("revisionDesc", (element("change", change) for change in changes))
    encoding = _encoding_description()
    return element("teiHeader", file, encoding, profile, kept_fields(kept), revision, **{LANG: _ENGLISH})


def _describe_doubts(claims: HeaderClaims) -> Iterator[str]:
    """Yield in words which claims of the header are not sure, and which were left out."""
    for words, doubtful in (("Not certain", claims.unsure), ("Left out as too uncertain", claims.left_out)):
        if doubtful:
            yield f"{words}: {'; '.join(map(_describe_claim, doubtful))}."


def _describe_claim(claim: Claim) -> str:
    where = f"{_BASES.get(claim.basis, claim.basis)}{f', line {claim.line}' if claim.line else ''}"
    return f"the {_KINDS.get(claim.kind, claim.kind)} “{claim.text}” ({where}; {claim.confidence:.0%} sure)"


def contradictions(known: CorrespDesc, metadata: Metadata) -> Iterator[str]:
    """Yield a warning for each statement of the metadata that the letter contradicts."""
    yield from known.warnings
    written = written_date(known)
    if metadata.date and written and not is_consistent_date(metadata.date.removesuffix("?"), written):
        yield f"the letter is dated {written}, the metadata say {metadata.date}"
    for word, names, claims in (("from", metadata.sender, known.sender), ("to", metadata.recipient, known.recipient)):
        people = [claim.text for claim in claims if claim.phrase.kind is PhraseKind.PERSON]
        if names and people and not any(is_same_person(name, person) for name in names for person in people):
            yield f"the letter is {word} {join_names(people)}, the metadata say {join_names(names)}"
