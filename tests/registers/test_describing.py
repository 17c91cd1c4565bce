"""What registers say of their entries: names with their parts, authority records, coordinates, and no one else's."""

import tracemalloc
from pathlib import Path

import pytest

from teikit.errors import UnreadableInputError
from teikit.limits import LimitExceededError, limits_set
from teikit.registers import DescribedRegisters, Entry, EntryKind, PrefixDeclaration, read_described
from teikit.registers.authorities import choose, uri_of
from teikit.registers.coordinates import read_coordinates
from teikit.registers.entry import merge_entries

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">{}</TEI>'
GND = "https://d-nb.info/gnd/"


def described(folder: Path, content: str, name: str = "register.xml") -> dict[str, Entry]:
    (folder / name).write_text(TEI.format(content), encoding="utf-8")
    return dict(read_described(folder / name).entries)


def test_a_person_has_name_parts_and_authority_records(tmp_path: Path) -> None:
    found = described(
        tmp_path,
        '<person xml:id="p1"><persName type="alt">Nell</persName>'
        '<persName type="pref"><forename>Ellen</forename><forename>Mary</forename><surname>Ward</surname></persName>'
        '<idno type="URL">https://example.org/p1</idno><idno type="GND">118609807</idno></person>',
    )
    uris = (f"{GND}118609807", "https://example.org/p1")
    assert found["p1"] == Entry("p1", EntryKind.PERSON, "Ellen Mary Ward", uris, "Ellen Mary", "Ward")


def test_a_name_keeps_its_own_punctuation(tmp_path: Path) -> None:
    content = (
        '<person xml:id="p"><persName><surname>Ward</surname>, <forename>Ell<hi>e</hi>n</forename></persName></person>'
    )
    assert described(tmp_path, content)["p"].name == "Ward, Ellen"


def test_what_an_entry_says_of_others_is_not_its_own(tmp_path: Path) -> None:
    found = described(
        tmp_path,
        '<person xml:id="p"><persName>Ann</persName><birth><placeName ref="https://www.geonames.org/1">Bath</placeName>'
        f"<idno>{GND}4</idno></birth><affiliation><orgName><idno>{GND}5</idno></orgName></affiliation>"
        f'<note>see <ref target="{GND}6">Tom</ref></note></person>',
    )
    assert found == {"p": Entry("p", EntryKind.PERSON, "Ann")}


@pytest.mark.parametrize(
    "content",
    [
        '<name xml:id="e" ref="https://orcid.org/0000-0001-2345-6789">Ann Lee</name>',
        '<name xml:id="e" key="https://orcid.org/0000-0001-2345-6789">Ann Lee</name>',
        '<editor xml:id="e"><persName ref="https://orcid.org/0000-0001-2345-6789">Ann Lee</persName></editor>',
        '<respStmt xml:id="e"><name>Ann Lee</name><idno type="orcid">0000-0001-2345-6789</idno></respStmt>',
        '<persName xml:id="e">Ann Lee<idno type="ORCID">0000-0001-2345-6789</idno></persName>',
        '<persName xml:id="e">Ann Lee<ptr target="https://orcid.org/0000-0001-2345-6789"/></persName>',
        '<org xml:id="e"><name>Ann Lee</name><linkGrp><ptr target="https://orcid.org/0000-0001-2345-6789"/></linkGrp></org>',
        '<person xml:id="e" sameAs="https://orcid.org/0000-0001-2345-6789"><label>Ann Lee</label></person>',
    ],
)
def test_every_way_to_state_an_authority_record_is_read(content: str, tmp_path: Path) -> None:
    entry = described(tmp_path, content)["e"]
    assert entry.uris == ("https://orcid.org/0000-0001-2345-6789",)
    assert entry.name.startswith("Ann Lee")


def test_a_statement_about_two_people_gives_neither_a_record(tmp_path: Path) -> None:
    content = f'<respStmt xml:id="e"><name ref="{GND}1">Ann</name><name ref="{GND}2">Tom</name></respStmt>'
    assert described(tmp_path, content)["e"] == Entry("e", name="Ann, Tom")


def test_entries_within_entries_have_their_own(tmp_path: Path) -> None:
    found = described(
        tmp_path,
        '<place xml:id="a"><placeName>Kent</placeName><location><geo>51.2 0.7</geo></location>'
        '<place xml:id="b"><settlement>Hythe</settlement><location><geo>51.07, 1.08</geo></location></place></place>',
    )
    assert found["a"] == Entry("a", EntryKind.PLACE, "Kent", coordinates=(51.2, 0.7))
    assert found["b"] == Entry("b", EntryKind.PLACE, "Hythe", coordinates=(51.07, 1.08))


def test_coordinates_of_a_containing_place_are_not_its_own(tmp_path: Path) -> None:
    location = '<location><geo>48,2 16,3</geo><placeName key="v">Vienna</placeName></location>'
    found = described(tmp_path, f'<place xml:id="inn"><placeName>Inn</placeName>{location}</place>')
    assert found["inn"].coordinates is None


def test_coordinates_of_another_datum_are_not_read(tmp_path: Path) -> None:
    content = '<geoDecl datum="OSGB36"/><place xml:id="a"><location><geo>51.2 0.7</geo></location></place>'
    assert described(tmp_path, content)["a"].coordinates is None


def test_works_have_titles(tmp_path: Path) -> None:
    found = described(
        tmp_path,
        '<bibl xml:id="a"><author>Ann</author><title>Tides</title><date>1801</date></bibl>'
        '<biblStruct xml:id="b"><monogr><title>Winds</title><idno type="VIAF">123</idno></monogr></biblStruct>'
        '<bibl xml:id="c">Lee, Storms<ptr target="https://doi.org/10.1234/5"/></bibl>',
    )
    assert found["c"].uris == ("https://doi.org/10.1234/5",)
    assert [each.name for each in found.values()] == ["Tides", "Winds", "Lee, Storms"]
    assert found["b"].uris == ("https://viaf.org/viaf/123",)


def test_a_register_has_prefixes_and_pointers_to_others(tmp_path: Path) -> None:
    content = (
        '<prefixDef ident="p" matchPattern="(.+)" replacementPattern="#$1"/><person xml:id="a" corresp="b.xml#x"/>'
    )
    described(tmp_path, content)
    register = read_described(tmp_path / "register.xml")
    assert ((PrefixDeclaration("p", "(.+)", "#$1"),), ("b.xml#x",)) == (register.prefixes, register.links["a"])


def test_examples_and_other_elements_with_ids_are_no_entries(tmp_path: Path) -> None:
    example = '<egXML xmlns="http://www.tei-c.org/ns/Examples"><person xml:id="a"/></egXML>'
    assert described(tmp_path, f'<p xml:id="b">words</p>{example}') == {}


def test_a_register_that_is_not_well_formed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match=r"register\.xml:1:\d+: the register is not well-formed"):
        described(tmp_path, "<person>")


def test_a_register_has_limits(tmp_path: Path) -> None:
    content = "".join(f'<person xml:id="p{n}"/>' for n in range(4))
    with limits_set(register_entries=3), pytest.raises(LimitExceededError, match="more than 3 ids"):
        described(tmp_path, content)


def test_long_entries_need_little_memory(tmp_path: Path) -> None:
    filler = f"<note>{'long ' * 2_000}</note>"
    content = "".join(f'<place xml:id="l{n}"><placeName>L{n}</placeName>{filler}</place>' for n in range(1_000))
    (tmp_path / "large.xml").write_text(TEI.format(content))
    tracemalloc.start()
    read_described(tmp_path / "large.xml")
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("51.38 -2.36", (51.38, -2.36)),
        ("51.38, -2.36", (51.38, -2.36)),
        ("51.38,-2.36", (51.38, -2.36)),
        ("48,20815 16,36846111111111", (48.20815, 16.36846111111111)),
        ("-22,505 -43,17861", (-22.505, -43.17861)),
        ("48; 16", (48.0, 16.0)),
        ("116.3 39.9", None),
        ("51.38", None),
        ("51.38 -2.36 12", None),
        ("51°22′N 2°21′W", None),
        ("nan inf", None),
        ("", None),
    ],
)
def test_coordinates_are_two_numbers_within_their_bounds(text: str, expected: tuple[float, float] | None) -> None:
    assert expected == read_coordinates(text)


@pytest.mark.parametrize(
    ("value", "types", "expected"),
    [
        ("118609807", ("GND",), f"{GND}118609807"),
        ("(DE-588)11865579X", ("gnd",), f"{GND}11865579X"),
        ("d-nb.info/gnd/118609807", (), f"{GND}118609807"),
        ("34551336", ("", "VIAF"), "https://viaf.org/viaf/34551336"),
        ("2656173", ("GeoNames",), "https://www.geonames.org/2656173"),
        ("Q22889", ("wikidata",), "http://www.wikidata.org/entity/Q22889"),
        ("0000 0001 2103 2683", ("ISNI",), "https://isni.org/isni/0000000121032683"),
        ("Q22889", ("GND",), ""),
        ("118609807", ("",), ""),
        (f"{GND}118609807/", (), f"{GND}118609807"),
        ("https://sws.geonames.org/2761369/", (), "https://sws.geonames.org/2761369/"),
        ("118609807", ("local",), ""),
        ("MS 12", ("shelfmark",), ""),
        ("https://example.org/1", ("",), "https://example.org/1"),
    ],
)
def test_numbers_of_known_authorities_stand_for_their_uris(value: str, types: tuple[str, ...], expected: str) -> None:
    assert expected == uri_of(value, *types)


def test_a_format_chooses_among_authorities() -> None:
    uris = (f"{GND}4004351-6", "https://www.geonames.org/2656173", "https://example.org/1")
    assert choose(uris, ("GeoNames", "GND")) == uris[1]
    assert choose(uris, ("VIAF",)) == uris[0]
    assert not choose((), ("VIAF",))


def test_entries_of_one_thing_add_to_each_other() -> None:
    own = Entry("p", EntryKind.PERSON, "Lee, Ann")
    other = Entry("p", EntryKind.PERSON, "Ann Lee", (f"{GND}1",), "Ann", "Lee")
    assert merge_entries(own, other) == Entry("p", EntryKind.PERSON, "Lee, Ann", (f"{GND}1",), "Ann", "Lee")


def test_entries_of_different_things_do_not() -> None:
    own = Entry("p1", EntryKind.PERSON, "Ann Lee")
    assert own == merge_entries(own, Entry("p1", EntryKind.PERSON, "Tom Hall", (f"{GND}1",)))
    assert own == merge_entries(own, Entry("p1", EntryKind.PLACE, "Lee", (f"{GND}1",)))


def test_of_several_registers_the_first_counts(tmp_path: Path) -> None:
    contents = (
        '<place xml:id="a"><placeName>Ulm</placeName></place>',
        f'<place xml:id="a"><idno>{GND}4</idno></place>',
    )
    for name, content in zip(("a.xml", "b.xml"), contents, strict=True):
        described(tmp_path, content, name)
    registers = DescribedRegisters([read_described(tmp_path / name) for name in ("a.xml", "b.xml")])
    assert registers.find("a") == Entry("a", EntryKind.PLACE, "Ulm", (f"{GND}4",))
    assert registers.find_named("b.xml") is registers.find_at((tmp_path / "b.xml").resolve())
