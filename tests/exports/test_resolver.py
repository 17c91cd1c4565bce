"""The resolver: what references of a document lead to, in itself, in registers, and in files beside it."""

import gc
import weakref
from pathlib import Path

import pytest
from lxml import etree

from teikit.exports.record.linked_registers import LinkedRegisters, read_file
from teikit.exports.record.resolver import DocumentResolver
from teikit.registers import UNKNOWN, DescribedRegisters, Entry, EntryKind, read_described

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">{}</TEI>'
GND, VIAF, ORCID = "https://d-nb.info/gnd/1", "https://viaf.org/viaf/2", "https://orcid.org/0000-0001-2345-6789"
REGISTER = TEI.format(
    '<listPrefixDef><prefixDef ident="reg" matchPattern="([a-z]+)([0-9]+)" replacementPattern="people.xml#$1$2"/>'
    f'</listPrefixDef><person xml:id="p1"><persName><forename>Ann</forename><surname>Lee</surname></persName>'
    f'<idno type="GND">{GND}</idno></person><person xml:id="p2" sameAs="#p1"/>'
    '<person xml:id="p3" corresp="#p4"/><person xml:id="p4" corresp="#p3"><persName>Una</persName></person>'
)
ANN = Entry("p1", EntryKind.PERSON, "Ann Lee", (GND,), "Ann", "Lee")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    read_file.cache_clear()
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "people.xml").write_text(REGISTER)
    return tmp_path / "letters"


def find(document: str, folder: Path, *, registers: bool = False, allows: bool = False) -> Entry:
    """What the element `persName` with @n of a document leads to."""
    root = etree.fromstring(TEI.format(document), etree.XMLParser(collect_ids=False))
    named = DescribedRegisters([read_described(folder / "people.xml")] if registers else [])
    linked = LinkedRegisters(named, (lambda _path: True) if allows else None)
    element = root.find(".//{*}persName[@n]")
    assert element is not None
    return DocumentResolver(root, linked, folder / "a.xml").find(element)


@pytest.mark.parametrize(
    "reference",
    [
        'ref="people.xml#p1"',
        'ref="./people.xml#p1"',
        'ref="#p1"',
        'ref="p1"',
        'key="p1"',
        'key="#p1"',
        'key="person:p1"',
        'key="people.xml#p1"',
        'ref="reg:p1"',
        'key="reg:p1"',
        'sameAs="#p1"',
        'ref="../elsewhere/people.xml#p1"',
        'xml:base="https://example.org/a/" ref="people.xml#p1"',
        'ref="https://example.org/data/people.xml#p1 #p1"',
    ],
)
def test_references_lead_to_entries_of_registers(reference: str, folder: Path) -> None:
    found = find(f'<persName n="" {reference}/>', folder, registers=True)
    assert (found.id, found.name, found.uris[0]) == ("p1", "Ann Lee", GND)


@pytest.mark.parametrize("reference", ['ref="people.xml#p1"', 'key="people.xml#p1"'])
def test_files_beside_a_document_are_read(reference: str, folder: Path) -> None:
    assert find(f'<persName n="" {reference}/>', folder) == ANN


@pytest.mark.parametrize("reference", ['key="p1"', 'ref="#p1"', 'ref="p1"', 'key="person:p1"'])
@pytest.mark.parametrize(
    "named",
    [
        '<persName ref="people.xml#p4"/>',
        '<prefixDef ident="reg" matchPattern="(.+)" replacementPattern="people.xml#$1"/>',
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="people.xml"/>',
    ],
)
def test_files_to_which_a_document_points_have_its_other_ids_too(named: str, reference: str, folder: Path) -> None:
    assert find(f'{named}<persName n="" {reference}/>', folder) == ANN


def test_files_elsewhere_are_read_only_where_that_is_allowed(folder: Path) -> None:
    (folder / "inner").mkdir()
    element = '<persName n="" ref="../people.xml#p1"/>'
    root = etree.fromstring(TEI.format(element))
    for allows, expected in ((lambda _path: False, UNKNOWN), (lambda _path: True, ANN)):
        resolver = DocumentResolver(root, LinkedRegisters(allows=allows), folder / "inner" / "a.xml")
        assert expected == resolver.find(root[0])


def test_links_out_of_the_folder_are_not_followed(folder: Path) -> None:
    (folder.parent / "secret.xml").write_text(REGISTER)
    (folder / "linked.xml").symlink_to(folder.parent / "secret.xml")
    assert find('<persName n="" ref="linked.xml#p1"/>', folder) == UNKNOWN


@pytest.mark.parametrize("name", ["none.xml", "..", "", "a\0.xml", "x" * 5_000])
def test_names_of_no_file_lead_nowhere(name: str, folder: Path) -> None:
    root = etree.fromstring(TEI.format("<persName/>"))
    if "\0" not in name:
        root[0].set("ref", f"{name}#p9")
    assert DocumentResolver(root, path=folder / "a.xml").find(root[0]) == UNKNOWN


@pytest.mark.parametrize(
    "own",
    [
        f'<standOff><person xml:id="o"><persName>Ann</persName><idno>{GND}</idno></person></standOff>',
        f'<teiHeader><respStmt><name xml:id="o" ref="{GND}">Ann</name></respStmt></teiHeader>',
        f'<respStmt xml:id="o"><persName>Ann</persName><ptr target="{GND}"/></respStmt>',
        f'<teiHeader><editor xml:id="o">Ann <ref target="{GND}">GND</ref></editor></teiHeader>',
        f'<text><back><person xml:id="o"><persName>Ann</persName><idno>{GND}</idno></person></back></text>',
    ],
)
def test_a_document_has_entries_of_its_own(own: str, folder: Path) -> None:
    found = find(f'{own}<persName n="" ref="#o"/>', folder)
    assert (found.id, found.uris) == ("o", (GND,))


def test_the_register_adds_to_an_entry_of_the_document(folder: Path) -> None:
    own = f'<listPerson><person xml:id="p1"><persName>A. Lee</persName><idno>{VIAF}</idno></person></listPerson>'
    found = find(f'{own}<persName n="" ref="#p1"/>', folder, registers=True)
    assert Entry("p1", EntryKind.PERSON, "A. Lee", (GND, VIAF), "Ann", "Lee") == found


def test_an_entry_that_refers_to_another_has_its_records(folder: Path) -> None:
    assert find('<persName n="" ref="people.xml#p2"/>', folder, registers=True).uris == (GND,)
    own = '<person xml:id="x" corresp="people.xml#p1"/>'
    assert find(f'{own}<persName n="" ref="#x"/>', folder).name == "Ann Lee"


def test_entries_that_refer_to_each_other_come_to_an_end(folder: Path) -> None:
    assert find('<persName n="" ref="#p3"/>', folder, registers=True).name == "Una"


@pytest.mark.parametrize(
    ("pattern", "replacement", "pointer", "expected"),
    [
        ("(.+)", "https://viaf.org/viaf/$1", "x:2", VIAF),
        ("^(.+)$", "https://viaf.org/viaf/$1", "x:2", VIAF),
        ("id_([0-9]+)", "https://viaf.org/viaf/$1", "x:id_2", VIAF),
        ("([a-z]+)/([0-9]+)", "https://viaf.org/$1/$2", "x:viaf/2", VIAF),
        ("[a-z]+([0-9]+)", "https://viaf.org/viaf/$1$3", "x:n2", VIAF),
    ],
)
def test_prefixes_are_expanded(pattern: str, replacement: str, pointer: str, expected: str, folder: Path) -> None:
    declared = f'<prefixDef ident="x" matchPattern="{pattern}" replacementPattern="{replacement}"/>'
    assert find(f'{declared}<persName n="" ref="{pointer}"/>', folder).uris == (expected,)


@pytest.mark.parametrize(
    "declared",
    [
        '<prefixDef ident="x" matchPattern="((a+)+)+b" replacementPattern="https://example.org/$1"/>',
        '<prefixDef ident="x" matchPattern="(" replacementPattern="https://example.org/$1"/>',
        '<prefixDef ident="x" matchPattern="(.+)" replacementPattern="x:$1$1"/>',
        '<prefixDef ident="x" matchPattern="(.+)" replacementPattern="javascript:alert($1)"/>',
        '<prefixDef ident="x"/>',
    ],
)
def test_prefixes_that_lead_nowhere_end_soon(declared: str, folder: Path) -> None:
    assert find(f'{declared}<persName n="" ref="x:{"a" * 2_000}c"/>', folder) == UNKNOWN


def test_prefixes_that_are_not_declared_are_known_to_be() -> None:
    root = etree.fromstring(TEI.format('<persName ref="gnd:1 mailto:a@example.org"/>'))
    found = DocumentResolver(root).outcomes(root[0])
    assert [(each.prefix, each.is_other) for each in found] == [("gnd", False), ("", True)]


@pytest.mark.parametrize(("key", "is_other"), [("JP-001", False), ("p12", False), ("Lee, Ann", True), ("1801", True)])
def test_keys_without_registers_may_be_names(key: str, is_other: bool) -> None:  # noqa: FBT001  a parameter of a test
    root = etree.fromstring(TEI.format(f'<persName key="{key}"/>'))
    assert [each.is_other for each in DocumentResolver(root).outcomes(root[0])] == [is_other]


def test_several_references_are_told_apart(folder: Path) -> None:
    root = etree.fromstring(TEI.format(f'<rs ref="people.xml#p1 {VIAF} #none"/>'))
    assert DocumentResolver(root, path=folder / "a.xml").find_each(root[0]) == (ANN, Entry(uris=(VIAF,)))


def test_of_elements_with_one_id_the_first_counts(folder: Path) -> None:
    two = f'<person xml:id="o"><persName>Ann</persName></person><person xml:id="o"><idno>{GND}</idno></person>'
    assert find(f'{two}<persName n="" ref="#o"/>', folder) == Entry("o", EntryKind.PERSON, "Ann")


@pytest.mark.parametrize("name", ["item", "persName", "place"])
def test_entries_nested_without_end_are_read_in_linear_time(name: str) -> None:
    count = 1_900
    start = "".join(f'<{name} xml:id="n{number}">' for number in range(count))
    names = "".join(f'<rs ref="#n{number}"/>' for number in range(count))
    parser = etree.XMLParser(huge_tree=True)
    root = etree.fromstring(TEI.format(f"{start}word{f'</{name}>' * count}<p>{names}</p>"), parser)
    resolver = DocumentResolver(root)
    assert all(resolver.find(each).id for each in root.iter("{*}rs"))
    assert resolver._own._elements_read < 100_000


def test_pointers_lead_to_names(folder: Path) -> None:
    root = etree.fromstring(TEI.format('<respStmt xml:id="ed"><name>Eve Ditor</name></respStmt>'))
    resolver = DocumentResolver(root, path=folder / "a.xml")
    assert resolver.names("#ed people.xml#p1 #none") == ("Eve Ditor", "Ann Lee", "#none")


def test_a_document_is_freed_as_soon_as_nothing_needs_it() -> None:
    place = '<place xml:id="a"><placeName>Kent</placeName><location><geo>51.2 0.7</geo></location></place>'
    root = etree.fromstring(TEI.format(f'{place}<persName ref="#a" key="a"/>'))
    (name,) = root.iter("{*}persName")
    resolver = DocumentResolver(root)
    gc.disable()
    try:
        assert resolver.find(name).coordinates == (51.2, 0.7)
        known = weakref.ref(resolver), weakref.ref(resolver._own)
        del resolver
        # Thousands of large documents would fill the memory before the garbage collector runs.
        assert [each() for each in known] == [None, None]
    finally:
        gc.enable()
