"""InvenioRDM: records by its own JSON schema and vocabularies, and by what its API requires besides."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from lxml import etree

from support.full_record import ALL, PLAY
from teikit.exports.metadata.invenio_rdm import write
from teikit.exports.metadata.languages import iso_639_3
from teikit.exports.metadata.roles import _DATACITE, datacite_type
from teikit.exports.record.record import Action, Agent, AgentKind, Date, Place, Record
from teikit.exports.record.source import ExportedFile, MissingMetadataError, Settings, TeiFile
from teikit.exports.record.supplement import merge_metadata
from teikit.tei import Metadata

Judge = Callable[[bytes], None]


def made(record: Record) -> ExportedFile:
    return write(TeiFile("l1.xml", b"", etree.Element("none"), record), Settings())


def metadata(record: Record) -> dict[str, Any]:
    return json.loads(made(record).data)["metadata"]


def test_records_of_all_letters_are_accepted(golden, raw, rdm: Judge, settings) -> None:
    known = [*golden, *raw[::10], replace(golden[0], record=ALL)]
    known = [replace(one, record=merge_metadata(one.record, Metadata(year="2024"))) for one in known]
    for letter in (one for one in known if one.record.creators):
        rdm(write(letter, settings).data)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b'"creators"', b'"creator"'),
        (b'"personal"', b'"person"'),
        (b'"family_name"', b'"familyname"'),
        (b'"translator"', b'"interpreter"'),
        (b'"publication-other"', b'"letter"'),
        (b'"Point"', b'"Dot"'),
    ],
)
def test_a_broken_record_is_rejected(rdm: Judge, good: bytes, bad: bytes) -> None:
    data = made(ALL).data
    assert good in data
    with pytest.raises((AssertionError, KeyError, jsonschema.ValidationError)):
        rdm(data.replace(good, bad))


def test_people_have_their_names_in_parts_and_their_identifiers() -> None:
    assert metadata(ALL)["creators"] == [
        {
            "person_or_org": {
                "type": "personal",
                "family_name": "Alder",
                "given_name": "Ann",
                "identifiers": [
                    {"scheme": "orcid", "identifier": "0000-0002-1825-0097"},
                    {"scheme": "gnd", "identifier": "gnd:118540238"},
                ],
            }
        }
    ]
    roles = {one["person_or_org"].get("family_name"): one["role"]["id"] for one in metadata(ALL)["contributors"]}
    assert (roles["Tom Slate"], roles["Eve Ditor"], roles["Rincipal"]) == ("translator", "editor", "projectleader")


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (Agent("Lee, Ann"), {"type": "personal", "family_name": "Lee", "given_name": "Ann"}),
        (Agent("Ann Lee"), {"type": "personal", "family_name": "Ann Lee"}),
        (Agent("Lee, Ltd", AgentKind.ORGANISATION), {"type": "organizational", "name": "Lee, Ltd"}),
    ],
)
def test_a_name_that_is_not_known_in_parts_stays_whole(agent: Agent, named: dict[str, str]) -> None:
    record = replace(PLAY, authors=(agent,), published=Date(when="2020"))
    assert metadata(record)["creators"] == [{"person_or_org": named}]


def test_titles_languages_dates_places_and_rights_are_in_its_terms() -> None:
    found = metadata(ALL)
    assert found["additional_titles"][0] == {
        "title": "Ann an Bea",
        "type": {"id": "alternative-title"},
        "lang": {"id": "deu"},
    }
    assert found["languages"] == [{"id": "ita"}, {"id": "lat"}]
    assert found["dates"][0]["description"] == "January; uncertain: low, conjecture, Eve Ditor"
    assert found["locations"]["features"][0] == {
        "place": "Rome",
        "geometry": {"type": "Point", "coordinates": [12.48, 41.89]},
        "identifiers": [{"scheme": "geonames", "identifier": "3169070"}],
    }
    assert found["rights"] == [{"id": "cc-by-4.0"}, {"id": "cc0-1.0"}]
    assert json.loads(made(ALL).data)["pids"] == {"doi": {"identifier": "10.1234/x", "provider": "external"}}


def test_descriptions_are_html_in_which_words_stay_words() -> None:
    assert metadata(replace(ALL, abstract="a < b & c"))["description"] == "a &lt; b &amp; c"


def test_what_has_no_place_is_reported() -> None:
    open_date = Action("sent", (), (Place("Rome"),), (Date(not_after="1801"), Date("spring")))
    assert made(replace(ALL, actions=(open_date,))).dropped == (
        "id",
        "publication_place",
        "holding_details",
        "other_languages",
        "participants",
        "all but the first publisher",
        "roles in words",
        "dates in words only",
        "dates that are open on one side",
        "how letters are related",
        "identifiers of funders",
    )


def test_a_date_of_publication_that_is_open_on_one_side_is_its_year() -> None:
    assert metadata(replace(ALL, published=Date(not_after="2020-02")))["publication_date"] == "2020"


def test_what_it_requires_is_asked_for() -> None:
    words = r"InvenioRDM needs a creator \('sender'\), the year of publication \('year'\); give it in the file"
    with pytest.raises(MissingMetadataError, match=words):
        made(PLAY)


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("de", "deu"),
        ("de-AT", "deu"),
        ("ger", "deu"),
        ("gmh", "gmh"),
        ("DE", "deu"),
        ("x-own", ""),
        ("", ""),
        ("q1", ""),
    ],
)
def test_a_language_tag_has_a_code_of_three_letters(tag: str, code: str) -> None:
    assert iso_639_3(tag) == code


def test_all_types_of_contributors_are_roles(rdm: Judge) -> None:
    for code in _DATACITE:
        agent = Agent("A", role=code)
        assert datacite_type(code) == _DATACITE[code]
        rdm(made(replace(ALL, contributors=(agent,))).data)
