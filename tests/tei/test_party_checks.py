"""Claims about the parties that name nobody are dropped, offices are no persons, odd words are hardly credible."""

import pytest

from teikit.letter.claims import Basis, Claim, ClaimKind
from teikit.letter.cues import using_languages
from teikit.letter.names import Phrase, PhraseKind
from teikit.tei.certainty import is_stated
from teikit.tei.party_checks import correct_parties


def correct(*names: str, basis: Basis = Basis.SIGNATURE, kind: ClaimKind = ClaimKind.SENDER, language: str = "en"):
    claims = [Claim(kind, Phrase(name, PhraseKind.PERSON), basis, 0.9, line) for line, name in enumerate(names, 1)]
    with using_languages(language):
        return correct_parties(claims)


def stated(claims):
    return [(claim.text, claim.phrase.kind.value) for claim in claims if is_stated(claim)]


@pytest.mark.parametrize(
    ("names", "language", "expected"),
    [
        (["Ada Rand", "New York"], "en", [("Ada Rand", "persName")]),
        (["Lincoln"], "en", [("Lincoln", "persName")]),
        (["Adam Mohl", "Domherr"], "de", [("Adam Mohl", "persName"), ("Domherr", "roleName")]),
        (["Adam Mohl", "Dechant von Adorf"], "de", [("Adam Mohl", "persName"), ("Dechant von Adorf", "roleName")]),
        (["Adam Mohl", "von Zürich"], "de", [("Adam Mohl", "persName")]),
        (["Fætter", "Niels Holm"], "da", [("Niels Holm", "persName")]),
        (["Im Eifer", "Adam Mohl"], "de", [("Adam Mohl", "persName")]),
        (["Pour M. Roux", "Blanc"], "fr", [("Roux", "persName"), ("Blanc", "persName")]),
        (["Mole and"], "en", [("Mole", "persName")]),
        (["im Moos"], "de", []),
        (["v. Moos"], "de", [("v. Moos", "persName")]),
    ],
)
def test_signatures_name_people_and_offices(names, language, expected):
    assert expected == stated(correct(*names, language=language))


@pytest.mark.parametrize(
    ("names", "basis", "language", "expected"),
    [
        (["S"], Basis.ADDRESS, "en", []),
        (["Mr. Rand's answer"], Basis.HEADING, "en", []),
        (["N. Mole", "NEW-YORK"], Basis.ADDRESS, "fr", [("N. Mole", "persName")]),
        (["Tom Mole in Firenze"], Basis.ADDRESS, "it", [("Tom Mole", "persName")]),
        (["Direktorium der A.B.C."], Basis.ADDRESS, "de", [("Direktorium der A.B.C.", "name")]),
        (["Deres"], Basis.ADDRESS, "da", []),
    ],
)
def test_addresses_name_recipients(names, basis, language, expected):
    assert expected == stated(correct(*names, basis=basis, kind=ClaimKind.RECIPIENT, language=language))


def test_a_claim_knows_that_it_is_not_the_first_of_its_part():
    assert [claim.is_later for claim in correct("Ada Rand", "Tom Mole")] == [False, True]
