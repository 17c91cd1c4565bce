"""DataCite: names in parts, roles, places with points, rights, doubts; as JSON and as XML."""

from dataclasses import replace

import pytest
from lxml import etree

from support.full_record import ALL, PLAY
from teikit.exports.metadata.datacite import datacite, unsupported_fields
from teikit.exports.metadata.datacite_xml import write_xml
from teikit.exports.metadata.roles import datacite_type, relator
from teikit.exports.record.record import Agent, Date, Identifier
from teikit.exports.record.source import MissingMetadataError, TeiFile

VALUE = datacite(ALL, "l1.xml")
XML = "datacite/kernel-4.7/metadata.xsd"


def test_names_have_parts_only_where_they_are_stated() -> None:
    (ann,) = VALUE["creators"]
    assert (ann["givenName"], ann["familyName"]) == ("Ann", "Alder")
    assert [one["nameIdentifierScheme"] for one in ann["nameIdentifiers"]] == ["ORCID", "GND"]
    assert "familyName" not in VALUE["contributors"][0]


def test_contributors_have_the_type_of_their_role() -> None:
    found = [(one["name"], one["contributorType"]) for one in VALUE["contributors"]]
    assert found == [
        ("Eve Ditor", "Editor"),
        ("Pat Rincipal", "ProjectLeader"),
        ("A Sponsor", "Sponsor"),
        ("A Seller", "Distributor"),
        ("Tom Slate", "Translator"),
        ("Ty Pist", "Other"),
        ("Cora Cole", "Other"),
    ]


def test_titles_have_their_languages_and_types() -> None:
    assert VALUE["titles"] == [
        {"title": "Ann to Bea", "lang": "en"},
        {"title": "Ann an Bea", "lang": "de"},
        {"title": "with a map", "lang": "en", "titleType": "Subtitle"},
        {"title": "The Map", "lang": "en", "titleType": "Other"},
    ]


def test_places_have_points_dates_their_doubts_and_funders_their_identifiers() -> None:
    assert VALUE["geoLocations"] == [
        {"geoLocationPlace": "Rome", "geoLocationPoint": {"pointLongitude": 12.48, "pointLatitude": 41.89}},
        {"geoLocationPlace": "Bath"},
        {"geoLocationPlace": "Florence"},
    ]
    assert VALUE["dates"][0] == {
        "date": "1890-01-01/1890-01-31",
        "dateType": "Created",
        "dateInformation": "January; uncertain: low, conjecture, Eve Ditor",
    }
    assert VALUE["fundingReferences"] == [
        {"funderName": "A Fund", "funderIdentifier": "https://ror.org/00k4n6c32", "funderIdentifierType": "ROR"},
        {"funderName": "Another Fund"},
    ]


def test_all_licences_are_named_with_their_identifiers() -> None:
    assert [one["rightsIdentifier"] for one in VALUE["rightsList"]] == ["CC-BY-4.0", "CC0-1.0"]


def test_what_is_called_a_doi_but_is_none_is_asked_for() -> None:
    with pytest.raises(MissingMetadataError, match=r"DataCite needs a DOI \('doi'\)"):
        datacite(replace(ALL, identifiers=(Identifier("soon", "doi"),)), "l1.xml")


def test_only_a_letter_is_called_one() -> None:
    play = replace(PLAY, identifiers=(Identifier("10.1234/x", "doi"),), authors=(Agent("A"),))
    play = replace(play, publishers=(Agent("P"),), published=Date("2017", when="2017"))
    assert VALUE["types"] == {"resourceType": "Letter", "resourceTypeGeneral": "Text"}
    assert datacite(play, "play.xml")["types"] == {"resourceTypeGeneral": "Text"}


def test_what_has_no_place_is_reported() -> None:
    assert unsupported_fields(ALL) == (
        "publication_place",
        "holding_details",
        "other_languages",
        "participants",
        "recipients",
        "all but the first language",
        "all but the first publisher",
        "offices",
        "roles in words",
        "doubts about people and places",
    )


def test_xml_has_the_same_and_is_valid(judge, settings) -> None:
    data = write_xml(TeiFile("l1.xml", b"", etree.Element("none"), ALL), settings).data
    assert judge(XML)(data) == []
    root = etree.fromstring(data)
    assert [one.get("{http://www.w3.org/XML/1998/namespace}lang") for one in root.iterfind(".//{*}title")][:2] == [
        "en",
        "de",
    ]
    assert root.findtext(".//{*}pointLatitude") == "41.89"
    assert root.find(".//{*}relatedItem[@relationTypeInformation='prev']/{*}relatedItemIdentifier") is not None


@pytest.mark.parametrize(
    ("words", "code", "kind"),
    [
        ("translated by", "trl", "Translator"),
        ("Übersetzung", "trl", "Translator"),
        ("Traduction", "trl", "Translator"),
        ("Transkription", "trc", "Other"),
        ("encoding", "mrk", "Other"),
        ("Herausgeberin", "edt", "Editor"),
        ("http://id.loc.gov/vocabulary/relators/trl", "trl", "Translator"),
        ("trc", "trc", "Other"),
        ("principal investigator", "pdr", "ProjectLeader"),
        ("typing", "", "Other"),
        ("", "", "Other"),
    ],
)
def test_roles_in_words_have_relators_and_types(words: str, code: str, kind: str) -> None:
    assert (relator(words), datacite_type(words)) == (code, kind)
