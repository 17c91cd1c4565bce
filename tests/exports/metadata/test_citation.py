"""CITATION.cff: names in parts, letters and others, licences, and what is left out."""

from dataclasses import replace

import pytest
from lxml import etree

from support.full_record import ALL, PLAY
from teikit.exports.metadata.citation import write
from teikit.exports.record.record import Agent, AgentKind, Date, Identifier, Licence, Record
from teikit.exports.record.source import Settings, TeiFile


def made(record: Record) -> tuple[str, tuple[str, ...]]:
    found = write(TeiFile("l1.xml", b"", etree.Element("none"), record), Settings())
    return found.data.decode(), found.dropped


def test_the_whole_record_as_text() -> None:
    assert (
        made(ALL)[0]
        == """cff-version: 1.2.0
message: "If you use this letter, please cite it as below."
type: dataset
title: "Ann to Bea"
authors:
  - family-names: "Alder"
    given-names: "Ann"
    orcid: "https://orcid.org/0000-0002-1825-0097"
date-released: "2020-02-03"
doi: "10.1234/x"
url: "https://example.org/l1"
version: "second"
abstract: "About a toad."
license:
  - "CC-BY-4.0"
  - "CC0-1.0"
identifiers:
  - type: other
    value: "urn:nbn:de:1-2"
keywords:
  - "toads"
preferred-citation:
  type: historical-work
  title: "Ann to Bea"
  authors:
    - family-names: "Alder"
      given-names: "Ann"
      orcid: "https://orcid.org/0000-0002-1825-0097"
  editors:
    - name: "Eve Ditor"
      orcid: "https://orcid.org/0000-0001-5109-3700"
  translators:
    - name: "Tom Slate"
  senders:
    - family-names: "Alder"
      given-names: "Ann"
      orcid: "https://orcid.org/0000-0002-1825-0097"
    - name: "Cora Cole"
  recipients:
    - name: "The Club"
  year: 2020
  year-original: 1890
  publisher:
    name: "A Press"
    address: "Turin"
  collection-title: "Letters of a Town"
  volume: "3"
  languages:
    - "ita"
    - "lat"
  notes: "Never answered."
"""
    )


def test_what_has_no_place_is_reported() -> None:
    assert made(ALL)[1] == (
        "id",
        "subtitles",
        "principals",
        "contributors",
        "funders",
        "sponsors",
        "distributors",
        "extent",
        "holdings",
        "holding_details",
        "sources",
        "other_languages",
        "created",
        "creation_places",
        "participants",
        "related",
        "all but the first publisher",
        "months and days on which it was sent",
        "places of sender and recipient",
        "offices",
        "doubts",
    )


def test_a_play_is_no_letter_and_a_year_in_words_is_reported() -> None:
    play = replace(PLAY, authors=(Agent("Ann"),), published=Date("in spring"), licences=(Licence("Free"),))
    text, dropped = made(play)
    assert "letter" not in text
    assert "type: generic" in text
    assert dropped == ("id", "a licence without an address", "the date of publication, in words only")


@pytest.mark.parametrize(
    ("uri", "written"),
    [
        ("http://orcid.org/0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        ("https://orcid.org/1", ""),
        ("https://example.org/0000-0002-1825-0097", ""),
    ],
)
def test_only_an_orcid_counts_as_one(uri: str, written: str) -> None:
    text, _ = made(replace(PLAY, authors=(Agent("Lee, Ann", AgentKind.PERSON, (uri,)),)))
    assert 'family-names: "Lee"\n    given-names: "Ann"' in text
    assert ("orcid" in text, written in text) == (bool(written), True)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("10.1234/x-1", 'doi: "10.1234/x-1"'),
        ("https://doi.org/10.1234/x", 'doi: "10.1234/x"'),
        ("10.1234/x<1>", '  - type: url\n    value: "https://doi.org/10.1234/x<1>"'),
        ("an identifier", '  - type: other\n    value: "an identifier"'),
    ],
)
def test_only_a_doi_that_the_format_allows_is_its_doi(value: str, line: str) -> None:
    text, _ = made(replace(PLAY, authors=(Agent("Ann"),), identifiers=(Identifier(value, "doi"),)))
    assert line in text
    assert text.count(value.removeprefix("https://doi.org/")) == 1
