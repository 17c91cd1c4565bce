"""The record: what a header states, and nothing that it does not."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from teikit.exports.metadata import citation, cmif, datacite, dublin_core, ead, mods, table
from teikit.exports.record.authorities import is_uri
from teikit.exports.record.header import read_record
from teikit.exports.record.header.reader import HeaderReader
from teikit.exports.record.record import (
    FIELDS,
    Action,
    Agent,
    AgentKind,
    Date,
    Holding,
    Identifier,
    Licence,
    Place,
    Record,
    Relation,
    Title,
    dropped_fields,
)
from teikit.exports.record.resolver import DocumentResolver
from teikit.exports.record.source import TeiFile
from teikit.exports.record.supplement import merge_metadata
from teikit.tei import Metadata
from teikit.tei.metadata import KEYS

HEADER = """
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="l1"><teiHeader>
 <fileDesc>
  <titleStmt><title level="s">Letters of a Town</title><title type="iso-date">1890</title>
   <title type="sub">with a map</title><title level="a">Ann to <hi>Bea</hi></title>
   <author ref="#p1">Ann  Alder</author><editor><persName ref="https://orcid.org/1">Eve Ditor</persName></editor>
   <funder>A Fund</funder><respStmt><resp>typing</resp><name>Ty Pist</name></respStmt></titleStmt>
  <editionStmt><edition>second</edition></editionStmt>
  <publicationStmt><publisher>A Press</publisher><pubPlace>Rome</pubPlace><date when="2020-02-03">3 Feb</date>
   <availability><licence target="https://example.org/cc javascript:x"><p>Free.</p><p>Very.</p></licence></availability>
   <idno type="DOI">10.1234/x</idno><idno type="URL">https://example.org/l1</idno></publicationStmt>
  <sourceDesc><msDesc><msIdentifier><country>IT</country><settlement>Rome</settlement><repository>Archive</repository>
   <collection>Papers</collection><idno>7</idno></msIdentifier><physDesc><p>Two sheets.</p></physDesc></msDesc>
   <bibl>A Book, 1900</bibl></sourceDesc>
 </fileDesc>
 <profileDesc>
  <abstract><p>About a toad.</p></abstract>
  <langUsage><language ident="it">Italian</language></langUsage>
  <textClass><keywords><term>toads</term></keywords></textClass>
  <correspDesc>
   <correspAction type="sent"><persName ref="#p1">Ann Alder</persName>
    <roleName>Queen</roleName><placeName ref="#r">Rome</placeName>
    <date notBefore="1890-01-01" notAfter="1890-01-31">January</date></correspAction>
   <correspAction type="received"><orgName>The Club</orgName></correspAction>
   <correspContext><ref type="previous" target="l0">the one before</ref></correspContext>
  </correspDesc>
 </profileDesc></teiHeader>
 <text><body><p>x</p></body></text>
 <standOff><listPerson><person xml:id="p1"><persName>Ann</persName>
   <idno>https://www.wikidata.org/entity/Q1</idno><idno>https://d-nb.info/gnd/1</idno><idno>javascript:alert(1)</idno>
  </person></listPerson><listPlace><place xml:id="r"><location><idno>https://d-nb.info/gnd/of-the-land</idno></location>
  </place></listPlace></standOff>
</TEI>"""
ANN = Agent(
    "Ann Alder", AgentKind.PERSON, ("https://d-nb.info/gnd/1", "https://www.wikidata.org/entity/Q1"), entry="p1"
)
FULL = Record(
    id="l1",
    titles=(Title("Ann to Bea", level="a"), Title("with a map", type="sub")),
    is_letter=True,
    series="Letters of a Town",
    authors=(ANN,),
    editors=(Agent("Eve Ditor", AgentKind.PERSON, ("https://orcid.org/1",)),),
    contributors=(Agent("Ty Pist", role="typing"),),
    funders=(Agent("A Fund"),),
    publishers=(Agent("A Press"),),
    publication_place="Rome",
    published=Date("3 Feb", when="2020-02-03"),
    edition="second",
    licences=(Licence("Free. Very.", "https://example.org/cc"),),
    identifiers=(Identifier("10.1234/x", "doi"), Identifier("https://example.org/l1", "url")),
    address="https://example.org/l1",
    holdings=(Holding("IT", "Rome", "Archive", "Papers", "7", form="Two sheets."),),
    sources=("A Book, 1900",),
    languages=("it",),
    actions=(
        Action(
            "sent",
            (ANN,),
            (Place("Rome", entry="r"),),
            (Date("January", not_before="1890-01-01", not_after="1890-01-31"),),
            ("Queen",),
        ),
        Action("received", (Agent("The Club", AgentKind.ORGANISATION),)),
    ),
    related=(Relation("previous", "l0", "the one before"),),
    abstract="About a toad.",
    keywords=("toads",),
    unread=("fileDesc/titleStmt/title[@type='iso-date']",),
)


def record(text: str) -> Record:
    return read_record(etree.fromstring(text), "file")


def test_a_full_header_is_read_whole() -> None:
    assert record(HEADER) == FULL


@given(st.lists(st.sampled_from(["a ", "\n", "<b>c</b>", "<b/>", "<!-- d -->", "<?e f?>", "&amp;", "&g;", "h"])))
def test_the_words_of_an_element_are_all_text_in_it(parts: list[str]) -> None:
    element = etree.fromstring(f'<!DOCTYPE x [<!ENTITY g "i <b>j</b>">]><x>{"".join(parts)}</x>')
    words = HeaderReader(element, DocumentResolver(element)).words(element)
    assert words == " ".join("".join(element.xpath(".//text()")).split())


def test_an_empty_header_gives_an_empty_record() -> None:
    assert record('<TEI xmlns="http://www.tei-c.org/ns/1.0"/>') == Record("file")


@pytest.mark.parametrize(
    ("attributes", "known", "year"),
    [
        ('when="1890-05-02"', "1890-05-02", "1890"),
        ('when="1890-05-02T10:00:00"', "1890-05-02", "1890"),
        ('when-iso="1890-05"', "1890-05", "1890"),
        ('when="1890-02-30"', "", ""),
        ('when="--05-02"', "", ""),
        ('when="soon"', "", ""),
        ('when="1890-05-023"', "", ""),
        ('notBefore="1890" notAfter="1891-02"', "1890/1891-02", ""),
        ('from="1890" to="1890"', "1890", "1890"),
        ('notAfter="1890"', "../1890", "1890"),
        ('notBefore="1890"', "1890/..", "1890"),
        ("", "", ""),
    ],
)
def test_a_date_is_known_as_far_as_it_exists(attributes: str, known: str, year: str) -> None:
    text = HEADER.replace('notBefore="1890-01-01" notAfter="1890-01-31"', attributes)
    (date,) = record(text).actions[0].dates
    assert (date.text, date.iso_8601, date.year) == ("January", known, year)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "//host", "a b", "https://a\n", "#x", ""])
def test_only_harmless_addresses_count(text: str) -> None:
    assert not is_uri(text)


def test_what_the_user_knows_takes_the_place_of_the_header() -> None:
    found = merge_metadata(
        FULL,
        Metadata(
            title="T",
            sender=("S",),
            recipient=("R",),
            date="1900",
            place="P",
            year="1999",
            doi="https://doi.org/10.1/y",
            url="https://example.org/new",
            licence="All rights",
        ),
    )
    assert (found.title, found.senders, found.recipients) == (
        "T",
        (Agent("S", AgentKind.PERSON),),
        (Agent("R", AgentKind.PERSON),),
    )
    assert found.sent_dates == (Date("1900", when="1900"),)
    assert found.identifiers == (Identifier("10.1/y", "doi"), FULL.identifiers[1])
    assert (found.address, found.licence, found.published.year) == (
        "https://example.org/new",
        Licence("All rights"),
        "1999",
    )
    assert found.editors == FULL.editors


def test_a_language_that_the_user_gives_is_no_other_language() -> None:
    found = merge_metadata(Record("a", languages=("la",), other_languages=("en", "it")), Metadata(language="en"))
    assert (found.languages, found.other_languages) == (("en",), ("it",))


def test_a_sender_is_known_to_a_letter_without_correspdesc() -> None:
    found = merge_metadata(Record("a"), Metadata(sender=("S",), recipient=("R",)))
    assert [action.type for action in found.actions] == ["sent", "received"]


# For each field of the full record: the attribute of the record to change, and another value.
PEOPLE = ("authors", "editors", "principals", "contributors", "funders", "sponsors", "publishers", "distributors")
OTHER: dict[str, tuple[str, Any]] = {
    "title": ("titles", (Title("other"), *FULL.titles[1:])),
    "subtitles": ("titles", (FULL.titles[0], Title("other"))),
    "licence": ("licences", (Licence("Other", "https://example.org/other"),)),
    "published": ("published", Date(when="1999-01-01")),
    "created": ("created", (Date(when="1777"),)),
    "creation_places": ("creation_places", (Place("Elsewhere"),)),
    "identifiers": ("identifiers", (Identifier("10.9999/other", "doi"),)),
    "holdings": ("holdings", (replace(FULL.holdings[0], repository="Other"),)),
    "holding_details": ("holdings", (replace(FULL.holdings[0], form="other"),)),
    "actions": ("actions", (Action("sent", (Agent("Another"),), (Place("Elsewhere"),), (Date(when="1777"),)),)),
    "related": ("related", (Relation("next", "l9", "another"),)),
    "address": ("address", "https://example.org/other"),
    **{name: (name, (Agent("Another"),)) for name in (*PEOPLE, "participants")},
    **{name: (name, ("other",)) for name in ("sources", "languages", "other_languages", "keywords", "notes")},
}


def written(form: Any, known: Record, settings: Any) -> bytes:
    source = TeiFile("l1.xml", b"", etree.Element("none"), known)
    if form in {cmif, ead, table}:
        edition = Metadata(url="https://example.org/index") if form is cmif else Metadata()
        return (form.write_csv if form is table else form.write)([source], replace(settings, edition=edition)).data
    return (form.write_json if form is datacite else form.write)(source, settings).data


@pytest.mark.parametrize(
    "form", [cmif, citation, datacite, dublin_core, ead, mods, table], ids=lambda form: form.__name__
)
@pytest.mark.parametrize("field", FIELDS)
def test_a_format_says_truly_which_fields_it_holds(form: Any, field: str, settings: Any) -> None:
    name, value = OTHER.get(field, (field, "other"))
    changed = replace(FULL, **{name: value})
    assert (written(form, changed, settings) != written(form, FULL, settings)) == (field in form.SUPPORTED_FIELDS)


def test_what_a_format_cannot_hold_is_named() -> None:
    assert dropped_fields(replace(FULL, unread=()), frozenset(FIELDS) - {"funders"}) == ("funders",)
    assert dropped_fields(FULL, frozenset(FIELDS)) == FULL.unread
    assert dropped_fields(Record("x"), frozenset({"id"})) == ()


# The e-mail address is that of the edition's editor, which no letter has.
@pytest.mark.parametrize("key", [key for key in KEYS if key != "email"])
def test_every_key_that_users_may_give_changes_the_record(key: str) -> None:
    value = {"date": "1777", "doi": "10.9/x", "url": "https://example.org/x"}.get(key, "https://example.org/new")
    known: dict[str, Any] = {"sender": ("S",), "recipient": ("R",), "place": "P"} if key.endswith("_ref") else {}
    several = isinstance(getattr(Metadata(), key), tuple)
    with_key = merge_metadata(FULL, Metadata(**{**known, key: (value,) if several else value}))
    assert with_key != merge_metadata(FULL, Metadata(**known))


@pytest.mark.parametrize(
    ("text", "known"),
    [("1899-05-02", "1899-05-02"), ("1899?", "1899"), ("1899-05/1899-07?", "1899-05/1899-07"), ("--05-02", "")],
)
def test_a_date_that_users_give_is_known_as_far_as_it_goes(text: str, known: str) -> None:
    (date,) = merge_metadata(FULL, Metadata(date=text)).actions[0].dates
    assert (date.text, date.iso_8601, date.certainty.is_doubtful) == (text, known, text.endswith("?"))
