"""MODS: the genre, names in parts, qualified dates, the archive of the original."""

from dataclasses import replace

import pytest
from lxml import etree

from support.full_record import ALL, PLAY
from teikit.exports.metadata.mods import mods, write
from teikit.exports.record.record import Action, Certainty, Date, Holding, Record
from teikit.exports.record.source import TeiFile

ROOT = mods(ALL)


def texts(path: str, root: etree._Element = ROOT) -> list[str | None]:
    return [one.text for one in root.iterfind(path.replace("m:", "{http://www.loc.gov/mods/v3}"))]


def test_it_is_valid_and_reports_what_has_no_place(judge, settings) -> None:
    made = write(TeiFile("l1.xml", b"", etree.Element("none"), ALL), settings)
    assert judge("mods/mods-3-8.libxml2.xsd")(made.data) == []
    assert made.dropped == ("other_languages",)


def test_only_a_letter_has_the_genre_of_one() -> None:
    assert texts("m:genre") == ["letter"]
    assert texts("m:genre", mods(PLAY)) == []


def test_names_have_their_parts_roles_and_doubts() -> None:
    ann, cora = ROOT.findall("{*}name")[:2]
    assert [(one.get("type"), one.text) for one in ann.iterfind("{*}namePart")] == [
        ("family", "Alder"),
        ("given", "Ann"),
    ]
    assert ann.findtext("{*}nameIdentifier") == "https://orcid.org/0000-0002-1825-0097"
    assert cora.findtext("{*}description") == "uncertain: low, conjecture, Eve Ditor"
    roles = [[term.text for term in one.iterfind("{*}role/{*}roleTerm")] for one in ROOT.iterfind("{*}name")]
    assert ["trl", "translated by"] in roles
    assert ["typing"] in roles


@pytest.mark.parametrize(
    ("certainty", "qualifier"),
    [
        (Certainty("low"), "questionable"),
        (Certainty("high"), None),
        (Certainty("low", "conjecture"), "inferred"),
        (Certainty(evidence="conjecture"), "inferred"),
    ],
)
def test_doubtful_dates_are_qualified(certainty: Certainty, qualifier: str | None) -> None:
    sent = Action("sent", dates=(Date("3 Feb", when="1801-02-03", certainty=certainty),))
    root = mods(Record("a", actions=(sent,)))
    assert [one.get("qualifier") for one in root.iterfind(".//{*}dateCreated")] == [qualifier]


def test_a_date_in_words_is_kept_in_words() -> None:
    assert texts(".//m:dateCreated", mods(Record("a", created=(Date("spring"),)))) == ["spring"]


def test_places_have_coordinates_and_conjectures_are_supplied() -> None:
    assert texts(".//m:coordinates") == ["41.89, 12.48"]
    assert texts("m:note") == ["Bath (?)", "Queen", "Never answered."]


def test_the_original_is_in_the_institution() -> None:
    assert texts(".//m:physicalLocation") == ["IT, Venice, State Archive of Venice, Reading Room, Papers"]
    assert texts(".//m:shelfLocator") == ["7"]
    bare = mods(replace(ALL, holdings=(Holding(institution="Archive"),)))
    assert texts(".//m:physicalLocation", bare) == ["Archive"]


def test_titles_have_their_languages_and_all_licences_are_there() -> None:
    languages = [one.get("{http://www.w3.org/XML/1998/namespace}lang") for one in ROOT.iterfind("{*}titleInfo")]
    assert languages == ["en", "de", "en", "en"]
    assert texts("m:accessCondition") == ["Free.", "CC0"]
