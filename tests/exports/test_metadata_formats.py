"""CMIF, Dublin Core, DataCite and CITATION.cff: held against the official schemas, which also reject what is broken."""

import csv
import io
import json
import subprocess
from dataclasses import replace

import jsonschema
import pytest
from lxml import etree

from support.full_record import ALL
from teikit.exports.metadata import citation, cmif, datacite, datacite_xml, dublin_core, ead, mods
from teikit.exports.metadata import table as tables
from teikit.exports.metadata.dublin_core import table
from teikit.exports.record.record import Action, Agent, Certainty, Date, Place, Record, Title
from teikit.exports.record.source import MissingMetadataError, Settings
from teikit.exports.record.supplement import merge_metadata
from teikit.tei import Metadata

CMIF, OAI_DC = "cmif/cmi-customization.rng", "oai/oai_dc.xsd"
DATACITE = "datacite/kernel-4.7/metadata.xsd"


def with_doi(letters):
    """The letters with a DOI each, which their headers lack."""
    known = [(letter, Metadata(doi=f"10.1234/{letter.record.id}")) for letter in letters]
    return [replace(letter, record=merge_metadata(letter.record, metadata)) for letter, metadata in known]


def test_an_index_of_our_own_letters_is_valid(golden, settings, judge) -> None:
    assert judge(CMIF)(cmif.write(golden, settings).data) == []


def test_one_index_of_others_letters_is_valid_and_holds_them_all(raw, settings, judge) -> None:
    made = cmif.write(raw, replace(settings, edition=Metadata(url="https://example.org/index.xml")))
    assert judge(CMIF)(made.data) == []
    assert made.data.count(b"<correspDesc ") == len(raw)
    assert "correspAction of type 'forwarded'" in made.dropped


def test_an_index_of_each_of_others_letters_is_valid(raw, settings, judge) -> None:
    assert [letter.name for letter in raw if judge(CMIF)(cmif.write([letter], settings).data)] == []


@pytest.mark.parametrize(("good", "bad"), [(b"correspDesc", b"correspDesk"), (b'type="url"', b'type="nix"')])
def test_a_broken_index_is_rejected(golden, settings, judge, good, bad) -> None:
    assert judge(CMIF)(cmif.write(golden[:1], settings).data.replace(good, bad))


def test_whoever_is_not_known_is_told_to_be_unknown(golden, settings) -> None:
    letter = next(letter for letter in golden if not letter.record.recipients)
    assert (
        b'<correspAction type="received">\n          <persName>Unknown</persName>'
        in cmif.write([letter], settings).data
    )


@pytest.mark.parametrize("key", ["url", "licence", "editor", "publisher", "title"])
def test_what_an_index_lacks_is_asked_for_by_its_key(golden, settings, key) -> None:
    bare = [replace(letter, record=replace(letter.record, publishers=(), editors=(), titles=())) for letter in golden]
    bare = [replace(letter, record=replace(letter.record, licences=())) for letter in bare]
    with pytest.raises(MissingMetadataError, match=rf"'edition\.{key}'.* in the file of --meta"):
        cmif.write(bare, replace(settings, edition=replace(settings.edition, **{key: () if key == "editor" else ""})))


def test_a_licence_that_correspsearch_does_not_take_is_told(golden, settings) -> None:
    told = "correspSearch takes indexes under CC BY 4.0 or CC0 only"
    other = replace(settings.edition, licence="https://example.org/mine")
    assert told in cmif.write(golden, replace(settings, edition=other)).notes
    assert told not in cmif.write(golden, settings).notes


def test_dublin_core_of_all_letters_is_valid(golden, raw, settings, judge) -> None:
    assert [one.name for one in (*golden, *raw) if judge(OAI_DC)(dublin_core.write(one, settings).data)] == []


def test_broken_dublin_core_is_rejected(golden, settings, judge) -> None:
    assert judge(OAI_DC)(dublin_core.write(golden[0], settings).data.replace(b"dc:title", b"dc:titel"))


def test_datacite_of_all_letters_is_valid(golden, raw, settings, judge) -> None:
    letters = [*golden, *with_doi(raw)]
    known = [letter for letter in letters if letter.record.creators]
    assert len(known) >= len(letters) - 1
    assert [one.name for one in known if judge(DATACITE)(datacite_xml.write_xml(one, settings).data)] == []


def test_datacite_as_json_is_valid(golden, raw, settings, kernel_47) -> None:
    for letter in (*golden, *with_doi(raw[::5]), replace(golden[0], record=ALL)):
        if letter.record.creators:
            kernel_47.validate(json.loads(datacite.write_json(letter, settings).data))


@pytest.mark.parametrize(
    ("good", "bad"),
    [(b'"creators"', b'"creator"'), (b'"2024"', b'"24"'), (b'"Text"', b'"Tekst"'), (b'"nameType"', b'"nametype"')],
)
def test_broken_datacite_as_json_is_rejected(golden, settings, good, bad, kernel_47) -> None:
    data = datacite.write_json(golden[0], settings).data
    assert good in data
    with pytest.raises(jsonschema.ValidationError):
        kernel_47.validate(json.loads(data.replace(good, bad)))


@pytest.mark.parametrize(
    ("good", "bad"),
    [(b"publicationYear>2024<", b"publicationYear>24<"), (b'"Text"', b'"Tekst"'), (b"creatorName", b"createrName")],
)
def test_broken_datacite_is_rejected(golden, settings, judge, good, bad) -> None:
    assert judge(DATACITE)(datacite_xml.write_xml(golden[0], settings).data.replace(good, bad))


@pytest.mark.parametrize("key", ["doi", "publisher", "year"])
def test_what_datacite_demands_is_asked_for_by_its_key(golden, settings, key) -> None:
    record = golden[0].record
    lacking = {
        "doi": replace(record, identifiers=()),
        "publisher": replace(record, publishers=()),
        "year": replace(record, published=type(record.published)()),
    }[key]
    with pytest.raises(MissingMetadataError, match=f"DataCite needs .*'{key}'"):
        datacite_xml.write_xml(replace(golden[0], record=lacking), settings)


def test_letters_without_a_doi_are_told_so(raw, settings) -> None:
    with pytest.raises(MissingMetadataError, match=r"L00001\.xml: DataCite needs a DOI"):
        datacite_xml.write_xml(raw[0], settings)


CFF = """
import sys
from pathlib import Path
from cffconvert import Citation
for path in map(Path, sys.argv[1:]):
    try: Citation(path.read_text(encoding="utf-8")).validate()
    except Exception: print(path.name)
"""


def test_citations_are_valid_and_broken_ones_are_not(golden, raw, settings, tmp_path, installed) -> None:
    installed("bin/cffconvert")
    known = [one for one in (*golden, *with_doi(raw[::10])) if one.record.creators]
    texts = {
        one.stem: citation.write(one, settings).data for one in (*known, replace(known[0], name="all", record=ALL))
    }
    for number, (good, bad) in enumerate(((b"cff-version", b"cff-versio"), (b"authors:", b"author:"))):
        assert good in texts[known[0].stem]
        texts[f"broken-{number}"] = texts[known[0].stem].replace(good, bad)
    for stem, data in texts.items():
        (tmp_path / stem).write_bytes(data)
    command = [installed("bin/python"), "-c", CFF, *(tmp_path / stem for stem in texts)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told.split() == ["broken-0", "broken-1"]


def test_text_that_looks_like_yaml_stays_text(golden, settings) -> None:
    odd = replace(golden[0], record=replace(golden[0].record, titles=(Title('no: "yes" #1\n- x'),)))
    assert 'title: "no: \\"yes\\" #1\\n- x"\n' in citation.write(odd, settings).data.decode()


def test_hostile_words_stay_words_in_xml(golden, judge, settings) -> None:
    odd = replace(golden[0], record=replace(golden[0].record, titles=(Title("]]><script>&x;"),), abstract="<!--"))
    for made, schema in ((dublin_core.write(odd, settings), OAI_DC), (datacite_xml.write_xml(odd, settings), DATACITE)):
        assert judge(schema)(made.data) == []
        assert "]]><script>&x;" in "".join(etree.fromstring(made.data).itertext())


def test_a_format_needs_no_clock(golden, settings: Settings) -> None:
    assert cmif.write(golden, settings) == cmif.write(golden, settings)
    assert b'when="2024-05-06T00:00:00Z"' in cmif.write(golden, settings).data


def test_a_table_has_a_row_a_letter_and_a_column_for_each_value(golden) -> None:
    rows = list(csv.reader(io.StringIO(table([(one.name, one.record) for one in golden]).decode())))
    assert [row[0] for row in rows] == ["filename", *(one.name for one in golden)]
    assert len({len(row) for row in rows}) == 1
    for row, one in zip(rows[1:], golden, strict=True):
        found = [(name.removeprefix("dc."), value) for name, value in zip(rows[0][1:], row[1:], strict=True) if value]
        assert sorted(found) == sorted(dublin_core.dublin_core(one.record))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_of_a_table_is_a_formula(golden, text) -> None:
    odd = replace(golden[0].record, titles=(Title(text),))
    assert f"'{text}" in table([("a", odd)]).decode()


MODS, EAD = "mods/mods-3-8.libxml2.xsd", "ead3/ead3.rng"
ARCHIVE = Metadata(title="Letters", repository="Town Archive")


def test_mods_of_all_letters_is_valid(golden, raw, settings, judge) -> None:
    assert [one.name for one in (*golden, *raw) if judge(MODS)(mods.write(one, settings).data)] == []


@pytest.mark.parametrize(("good", "bad"), [(b"<namePart", b"<namepart"), (b'encoding="w3cdtf"', b'encoding="x"')])
def test_broken_mods_is_rejected(golden, settings, judge, good, bad) -> None:
    assert judge(MODS)(_swap(mods.write(golden[0], settings).data, good, bad))


def _swap(data: bytes, good: bytes, bad: bytes) -> bytes:
    assert good in data
    return data.replace(good, bad).replace(good.replace(b"<", b"</"), bad.replace(b"<", b"</"))


def test_a_finding_aid_of_all_letters_is_valid(golden, raw, settings, judge) -> None:
    for letters in (golden, raw):
        made = ead.write(letters, replace(settings, edition=ARCHIVE)).data
        assert judge(EAD)(made) == []
        assert made.count(b'<c level="item">') == len(letters)


@pytest.mark.parametrize(("good", "bad"), [(b"<unittitle", b"<unitetitle"), (b'level="item"', b'level="thing"')])
def test_a_broken_finding_aid_is_rejected(golden, settings, judge, good, bad) -> None:
    assert judge(EAD)(_swap(ead.write(golden[:2], replace(settings, edition=ARCHIVE)).data, good, bad))


def test_the_archive_is_asked_for_where_letters_name_several(raw, settings) -> None:
    with pytest.raises(MissingMetadataError, match=r"the archive that keeps the letters \('edition\.repository'\)"):
        ead.write(raw, replace(settings, edition=Metadata(title="T")))


def test_the_table_of_a_corpus_has_a_row_a_letter_and_no_path(raw, settings) -> None:
    rows = list(csv.DictReader(io.StringIO(tables.write_csv(raw, settings).data.decode())))
    assert [row["file"] for row in rows] == [f"{one.stem}.xml" for one in raw]
    assert all(row["sender"] and row["recipient"] and row["sent"] for row in rows)
    odd = replace(raw[0], record=replace(raw[0].record, titles=(Title("=1+1"),)))
    assert "'=1+1" in tables.write_csv([odd], settings).data.decode()


def test_a_table_keeps_doubts_and_the_order_of_places(raw, settings) -> None:
    places = (Place("Bath", certainty=Certainty("low")), Place("Rome", ("https://www.geonames.org/1",)))
    dates = (Date("[3 Feb?]", "1801-02-03", certainty=Certainty(evidence="conjecture")), Date("later"))
    sent = Action("sent", (Agent("Ann"),), places, dates)
    letter = replace(raw[0], record=replace(raw[0].record, actions=(sent,)))
    (row,) = csv.DictReader(io.StringIO(tables.write_csv([letter], settings).data.decode()))
    assert [row[name] for name in ("sent", "sent as written", "sent from", "sent from uri")] == [
        "1801-02-03?",
        "[3 Feb?]; later",
        "Bath (?); Rome",
        "; https://www.geonames.org/1",
    ]


def test_records_as_json_have_certainty_and_points(raw, settings) -> None:
    place = Place("Null Island", certainty=Certainty("low"), coordinates=(0.0, 0.0))
    odd = replace(raw[0], record=Record("x", actions=(Action("sent", places=(place,)),)))
    (letter,) = json.loads(tables.write_json([odd], settings).data)["letters"]
    sent = {
        "type": "sent",
        "places": [{"name": "Null Island", "certainty": {"cert": "low"}, "coordinates": [0.0, 0.0]}],
    }
    assert letter == {"file": f"{odd.stem}.xml", "id": "x", "is_letter": False, "actions": [sent]}


def test_records_as_json_hold_all_there_is(raw, settings) -> None:
    found = json.loads(tables.write_json(raw[:50], settings).data)
    assert found["version"] == 2
    for letter, one in zip(found["letters"], raw, strict=False):
        assert letter["titles"][0]["text"] == one.record.title
        assert [action["type"] for action in letter["actions"]] == [action.type for action in one.record.actions]
