"""What the header states: claims that are sure enough, and what the metadata make of them."""

from typing import Any

import pytest
from lxml import etree

import teikit
from teikit.letter import Label, Letter, LetterPhase, Part, Unit
from teikit.letter.claims import Basis, Claim, ClaimKind
from teikit.letter.names import Phrase, PhraseKind
from teikit.tei import LetterDocument, Metadata, SourceFile, build_document
from teikit.tei.correspondents import CorrespDesc
from teikit.tei.header_claims import HeaderClaims, decide_claims
from teikit.text import Line

TEI = {"t": "http://www.tei-c.org/ns/1.0"}
BODY = "We came home on Friday and enjoyed the trip very much, though the wind was cold and the ferry did not go."
SENT = "//t:correspAction[@type='sent']"


def letter(*parts: tuple[Label, LetterPhase, str, float], language: str = "en", confidence: float = 1.0) -> Letter:
    made = [
        Part(Unit((Line(text, number),)), label, phase, sure)
        for number, (label, phase, text, sure) in enumerate(parts, 1)
    ]
    return Letter(tuple(made), language, confidence)


def document(
    *, dateline: float = 1.0, signed: float = 1.0, name: str = "Ada Bell", town: str = "Leeds", **known: Any
) -> LetterDocument:
    """Return the document of a letter of which the dateline and the signature are as sure as given."""
    parts = [
        (Label.DATELINE, LetterPhase.OPENER, f"{town}, 3 May 1890", dateline),
        (Label.PARAGRAPH, LetterPhase.BODY, BODY, 1.0),
        (Label.SIGNED, LetterPhase.CLOSER, name, signed),
    ]
    return build_document(letter(*parts), SourceFile("a.txt", 1, "0"), Metadata(**known))


def texts(made: LetterDocument, path: str) -> list[str]:
    return ["".join(each.itertext()) for each in made.root.xpath(path, namespaces=TEI)]


def test_sure_claims_are_stated_without_reserve() -> None:
    made = document()
    assert texts(made, "//t:correspDesc//*[@cert]") == []
    assert texts(made, "//t:change") == [f"Encoded with teikit {teikit.__version__}; not yet revised."]


def test_an_unsure_claim_is_stated_with_low_certainty_and_listed_for_the_reviser() -> None:
    made = document(signed=0.4)
    assert texts(made, f"{SENT}/t:persName[@cert='low']") == ["Ada Bell"]
    assert texts(made, "//t:author[@cert='low']") == ["Ada Bell"]
    assert texts(made, "//t:title[@cert='low']") == ["Letter from Ada Bell, Leeds, 3 May 1890"]
    assert texts(made, "//t:change")[1:] == ["Not certain: the sender “Ada Bell” (signature, line 3; 40% sure)."]


def test_a_claim_that_is_hardly_sure_is_left_out_and_listed() -> None:
    made = document(dateline=0.1)
    assert texts(made, f"{SENT}/*") == ["Ada Bell"]
    assert texts(made, "//t:titleStmt/t:title") == ["Letter from Ada Bell"]
    assert texts(made, "//t:change")[1:] == [
        (
            "Left out as too uncertain: the place of sending “Leeds” (dateline, line 1; 10% sure);"
            " the date of sending “3 May 1890” (dateline, line 1; 10% sure)."
        )
    ]
    assert {(claim.kind, claim.confidence) for claim in made.claims if claim.basis is Basis.DATELINE} == {
        (ClaimKind.PLACE, 0.1), (ClaimKind.DATE, 0.1),
    }  # fmt: skip


def test_a_sender_who_is_left_out_is_not_denied() -> None:
    made = document(signed=0.1)
    assert texts(made, f"{SENT}/t:note/t:p") == ["The sender is not certain enough to be stated."]


def test_only_a_letter_without_a_signature_does_not_name_its_sender() -> None:
    made = build_document(letter((Label.PARAGRAPH, LetterPhase.BODY, BODY, 1.0)), SourceFile("a.txt", 1, "0"))
    assert texts(made, f"{SENT}/t:note/t:p") == ["The letter does not name its sender."]


def decided(place: str, dateline: str, **known: Any) -> HeaderClaims:
    """Return the claims of a letter of which the dateline states a place."""
    parts = [(Label.DATELINE, LetterPhase.OPENER, dateline, 1.0), (Label.PARAGRAPH, LetterPhase.BODY, BODY, 1.0)]
    claim = Claim(ClaimKind.PLACE, Phrase(place, PhraseKind.PLACE), Basis.DATELINE, 0.9, 1, 1)
    return decide_claims(letter(*parts), CorrespDesc((), (), claim, None), Metadata(**known))


@pytest.mark.parametrize("known", [{"sender": ("James R. Hallam",)}, {"recipient": ("James R. Hallam",)}])
@pytest.mark.parametrize("place", ["J. R. Hallam", "J. R. Hallam, Hartwell"])
def test_a_place_is_not_the_name_of_a_person_in_the_metadata(known: dict[str, Any], place: str) -> None:
    found = decided(place, "3 May 1890", **known)
    assert found.correspondence.place is None
    assert ClaimKind.PLACE not in {claim.kind for claim in found.all}


def test_another_place_of_the_dateline_replaces_the_name_of_a_person() -> None:
    found = decided("J. R. Hallam", "Leeds, 3 May 1890", sender=("James R. Hallam",)).correspondence
    assert found.place is not None
    assert (found.place.text, found.place.basis) == ("Leeds", Basis.DATELINE)


def test_a_place_in_the_text_becomes_the_person_of_the_metadata() -> None:
    assert texts(document(town="Marsh Hallam"), "//t:dateline/t:placeName") == ["Marsh Hallam"]
    assert texts(document(town="Marsh Hallam", sender=("Marsh Hallam",)), "//t:dateline/t:persName") == ["Marsh Hallam"]


def test_a_town_may_have_the_name_of_a_person() -> None:
    assert texts(document(town="Lincoln", sender=("Abraham Lincoln",)), f"{SENT}/t:placeName") == ["Lincoln"]


def test_nobody_who_is_the_recipient_in_the_metadata_is_the_sender() -> None:
    made = document(recipient=("Ada Bell",))
    assert texts(made, f"{SENT}/t:persName") == []
    assert texts(made, "//t:correspAction[@type='received']/t:persName") == ["Ada Bell"]


def test_metadata_are_claims_that_replace_those_of_the_letter() -> None:
    made = document(sender=("A. Bell",), date="1890-05-03", place="Hull", title="A letter", language="en")
    found = {claim.kind: (claim.text, claim.basis, claim.confidence) for claim in made.claims}
    assert found == {
        ClaimKind.SENDER: ("A. Bell", Basis.METADATA, 1.0),
        ClaimKind.PLACE: ("Hull", Basis.METADATA, 1.0),
        ClaimKind.DATE: ("1890-05-03", Basis.METADATA, 1.0),
        ClaimKind.LANGUAGE: ("en", Basis.METADATA, 1.0),
        ClaimKind.TITLE: ("A letter", Basis.METADATA, 1.0),
    }


@pytest.mark.parametrize(("confidence", "ident", "cert"), [(0.95, "da", ""), (0.4, "da", "low"), (0.1, "und", "")])
def test_the_language_is_a_claim_too(confidence: float, ident: str, cert: str) -> None:
    parts = ((Label.PARAGRAPH, LetterPhase.BODY, BODY, 1.0),)
    made = build_document(letter(*parts, language="da", confidence=confidence), SourceFile("a.txt", 1, "0"))
    language = made.root.find(".//t:language", TEI)
    assert language is not None
    assert (language.get("ident"), language.get("cert", "")) == (ident, cert)
    text = made.root.find("t:text", TEI)
    assert text is not None
    lang = "" if ident == "und" else ident
    assert text.get("{http://www.w3.org/XML/1998/namespace}lang", "") == lang


def test_a_language_that_the_user_gives_is_based_on_metadata() -> None:
    made = teikit.encode_bytes(f"Leeds, 3 May 1890\n\nDear Tom,\n\n{BODY}\n".encode(), "a.txt", language="en-GB")
    assert [
        (claim.text, claim.basis) for claim in made.claims if claim.kind is ClaimKind.LANGUAGE
    ] == [("en-GB", Basis.METADATA)]  # fmt: skip
    assert b'<language ident="en-GB">English</language>' in made.tei


@pytest.mark.parametrize("sure", [0.1, 0.4, 0.7, 1.0])
def test_a_header_is_valid_whatever_it_leaves_out(sure: float, tmp_path: Any) -> None:
    target = tmp_path / "a.xml"
    target.write_bytes(etree.tostring(document(dateline=sure, signed=sure).root))
    assert teikit.validate(target, schema="letter") == []
