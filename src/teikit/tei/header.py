"""Letter and source to a teiHeader: nothing in it that the letter, the file or the program does not state."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from teikit._version import __version__
from teikit.letter.cues import LANGUAGES, language_cues
from teikit.letter.names import Kind, Phrase
from teikit.tei.dates import calendars, date_element
from teikit.tei.markup import LANG, element
from teikit.tei.metadata import Metadata
from teikit.tei.people import Correspondence

_NAMES = {"und": "not determined"}
_ENGLISH = "en"
NOTHING_MORE = Metadata()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that a letter came from: its name for people, its size in bytes, its SHA-256 digest in hex."""

    name: str
    size: int
    sha256: str


def _plain(phrase: Phrase) -> str:
    return " ".join(phrase.text.split())


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def _who(phrases: Iterable[Phrase]) -> str:
    """Return the people named, or the organisations or offices where no person is."""
    found = list(phrases)
    for kind in (Kind.PERSON, Kind.HOLDER, Kind.ORGANISATION, Kind.OFFICE):
        names = [_plain(phrase) for phrase in found if phrase.kind is kind]
        if names:
            return _listed(names)
    return ""


def _title(known: Correspondence, metadata: Metadata) -> str:
    if metadata.title:
        return metadata.title
    sender = _listed(metadata.sender) or _who(known.sender)
    recipient = _listed(metadata.recipient) or _who(known.recipient)
    which = "both" if sender and recipient else "sender" if sender else "recipient" if recipient else "neither"
    form: str = language_cues(_ENGLISH)["title"][which]
    return form.format(sender=sender, recipient=recipient)


def _names(names: Iterable[str], phrases: Iterable[Phrase]) -> list[etree._Element]:
    """Return whom the metadata name, which are from outside the letter; else whom the letter names."""
    found = [element("persName", name, evidence="external") for name in names]
    return found or [element(one.kind, _plain(one)) for one in phrases]


def _sent(known: Correspondence, metadata: Metadata) -> etree._Element:
    made = element("correspAction", *_names(metadata.sender, known.sender), type="sent")
    if metadata.place:
        made.append(element("placeName", metadata.place, evidence="external"))
    elif known.place:
        made.append(element("placeName", _plain(known.place)))
    if metadata.date:
        made.append(element("date", metadata.date, when=metadata.date, evidence="external"))
    elif known.date and known.date.date:
        made.append(date_element(_plain(known.date), known.date.date))
    if not (known.sender or metadata.sender):
        made.append(element("note", element("p", "The letter does not name its sender.")))
    return made


def _correspondence(known: Correspondence, metadata: Metadata) -> etree._Element:
    made = element("correspDesc", _sent(known, metadata))
    recipients = _names(metadata.recipient, known.recipient)
    if recipients:
        made.append(element("correspAction", *recipients, type="received"))
    return made


def _language(tag: str) -> etree._Element:
    name = language_cues(tag)["name"] if tag in LANGUAGES else _NAMES.get(tag, tag)
    return element("langUsage", element("language", name, ident=tag))


def _publication(metadata: Metadata) -> etree._Element:
    doi = metadata.doi and f"https://doi.org/{metadata.doi.removeprefix('https://doi.org/')}"
    addresses = [address for address in (doi, metadata.url) if address]
    if not metadata.publisher:
        told = [text for text in (metadata.licence, metadata.year, *addresses) if text]
        return element("publicationStmt", *(element("p", text) for text in told or ["Not published."]))
    made = element("publicationStmt", element("publisher", metadata.publisher))
    if metadata.year:
        made.append(element("date", metadata.year, when=metadata.year))
    if metadata.licence:
        is_address = metadata.licence.startswith(("http://", "https://")) and " " not in metadata.licence
        licence = element("licence", metadata.licence, target=metadata.licence if is_address else "")
        made.append(element("availability", licence))
    made.extend(element("idno", address, type="uri") for address in addresses)
    return made


def _origin(metadata: Metadata, source: SourceFile) -> etree._Element:
    """Return where the letter comes from: the file, and the original where the metadata tell of it."""
    told = f"Encoded from the file “{source.name}” ({source.size} bytes, SHA-256 {source.sha256})."
    kept = {"settlement": metadata.settlement, "repository": metadata.repository, "collection": metadata.collection}
    if not (metadata.shelfmark or any(kept.values())):
        return element("sourceDesc", element("p", told))
    parts = [element(name, value) for name, value in kept.items() if value]
    identifier = element("msIdentifier", *parts, element("idno", metadata.shelfmark or "without shelfmark"))
    return element("sourceDesc", element("msDesc", identifier, element("p", told)))


def _file_description(known: Correspondence, source: SourceFile, metadata: Metadata) -> etree._Element:
    editors = (element("editor", name) for name in metadata.editor)
    return element(
        "fileDesc",
        element("titleStmt", element("title", _title(known, metadata)), *editors),
        _publication(metadata),
        _origin(metadata, source),
    )


def _profile(known: Correspondence, text: etree._Element, language: str, metadata: Metadata) -> etree._Element:
    described = _correspondence(known, metadata)
    used = calendars((described, text))
    return element("profileDesc", [] if used is None else [used], _language(language), described)


def header(
    known: Correspondence,
    text: etree._Element,
    language: str,
    source: SourceFile,
    metadata: Metadata = NOTHING_MORE,
) -> etree._Element:
    """Return the teiHeader of a letter and its text (TEI P5, chapter 2; correspDesc: 2.4.6).

    What `metadata` say takes the place of what the letter says, and bears @evidence="external".
    """
    program = element("application", element("label", "teikit"), ident="teikit", version=__version__)
    made = element(
        "teiHeader",
        _file_description(known, source, metadata),
        element("encodingDesc", element("appInfo", program)),
        _profile(known, text, language, metadata),
    )
    made.set(LANG, _ENGLISH)
    return made


def contradictions(known: Correspondence, metadata: Metadata) -> Iterator[str]:
    """Yield in words where the metadata say something else than the letter does."""
    written = known.date.date.when if known.date and known.date.date else ""
    if metadata.date and written and not _agree(metadata.date, written):
        yield f"the letter is dated {written}, the metadata say {metadata.date}"
    for word, names, phrases in (("from", metadata.sender, known.sender), ("to", metadata.recipient, known.recipient)):
        people = [_plain(phrase) for phrase in phrases if phrase.kind is Kind.PERSON]
        if names and people and not any(_shared(name, person) for name in names for person in people):
            yield f"the letter is {word} {_listed(people)}, the metadata say {_listed(names)}"


def _agree(one: str, two: str) -> bool:
    if two.startswith("--"):
        return one.startswith("--") or one[4:].startswith(two[1:]) or len(one) < len("1899-05-02")
    return one.startswith(two) or two.startswith(one)


def _shared(one: str, two: str) -> bool:
    """Tell whether two forms of a name have a word, or the initial of one, in common."""
    words = [word.strip(".,").casefold() for word in one.split()]
    return any(
        word == other or (len(other) == 1 and word.startswith(other))
        for word in words
        for other in (each.strip(".,").casefold() for each in two.split())
    )
