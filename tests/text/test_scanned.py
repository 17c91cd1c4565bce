"""PAGE, ALTO and hOCR: no word of a page is lost or invented, every pointer to an image has its target."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from teikit.errors import EmptyInputError, TeikitError, UnreadableInputError
from teikit.operations.encode import encode_bytes, encode_letters
from teikit.text import read

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parents[2] / "schema" / "teikit-letter.rng"))
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
WORDS = [
    "Dear",
    "Ann,",
    "the",
    "toad",
    "is",
    "well.",
    "Pfer-",
    "de",
    "Rome,",
    "3",
    "May",
    "1890",
    "Tom",
    "Bell",
    "&<",
    "𝔄b",
]
PAGE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
INLINE = {"hi", "unclear", "persName", "placeName", "orgName", "roleName", "name", "date", "abbr", "add", "sic", "ref"}
TYPES = [
    "",
    "paragraph",
    "heading",
    "header",
    "footer",
    "page-number",
    "marginalia",
    "footnote",
    "catch-word",
    "credit",
]
STRUCTURES = [
    "",
    "MainZone",
    "salutation",
    "signature",
    "RunningTitleZone",
    "MarginTextZone:note",
    "odd name",
    "paragraph",
]
TAGS = [
    "",
    "textStyle {offset:2; length:4;bold:true;}",
    "person {offset:0; length:99;}",
    "unclear {offset:1;length:2;}",
]

texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
ids = st.sampled_from(["r1", "r1", "7", "a b", "", "ä:ö", "page1"])
points = st.sampled_from(
    ["", "0,0 9,0 9,9", "10,20 700,20 700,60 10,60", "1,2,3", "NaN,1 2,2 3,3", "-5,-5 80,-5 80,40 -5,40"]
)
line = st.tuples(texts, ids, points, st.sampled_from(TAGS), st.integers(0, 3))
region = st.tuples(st.lists(line, max_size=5), ids, points, st.sampled_from(TYPES), st.sampled_from(STRUCTURES))
pages = st.lists(region, min_size=1, max_size=5)


def page_xml(regions: list, order: list[str]) -> bytes:
    """A PAGE file of regions, in an order that it states."""
    written = ""
    for lines, name, place, kind, structure in regions:
        custom = f"structure {{type:{structure};}}" if structure else ""
        written += f'<TextRegion id={quoteattr(name)} type="{kind}" custom="{custom}"><Coords points="{place}"/>'
        for text, own, around, tag, index in lines:
            custom = f"readingOrder {{index:{index};}} {tag}"
            written += f'<TextLine id={quoteattr(own)} custom="{custom}"><Coords points="{around}"/>'
            written += (
                f'<TextEquiv index="1"><Unicode>other</Unicode></TextEquiv><TextEquiv index="0"><Unicode>{escape(text)}'
            )
            written += "</Unicode></TextEquiv><Word><TextEquiv><Unicode>word</Unicode></TextEquiv></Word></TextLine>"
        written += "</TextRegion>"
    refs = "".join(f'<RegionRefIndexed index="{at}" regionRef={quoteattr(ref)}/>' for at, ref in enumerate(order))
    stated = f'<ReadingOrder><OrderedGroup id="g">{refs}</OrderedGroup></ReadingOrder>' if order else ""
    page = f'<Page imageFilename="a b.jpg" imageWidth="800" imageHeight="900">{stated}{written}</Page>'
    return f'<PcGts xmlns="{PAGE}">{page}</PcGts>'.encode()


def alto_xml(regions: list) -> bytes:
    """An ALTO file of regions, a String for each word."""
    written = ""
    for lines, name, *_ in regions:
        written += f"<TextBlock ID={quoteattr(name)}>"
        for text, own, _, _, index in lines:
            strings = [f'<String CONTENT={quoteattr(word)} STYLE="bold"/>' for word in text.split()]
            place = f'HPOS="{index}" VPOS="5" WIDTH="70" HEIGHT="9"'
            written += f"<TextLine ID={quoteattr(own)} {place}>{'<SP/>'.join(strings)}</TextLine>"
        written += "</TextBlock>"
    return (
        f"<alto><Layout><Page WIDTH='80' HEIGHT='90'><PrintSpace>{written}</PrintSpace></Page></Layout></alto>".encode()
    )


def hocr_html(regions: list) -> bytes:
    """An hOCR file of regions, with words outside of lines too."""
    written = ""
    for lines, name, *_ in regions:
        written += f"<p class='ocr_par' id={quoteattr(name)}>"
        for text, own, _, tag, _ in lines:
            words = " ".join(f"<span class='ocrx_word'><em>{escape(word)}</em></span>" for word in text.split())
            kind = "ocr_line" if tag else "other"
            written += f"<span class='{kind}' id={quoteattr(own)} title='bbox 1 2 30 40'>{words}</span> "
        written += "</p>"
    head = (
        "<html><head><meta charset='utf-8'/></head><body><div class='ocr_page' title='image \"x.png\"; bbox 0 0 80 90'>"
    )
    return f"{head}{written}</div></body></html>".encode()


def words_of_input(data: bytes) -> Counter[str]:
    """Count the words of the lines of PAGE or ALTO, slowly and by another parser."""
    root = ElementTree.fromstring(data)  # noqa: S314  the test's own file
    found: Counter[str] = Counter()
    for each in root.iter():
        if each.tag.endswith("TextLine"):
            stated = each.findall(f"./{{{PAGE}}}TextEquiv[@index='0']/{{{PAGE}}}Unicode")
            texts = [one.text or "" for one in stated] or [one.get("CONTENT", "") for one in each.iter("String")]
            found.update(word for text in texts for word in text.split())
    return found


def words_of_tei(root: etree._Element) -> Counter[str]:
    """Count the words of the text of TEI."""

    def pieces(node: etree._Element) -> Iterator[str]:
        edge = "" if etree.QName(node).localname in INLINE else " "
        yield edge + (node.text or "")
        for child in node:
            yield from pieces(child)
            yield child.tail or ""
        yield edge

    return Counter("".join(pieces(root[-1])).split())


def checked(data: bytes, name: str, **options: str) -> etree._Element:
    """Encode a page, and check that its TEI is valid and that all pointers have targets."""
    made = encode_bytes(data, name, **options)
    root = etree.fromstring(made.tei)
    own = [each.get(ID) for each in root.iter() if each.get(ID)]
    pointers = [pointer for each in root.iter() for pointer in (each.get("facs") or "").split()]
    assert len(own) == len(set(own))
    assert {pointer.removeprefix("#") for pointer in pointers} <= set(own)
    assert SCHEMA.validate(root), SCHEMA.error_log
    return root


@settings(max_examples=60, deadline=None)
@given(pages, st.lists(st.sampled_from(["r1", "7", "a b", "no"]), max_size=4), st.sampled_from(["join", "keep"]))
def test_words_of_page_xml_are_kept(regions: list, order: list[str], lines: str) -> None:
    data = page_xml(regions, order)
    wanted = words_of_input(data)
    if not wanted:
        with pytest.raises(EmptyInputError):
            encode_bytes(data, "a.xml")
        return
    root = checked(data, "a.xml", lines=lines)
    assert words_of_tei(root) == wanted
    breaks = [each.get("facs") for each in root.iter(f"{TEI}lb")]
    assert len(breaks) == len(set(breaks))
    assert None not in breaks


@settings(max_examples=40, deadline=None)
@given(pages)
def test_words_of_alto_and_hocr_are_kept(regions: list) -> None:
    data = alto_xml(regions)
    wanted = words_of_input(data)
    for made, name in ((data, "a.xml"), (hocr_html(regions), "a.hocr")):
        if wanted:
            assert words_of_tei(checked(made, name)) == wanted
        else:
            with pytest.raises(EmptyInputError):
                encode_bytes(made, name)


def _nested(depth: int) -> str:
    return "<TextRegion>" * depth + "</TextRegion>" * depth


BOMB = (
    '<!DOCTYPE PcGts [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
HOSTILE = {
    "bomb": f"{BOMB}<PcGts><Page><TextRegion><TextLine><TextEquiv><Unicode>&i;</Unicode></TextEquiv></TextLine>"
    "</TextRegion></Page></PcGts>",
    "external": '<!DOCTYPE PcGts [<!ENTITY x SYSTEM "file:///etc/hostname">]><PcGts><Page><TextRegion><TextLine><TextEquiv>'
    "<Unicode>&x;</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>",
    "deep": f"<PcGts><Page>{_nested(100_000)}</Page></PcGts>",
    "empty": "<PcGts/>",
    "truncated": "<PcGts><Page><TextRegion>",
    "alto without lines": "<alto><Layout><Page/></Layout></alto>",
    "hocr without lines": "<html><div class='ocr_page'></div></html>",
    "deep hocr": "<html>" + "<div class='ocr_page'>" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_ends_in_one_sentence(name: str) -> None:
    with pytest.raises(TeikitError) as caught:
        read(HOSTILE[name].encode(), "bad.xml")
    assert str(caught.value).startswith("bad.xml")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_broken_page_names_the_place() -> None:
    with pytest.raises(UnreadableInputError, match=r"^bad\.xml:2:\d+: is not well-formed XML"):
        read(b"<PcGts>\n<Page></PcGts>", "bad.xml")


def test_odd_numbers_make_no_zone() -> None:
    lines = [("Dear Ann,", "l", "1" * 10_000 + ",1 2,2 3,3", "", 0), ("the toad is well.", "l", "1e9,1 2,2 3,3", "", 1)]
    root = checked(page_xml([(lines, "r", "0,0 1,1", "", "")], ["r", "r"]), "a.xml")
    assert [zone.get("points") for zone in root.iter(f"{TEI}zone")] == [None] * 3


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_the_encoding_is_the_one_of_the_file(encoding: str) -> None:
    body = page_xml([([("Grüß Gott, the toad is well.", "l", "", "", 0)], "r", "", "", "")], []).decode()
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    data = f'<?xml version="1.0" encoding="{declared}"?>{body}'.encode(encoding)
    assert read(data, "a.xml").text == "Grüß Gott, the toad is well."


def test_tei_is_still_refused() -> None:
    with pytest.raises(TeikitError, match="is XML already"):
        read(b'<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"/>', "a.xml")


def test_many_lines_are_read_in_linear_time() -> None:
    lines = [
        ("the toad is well", f"l{at}", f"0,{at * 10} 90,{at * 10} 90,{at * 10 + 9}", "", 0) for at in range(20_000)
    ]
    assert len(read(page_xml([(lines, "r", "", "", "")], []), "a.xml").lines) == 20_000


def test_columns_without_a_stated_order_are_read_from_the_left() -> None:
    def column(x: int, y: int, text: str) -> tuple:
        place = f"{x},{y} {x + 300},{y} {x + 300},{y + 90} {x},{y + 90}"
        return [(text, text, place, "", 0)], text, place, "", ""

    regions = [column(0, 500, "two"), column(400, 0, "three"), column(0, 0, "one"), column(400, 500, "four")]
    assert read(page_xml(regions, []), "a.xml").text.split() == ["one", "two", "three", "four"]


def test_pages_are_letters_where_a_file_has_several() -> None:
    one = page_xml([([("Dear Ann, the toad is well.", "l", "", "", 0)], "r", "", "", "")], []).decode()
    inner = one[one.index("<Page") : one.index("</PcGts>")]
    letters = encode_letters(one.replace(inner, inner * 2).encode(), "a.xml", "page")
    roots = [etree.fromstring(each.tei) for each in letters.values()]
    assert [[surface.get(ID) for surface in root.iter(f"{TEI}surface")] for root in roots] == [["page1"], ["page2"]]


METS = """<mets xmlns="http://www.loc.gov/METS/" xmlns:x="http://www.w3.org/1999/xlink"><fileSec><fileGrp ID="IMG">
<file ID="i1"><FLocat x:href="1.jpg"/></file></fileGrp><fileGrp ID="PAGEXML">{files}</fileGrp></fileSec>
<structMap><div><div><fptr><area FILEID="i1"/></fptr></div>{map}</div></structMap></mets>"""


def mets(folder: Path, *names: str, pages: str = "") -> Path:
    """Write a METS file that lists files of pages."""
    files = "".join(f'<file ID="p{at}"><FLocat x:href="{name}"/></file>' for at, name in enumerate(names, 1))
    target = folder / "mets.xml"
    target.write_text(METS.format(files=files, map=pages), encoding="utf-8")
    return target


def test_the_pages_that_mets_lists_are_one_letter(tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    texts = ["Dear Ann, the toad that you gave me last year is", "well and sends its love to all of you."]
    for number, text in enumerate(texts, 1):
        line = (text, "l1", f"10,{number} 700,{number} 700,40 10,40", "", 0)
        (tmp_path / "page" / f"{number}.xml").write_bytes(page_xml([([line], "r1", "", "", "")], []))
    pages = "".join(f'<div><fptr FILEID="p{number}"/></div>' for number in (2, 1))
    source = mets(tmp_path, "page/2.xml", "page/1.xml", pages=pages)
    root = checked(source.read_bytes(), str(source))
    assert [each.get(ID) for each in root.iter(f"{TEI}surface")] == ["page1", "page2"]
    assert [" ".join("".join(each.itertext()).split()) for each in root[-1].iter(f"{TEI}p")] == [" ".join(texts)[10:]]


@pytest.mark.parametrize(
    "name", ["../other.xml", "/etc/passwd.xml", "http://example.org/1.xml", "none.xml", "link.xml"]
)
def test_mets_opens_no_file_outside_of_its_folder(name: str, tmp_path: Path) -> None:
    (tmp_path / "other.xml").write_bytes(page_xml([([("secret", "l", "", "", 0)], "r", "", "", "")], []))
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "link.xml").symlink_to(tmp_path / "other.xml")
    source = mets(folder, name)
    with pytest.raises(UnreadableInputError, match="is no file below its folder"):
        encode_bytes(source.read_bytes(), str(source))
