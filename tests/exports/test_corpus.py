"""A teiCorpus is its TEI documents, each with what its header inherits; packages keep the file."""

import csv
from pathlib import Path

import pytest
from lxml import etree

from teikit.errors import OutputError, UnsupportedError
from teikit.exports.record.source import NotTeiError, TeiFile, read_tei_file, read_tei_files
from teikit.operations.export import ExportOptions, export, make
from teikit.tei import Metadata, read_metadata

TEI = "http://www.tei-c.org/ns/1.0"
REGISTER = """<listPerson><person xml:id="ann"><persName>Ann</persName><idno>https://d-nb.info/gnd/1</idno></person>
<person xml:id="tom"><persName>Tom</persName><idno>https://d-nb.info/gnd/2</idno></person></listPerson>"""
HEADER = f"""<teiHeader><fileDesc><titleStmt><title>Letters of a Town</title><editor>Ann Editor</editor></titleStmt>
<publicationStmt><publisher>A Press</publisher><date when="2021"/><idno type="DOI">10.1234/all</idno>
<availability><licence target="https://creativecommons.org/licenses/by/4.0/">CC BY</licence></availability>
</publicationStmt><sourceDesc><p>Box 7</p></sourceDesc></fileDesc><profileDesc><abstract><p>All of them.</p></abstract>
<langUsage><language ident="de"/></langUsage><particDesc>{REGISTER}</particDesc></profileDesc></teiHeader>"""


def document(name: str, header: str, attributes: str = "") -> str:
    return f"""<TEI {attributes}><teiHeader><fileDesc><titleStmt><title>{name}</title></titleStmt>{header}</fileDesc>
<profileDesc><correspDesc><correspAction type="sent"><persName ref="#ann">Ann</persName></correspAction></correspDesc>
</profileDesc></teiHeader><text><body><p>Words of {name}.</p></body></text></TEI>"""


SILENT = "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc>"
OWN = "<publicationStmt><publisher>Own Press</publisher></publicationStmt><sourceDesc><p>Shelf 3</p></sourceDesc>"
INNER = """<teiCorpus><teiHeader><fileDesc><titleStmt><title>Inner</title><editor>Bob</editor></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p>Box 8</p></sourceDesc></fileDesc></teiHeader>%s</teiCorpus>"""


def corpus(*content: str, header: str = HEADER) -> bytes:
    return f'<teiCorpus xmlns="{TEI}" xml:lang="de">{header}{"".join(content)}</teiCorpus>'.encode()


ALL = corpus(document("one", SILENT, 'xml:id="a1"'), INNER % document("two", SILENT), document("three", OWN))


def letters(data: bytes) -> list[TeiFile]:
    return read_tei_files(data, "in/town.xml", lambda _name: Metadata())


def test_each_document_is_a_letter_named_by_its_id_or_number() -> None:
    found = letters(ALL)
    assert [one.name for one in found] == ["in/town-a1.xml", "in/town-2.xml", "in/town-3.xml"]
    assert [one.record.id for one in found] == ["a1", "town-2", "town-3"]
    assert [one.record.title for one in found] == ["one", "two", "three"]


def test_what_a_header_does_not_state_is_inherited_from_the_nearest_corpus() -> None:
    records = [one.record for one in letters(ALL)]
    assert [one.series for one in records] == ["Letters of a Town", "Inner", "Letters of a Town"]
    assert [[each.name for each in one.editors] for one in records] == [["Ann Editor"], ["Bob"], ["Ann Editor"]]
    assert [[each.name for each in one.publishers] for one in records] == [["A Press"], ["A Press"], ["Own Press"]]
    assert [one.sources for one in records] == [("Box 7",), ("Box 8",), ("Shelf 3",)]
    assert {one.licence.uri for one in records} == {"https://creativecommons.org/licenses/by/4.0/"}
    assert {one.languages for one in records} == {("de",)}
    assert {one.senders[0].uris for one in records} == {("https://d-nb.info/gnd/1",)}


def test_what_is_said_of_the_corpus_itself_is_not_inherited() -> None:
    for one in letters(ALL):
        assert one.record.identifiers == ()
        assert one.record.abstract == ""
        assert "10.1234" not in one.data.decode()
    assert letters(corpus("<TEI><text/></TEI>"))[0].record.title == ""


def test_the_bytes_of_each_document_are_a_tei_of_its_own() -> None:
    for one in letters(ALL):
        again = read_tei_file(one.data, one.name)
        assert again.root.findtext(f".//{{{TEI}}}p[last()]") or len(again.root)
        assert [child.tag.rpartition("}")[2] for child in again.root] == ["teiHeader", "text"]
        assert again.record.editors == one.record.editors


def test_reading_a_corpus_leaves_its_tree_as_it_was() -> None:
    tree = etree.fromstring(ALL)
    found = letters(ALL)[0].root.getroottree().getroot()
    assert etree.tostring(found) == etree.tostring(tree)


def test_a_register_in_a_corpus_serves_documents_with_participants_of_their_own() -> None:
    own = document("one", SILENT).replace("<profileDesc>", "<profileDesc><particDesc><p>Two.</p></particDesc>")
    assert letters(corpus(own))[0].record.senders[0].uris == ("https://d-nb.info/gnd/1",)
    stand_off = f"<standOff>{REGISTER}</standOff>"
    bare = letters(corpus(document("one", SILENT), header=f"<teiHeader/>{stand_off}"))
    assert bare[0].record.senders[0].uris == ("https://d-nb.info/gnd/1",)


def test_ids_that_would_be_one_file_are_replaced_by_numbers() -> None:
    both = corpus(document("one", SILENT, 'xml:id="x"'), document("two", SILENT, 'xml:id="X"'))
    assert [one.stem for one in letters(both)] == ["town-x", "town-2"]
    many = letters(corpus(*[document("one", SILENT)] * 10))
    assert [many[0].stem, many[9].stem] == ["town-01", "town-10"]


def test_a_tei_that_contains_others_is_a_corpus() -> None:
    inner = document("one", SILENT)
    nested = letters(f'<TEI xmlns="{TEI}">{HEADER}{inner}</TEI>'.encode())
    assert [one.record.title for one in nested] == ["one"]
    both = letters(f'<TEI xmlns="{TEI}">{HEADER}<text><body><p>x</p></body></text>{inner}</TEI>'.encode())
    assert [one.record.title for one in both] == ["Letters of a Town", "one"]


def test_a_corpus_without_documents_is_told() -> None:
    with pytest.raises(NotTeiError, match="the root element 'teiCorpus' without TEI documents"):
        letters(corpus())


def test_formats_of_single_letters_make_a_file_of_each_document(tmp_path: Path) -> None:
    (tmp_path / "town.xml").write_bytes(ALL)
    (tmp_path / "letter.xml").write_text(document("four", OWN).replace("<TEI", f'<TEI xmlns="{TEI}"'))
    for paths, out in (([tmp_path / "town.xml"], "one"), (sorted(tmp_path.glob("*.xml")), "all")):
        made = export(paths, "text", tmp_path / out)
        texts = {each.target.name: each.target.read_text() for each in made}
        wanted = {"town-a1.txt": "Words of one.\n", "town-2.txt": "Words of two.\n", "town-3.txt": "Words of three.\n"}
        assert texts == wanted | ({"letter.txt": "Words of four.\n"} if out == "all" else {})


def test_the_documents_of_a_corpus_need_a_folder(tmp_path: Path) -> None:
    (tmp_path / "town.xml").write_bytes(ALL)
    with pytest.raises(OutputError, match="is a corpus, whose documents go to a folder"):
        export(tmp_path / "town.xml", "text", tmp_path / "town.txt")
    with pytest.raises(UnsupportedError, match="is a corpus of 3 TEI documents"):
        make(ALL, "town.xml", "text")


def test_no_document_of_a_corpus_replaces_the_result_of_another_file(tmp_path: Path) -> None:
    (tmp_path / "town.xml").write_bytes(ALL)
    (tmp_path / "town-2.xml").write_text(document("four", OWN).replace("<TEI", f'<TEI xmlns="{TEI}"'))
    made = export(sorted(tmp_path.glob("*.xml")), "text", tmp_path / "out", ExportOptions(force=True))
    assert [str(each.failure).rpartition(": ")[2] for each in made if each.failure] == ["two results would go there"]
    assert [path.name for path in (tmp_path / "out").glob("*")] == ["town-2.txt"]


def test_formats_of_all_letters_have_each_document() -> None:
    rows = list(csv.DictReader(make(ALL, "town.xml", "csv").data.decode().splitlines()))
    assert [row["file"] for row in rows] == ["town-a1.xml", "town-2.xml", "town-3.xml"]


def test_metadata_are_given_by_the_name_of_a_document() -> None:
    told = read_metadata(b'[letters."town-2.xml"]\ntitle = "Given"\n', "meta.toml")
    rows = csv.DictReader(make(ALL, "town.xml", "csv", ExportOptions(told)).data.decode().splitlines())
    assert [row["title"] for row in rows] == ["one", "Given", "three"]


@pytest.mark.parametrize("to", ["bag", "dspace"])
def test_packages_keep_the_file_once(to: str, tmp_path: Path) -> None:
    (tmp_path / "town.xml").write_bytes(ALL)
    export(tmp_path / "town.xml", to, tmp_path / "out", ExportOptions(schema=""))
    kept = [path for path in (tmp_path / "out").rglob("*.xml") if b"<teiCorpus" in path.read_bytes()]
    assert [path.read_bytes() for path in kept] == [ALL]


def test_canonical_form_is_that_of_the_file() -> None:
    assert make(ALL, "town.xml", "tei").data.count(b"<teiCorpus") == 2
