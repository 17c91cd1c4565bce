"""Dublin Core: doubts, languages of titles, the archive, and dates in words."""

from dataclasses import replace

import pytest
from lxml import etree

from support.full_record import ALL, PLAY
from teikit.exports.metadata.doubt import date_or_words, doubt_in_words, edtf
from teikit.exports.metadata.dublin_core import dublin_core, write
from teikit.exports.record.record import Agent, Certainty, Date
from teikit.exports.record.source import TeiFile

PAIRS = dublin_core(ALL)
LOW = Certainty("low")


def values(name: str) -> list[str]:
    return [value for element, value in PAIRS if element == name]


def test_doubts_are_marked() -> None:
    assert values("date") == ["1890-01-01?/1890-01-31?", "1891", "2020-02-03"]
    assert "Cora Cole (?) (sender)" in values("contributor")
    assert values("coverage") == ["Rome", "Bath (?)", "Florence"]


def test_the_source_names_the_institution() -> None:
    assert values("source")[0] == "Venice, State Archive of Venice, Reading Room, Papers, 7"


def test_contributors_have_their_roles_and_all_licences_are_named() -> None:
    assert "Tom Slate (translated by)" in values("contributor")
    assert "A Fund (funder)" in values("contributor")
    assert values("rights")[::2] == [one.uri for one in ALL.licences]


def test_an_editor_is_named_once_and_again_with_another_role() -> None:
    eve = [Agent("Eve", role=role) for role in ("", "Edited by", "Transcription by")]
    pairs = dublin_core(replace(PLAY, editors=(eve[0],), contributors=tuple(eve[1:])))
    assert [value for name, value in pairs if name == "contributor"] == ["Eve", "Eve (Transcription by)"]


def test_titles_have_their_languages(judge, settings) -> None:
    made = write(TeiFile("l1.xml", b"", etree.Element("none"), ALL), settings)
    assert judge("oai/oai_dc.xsd")(made.data) == []
    found = [(*one.values(), one.text) for one in etree.fromstring(made.data).iterfind("{*}title")]
    assert found[:2] == [("en", "Ann to Bea"), ("de", "Ann an Bea")]
    assert made.dropped == (
        "publication_place",
        "edition",
        "holding_details",
        "other_languages",
        "participants",
        "offices",
    )


@pytest.mark.parametrize(
    ("date", "written"),
    [
        (Date("1801", when="1801"), "1801"),
        (Date(when="1801-02-03", certainty=LOW), "1801-02-03?"),
        (Date(not_after="1801", certainty=LOW), "../1801?"),
        (Date(start="1801", end="1802", certainty=Certainty(evidence="conjecture")), "1801?/1802?"),
        (Date(when="1801", certainty=Certainty("high", "external")), "1801"),
    ],
)
def test_doubtful_dates_have_a_question_mark_as_in_edtf(date: Date, written: str) -> None:
    assert edtf(date) == written


def test_a_date_without_value_keeps_its_words() -> None:
    assert date_or_words(Date("February, 2017")) == "February, 2017"
    assert date_or_words(Date("spring", certainty=LOW)) == "spring?"
    assert ("date", "spring") in dublin_core(replace(PLAY, created=(Date("spring"),)))
    assert (edtf(Date()), date_or_words(Date())) == ("", "")


def test_doubts_in_words_name_certainty_evidence_and_editor() -> None:
    assert doubt_in_words(Certainty("0.5", "internal", ("Eve",))) == "uncertain: 0.5, internal, Eve"
    assert doubt_in_words(Certainty("high")) == ""
