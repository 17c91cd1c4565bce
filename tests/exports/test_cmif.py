"""CMIF 1.1 and 2: what an index says of letters and of itself, and what it says is unknown."""

from dataclasses import replace

import pytest
from lxml import etree

from teikit.exports.metadata import cmif
from teikit.exports.record.record import (
    Action,
    Agent,
    AgentKind,
    Certainty,
    Date,
    Holding,
    Identifier,
    Licence,
    Mention,
    Place,
    Record,
)
from teikit.exports.record.references import References
from teikit.exports.record.source import MissingMetadataError, TeiFile

CMIF = "cmif/cmi-customization.rng"
GND, VIAF, WIKIDATA = "https://d-nb.info/gnd/1", "https://viaf.org/viaf/2", "https://www.wikidata.org/entity/Q3"
GEONAMES = "https://www.geonames.org/4"
T = "{http://www.tei-c.org/ns/1.0}"
LOW, CONJECTURE = Certainty("low"), Certainty(evidence="conjecture")
SENT = Action("sent", (Agent("Ann", AgentKind.PERSON),), (Place("Bath"),), (Date("3 Feb", when="1801-02-03"),))
RECEIVED = Action("received", (Agent("Guild", AgentKind.ORGANISATION),))
LETTER = Record("a", actions=(SENT, RECEIVED))


def made(*records: Record, settings):
    """The index of letters, its root, and what is told."""
    result = cmif.write([TeiFile(f"{one.id}.xml", b"", etree.Element("none"), one) for one in records], settings)
    return result, etree.fromstring(result.data)


def test_doubt_is_kept(settings, judge) -> None:
    agents = (Agent("Ann", certainty=LOW), Agent("Guild", AgentKind.ORGANISATION, certainty=CONJECTURE))
    date = Date("[3 Feb?]", when="1801-02-03", certainty=Certainty("low", "conjecture"))
    sent = Action("sent", agents, (Place("Bath", certainty=Certainty("0.4", "external")),), (date,))
    result, root = made(replace(LETTER, actions=(sent, RECEIVED)), settings=settings)
    assert judge(CMIF)(result.data) == []
    found = [(each.get("cert"), each.get("evidence")) for each in root.find(f".//{T}correspAction")]
    assert found == [("low", None), (None, "conjecture"), ("low", None), ("low", "conjecture")]
    assert {"degrees of certainty", "@evidence"} <= set(result.dropped)


def test_what_is_certain_has_no_mark(settings) -> None:
    sure = replace(SENT, agents=(Agent("Ann", certainty=Certainty("high", "internal")),))
    assert b"cert=" not in made(replace(LETTER, actions=(sure,)), settings=settings)[0].data


@pytest.mark.parametrize(
    ("given", "words", "target"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY 4.0", "licenses/by/4.0/"),
        ("http://creativecommons.org/licenses/by/4.0", "CC-BY 4.0", "licenses/by/4.0/"),
        ("https://creativecommons.org/licenses/by/4.0/deed.de", "CC-BY 4.0", "licenses/by/4.0/"),
        ("CC BY 4.0", "CC-BY 4.0", "licenses/by/4.0/"),
        ("cc-by-4.0", "CC-BY 4.0", "licenses/by/4.0/"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0", "publicdomain/zero/1.0/"),
        ("CC0", "CC0 1.0", "publicdomain/zero/1.0/"),
    ],
)
def test_both_licences_have_the_words_of_cmif(given, words, target, settings) -> None:
    letter = replace(LETTER, licences=(Licence("Free.", given) if given.startswith("http") else Licence(given),))
    for licence in (given, ""):
        edition = replace(settings.edition, licence=licence)
        result, root = made(letter, settings=replace(settings, edition=edition))
        found = root.find(f".//{T}licence")
        assert found.get("target") == f"https://creativecommons.org/{target}"
        assert found.text == f"This file is licensed under the terms of the Creative Commons License {words}"
        assert not any("correspSearch" in note for note in result.notes)


@pytest.mark.parametrize("given", ["https://creativecommons.org/licenses/by-sa/4.0/", "https://example.org/4.0"])
def test_other_licences_are_kept_and_told(given, settings) -> None:
    result, root = made(LETTER, settings=replace(settings, edition=replace(settings.edition, licence=given)))
    assert root.find(f".//{T}licence").get("target") == given
    assert "correspSearch takes indexes under CC BY 4.0 or CC0 only" in result.notes


def test_the_first_editor_has_an_address(settings, judge) -> None:
    edition = replace(settings.edition, editor=("Ann Editor", "Tom Editor"), email="ann@example.org")
    result, root = made(LETTER, settings=replace(settings, edition=edition))
    assert judge(CMIF)(result.data) == []
    texts = [" ".join("".join(each.itertext()).split()) for each in root.iter(f"{T}editor")]
    assert texts == ["Ann Editor ann@example.org", "Tom Editor"]
    assert [each.text for each in root.iter(f"{T}email")] == ["ann@example.org"]


def test_a_letter_was_sent_when_and_where_it_was_written_unless_it_says_otherwise(settings) -> None:
    written = {"created": (Date("May", when="1801-05"),), "creation_places": (Place("Ulm"),)}
    undated = replace(LETTER, id="b", actions=(RECEIVED,), **written)
    result, root = made(replace(LETTER, **written), undated, settings=settings)
    assert [each.get("when") for each in root.iter(f"{T}date")][1:] == ["1801-02-03", "1801-05"]
    assert [each.text for each in root.iter(f"{T}placeName")] == ["Bath", "Ulm"]
    assert not any("without a date" in note for note in result.notes)


def test_letters_without_a_date_are_counted(settings) -> None:
    result, _ = made(LETTER, replace(LETTER, actions=(RECEIVED,)), settings=settings)
    assert "1 of 2 letters without a date of sending" in result.notes


def test_letters_are_sorted_by_date(settings) -> None:
    dates = {"c": Date(when="1801-02-03"), "a": Date(not_before="1799", not_after="1805"), "b": Date(start="1801-02")}
    letters = [replace(LETTER, id=name, actions=(replace(SENT, dates=(date,)),)) for name, date in dates.items()]
    undated = replace(LETTER, id="d", actions=(replace(SENT, dates=()),))
    _, root = made(undated, *letters, settings=settings)
    assert [each.get("key") for each in root.iter(f"{T}correspDesc")] == ["a", "b", "c", "d"]


def test_documents_without_correspondence_are_left_out_and_told(settings) -> None:
    result, root = made(LETTER, Record("b"), Record("c"), settings=settings)
    assert [each.get("key") for each in root.iter(f"{T}correspDesc")] == ["a"]
    told = "2 of 3 documents have no correspDesc: sender, recipient and date are unknown; not in the index"
    assert told in result.notes


@pytest.mark.parametrize(("count", "told"), [(1, "1 of 1 document has"), (60, "60 of 60 documents have")])
def test_without_any_correspondence_there_is_no_index(count, told, settings) -> None:
    with pytest.raises(MissingMetadataError, match=f"{told} no correspDesc: .* --meta"):
        made(*(Record(f"l{number}") for number in range(count)), settings=settings)


def test_unknown_parties_are_counted(settings) -> None:
    result, _ = made(LETTER, replace(LETTER, actions=(SENT,)), replace(LETTER, actions=(RECEIVED,)), settings=settings)
    assert "1 of 3 letters without a sender: 'Unknown', as CMIF requires" in result.notes
    assert "1 of 3 letters without a recipient: 'Unknown', as CMIF requires" in result.notes


def test_people_and_places_have_the_addresses_that_cmif_prefers(settings) -> None:
    sent = replace(SENT, agents=(Agent("Ann", uris=(WIKIDATA, VIAF)),), places=(Place("Bath", (GND, GEONAMES)),))
    _, root = made(replace(LETTER, actions=(sent, RECEIVED)), settings=settings)
    action = root.find(f".//{T}correspAction")
    assert [each.get("ref") for each in action][:2] == [VIAF, GEONAMES]


def test_what_one_letter_says_of_an_entry_holds_for_the_others(settings) -> None:
    own = "https://example.org/p1"
    names = {"a": ("Lee, Ann", (GND,)), "b": ("Ann Lee", ()), "c": ("Ann Hall", ()), "d": ("Ann Lee", (own,))}
    letters = [
        replace(LETTER, id=name, actions=(replace(SENT, agents=(Agent(words, uris=uris, entry="p1"),)),))
        for name, (words, uris) in names.items()
    ]
    _, root = made(*letters, settings=settings)
    found = [each.find(f".//{T}persName").get("ref") for each in root.iter(f"{T}correspDesc")]
    assert found == [GND, GND, None, GND]


def test_a_note_has_what_cmif_2_adds(settings, judge) -> None:
    mentions = (
        Mention("person", "Tom Hall", (GND, VIAF), "p1"),
        Mention("place", "Bath", (GND, GEONAMES)),
        Mention("organisation", "Guild", (VIAF,)),
        Mention("work", "Tides", (GND,)),
        Mention("other", "Fair", (GND,)),
        Mention("person", "Una"),
    )
    letter = replace(
        LETTER,
        mentions=mentions,
        languages=("de-AT", "eng"),
        identifiers=(Identifier("https://example.org/a.xml", "url"),),
        holdings=(Holding(form="draft"), Holding(form="Copy"), Holding(form="on blue paper")),
    )
    result, root = made(letter, settings=settings)
    assert judge(CMIF)(result.data) == []
    assert [(each.get("type"), each.get("target"), each.text) for each in root.iter(f"{T}ref")] == [
        ("cmif:mentionsPerson", GND, "Tom Hall"),
        ("cmif:mentionsPlace", GEONAMES, "Bath"),
        ("cmif:mentionsOrg", VIAF, "Guild"),
        ("cmif:mentionsBibl", GND, "Tides"),
        ("cmif:isAvailableAsTEIfile", "https://example.org/a.xml", None),
        ("cmif:hasTextBase", "cmif:Draft", None),
        ("cmif:hasTextBase", "cmif:Copy", None),
        ("cmif:hasLanguage", "de", None),
        ("cmif:hasLanguage", "en", None),
    ]
    assert "1 of 6 mentions left out: they have no address of an authority" in result.notes


def test_without_anything_to_note_there_is_no_note(settings) -> None:
    assert b"<note" not in made(LETTER, settings=settings)[0].data


def test_what_registers_do_not_have_is_told(settings) -> None:
    sent = replace(SENT, agents=(Agent("Ann", entry="p1"), Agent("Tom", uris=(GND,), entry="p2")))
    letter = replace(LETTER, actions=(sent,), references=References(3, 1, prefixes=("gnd",)))
    notes = made(letter, settings=settings)[0].notes
    assert "1 of 3 references of correspActions leads to no register entry" in notes
    assert "the prefix 'gnd' of 1 reference is not understood: no prefixDef declares it" in notes
    assert "1 of 2 senders and recipients with a register entry that has no address of an authority" in notes
