"""Letter and source to a teiHeader: nothing in it that the letter, the file or the program does not state."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from teikit._version import __version__
from teikit.letter.cues import LANGUAGES, language_cues
from teikit.letter.names import Kind, Phrase
from teikit.tei.markup import LANG, element
from teikit.tei.people import Correspondence

_NAMES = {"und": "not determined"}
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that a letter came from: its name for people, its size in bytes, its SHA-256 digest in hex."""

    name: str
    size: int
    sha256: str


def _plain(phrase: Phrase) -> str:
    return " ".join(phrase.text.split())


def _who(phrases: Iterable[Phrase]) -> str:
    """Return the people named, or the organisations or offices where no person is."""
    found = list(phrases)
    for kind in (Kind.PERSON, Kind.HOLDER, Kind.ORGANISATION, Kind.OFFICE):
        names = [_plain(phrase) for phrase in found if phrase.kind is kind]
        if names:
            return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    return ""


def _title(known: Correspondence) -> str:
    sender, recipient = _who(known.sender), _who(known.recipient)
    which = "both" if sender and recipient else "sender" if sender else "recipient" if recipient else "neither"
    form: str = language_cues(_ENGLISH)["title"][which]
    return form.format(sender=sender, recipient=recipient)


def _date(phrase: Phrase) -> etree._Element:
    return element("date", _plain(phrase), when=phrase.when)


def _sent(known: Correspondence) -> etree._Element:
    made = element("correspAction", *(element(one.kind, _plain(one)) for one in known.sender), type="sent")
    if known.place:
        made.append(element("placeName", _plain(known.place)))
    if known.date:
        made.append(_date(known.date))
    if not known.sender:
        made.append(element("note", element("p", "The letter does not name its sender.")))
    return made


def _correspondence(known: Correspondence) -> etree._Element:
    made = element("correspDesc", _sent(known))
    if known.recipient:
        names = (element(one.kind, _plain(one)) for one in known.recipient)
        made.append(element("correspAction", *names, type="received"))
    return made


def _language(tag: str) -> etree._Element:
    name = language_cues(tag)["name"] if tag in LANGUAGES else _NAMES.get(tag, tag)
    return element("langUsage", element("language", name, ident=tag))


def _file_description(known: Correspondence, source: SourceFile) -> etree._Element:
    told = f"Encoded from the plain text file “{source.name}” ({source.size} bytes, SHA-256 {source.sha256})."
    return element(
        "fileDesc",
        element("titleStmt", element("title", _title(known))),
        element("publicationStmt", element("p", "Not published.")),
        element("sourceDesc", element("p", told)),
    )


def header(known: Correspondence, language: str, source: SourceFile) -> etree._Element:
    """Return the teiHeader of a letter (TEI P5, chapter 2; correspDesc: 2.4.6)."""
    program = element("application", element("label", "teikit"), ident="teikit", version=__version__)
    made = element(
        "teiHeader",
        _file_description(known, source),
        element("encodingDesc", element("appInfo", program)),
        element("profileDesc", _language(language), _correspondence(known)),
    )
    made.set(LANG, _ENGLISH)
    return made
