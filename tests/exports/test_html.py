"""The page: valid HTML, one file that fetches and runs nothing, faithful to what stands on the paper."""

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from teikit.exports.reading import html
from teikit.exports.record.source import Settings, read_tei_file
from teikit.tei import extract_words

TEI = "http://www.tei-c.org/ns/1.0"


def page(inner: str, title: str = "T") -> str:
    data = f"""<TEI xmlns="{TEI}"><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt></fileDesc>
    </teiHeader><text><body>{inner}</body></text></TEI>"""
    return html.write(read_tei_file(data.encode(), "a.xml"), Settings()).data.decode()


def letter(inner: str) -> str:
    """The part of the page that holds the letter."""
    article = page(inner).partition('<article id="letter">')[2].partition("</article>")[0].strip()
    return article.removeprefix('<div class="body">').removesuffix("</div>")


SCROLL = '<div class="scroll" role="region" aria-label="Table 1" tabindex="0"><table>'
BESIDE = '<tr class="beside"><td colspan="2"><p class="fw">c</p></td></tr></table></div>'
VERSES = '<div class="lg"><div class="l">a</div><div class="l" data-n="5">b</div></div>'
PICTURE = 'href="https://example.org/2.jpg" rel="external" aria-label="picture of page 2"'
PAGE = '<span class="pb" data-n="2" role="separator" aria-label="page 2"></span>'


def sign(text: str) -> str:
    """An editorial sign."""
    return f'<span class="editor">{text}</span>'


def check(text: str) -> None:
    """Raise what a strict reader of HTML has to say."""
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def test_a_judge_that_rejects_what_is_broken() -> None:
    good = page("<p>x</p>")
    check(good)
    for bad in (
        good.replace("</dl>", ""),
        good.replace("<p>x</p>", "<p><p>x</p></p>"),
        good.replace("<!DOCTYPE html>", ""),
    ):
        with pytest.raises(html5lib.html5parser.ParseError):
            check(bad)


def test_all_letters_become_valid_pages(golden, raw, settings) -> None:
    for source in (*golden, *raw[::6]):
        check(html.write(source, settings).data.decode())


def test_a_page_of_our_own_letters_holds_their_words_in_their_order(golden, settings) -> None:
    for source in golden:
        made = html5lib.parse(html.write(source, settings).data.decode(), namespaceHTMLElements=False)
        article = made.find(".//article")
        for each in article.iter():
            if each.tag in {"p", "div", "br"}:
                each.text, each.tail = f" {each.text or ''}", f" {each.tail or ''}"
        shown, meant = "".join(article.itertext()).split(), extract_words(source.root.find(f"{{{TEI}}}text"))
        if source.stem == "transcribed":
            # What an editor supplied, expanded or could not read stands in the signs of editions, which are no words.
            shown, meant = ([re.sub(r"\W", "", "".join(each))] for each in (shown, meant))
        assert shown == meant


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ("<p>a <del>b</del> <add place='above'>c</add></p>", '<p>a <del>b</del> <ins class="above">c</ins></p>'),
        (
            "<p><gap quantity='2' unit='words' reason='lost'/></p>",
            '<p><span class="gap" title="2 words, lost">[…]<span class="vh"> (2 words, lost)</span></span></p>',
        ),
        ("<p>a<lb/>b</p>", "<p>a<br>b</p>"),
        ("<p>\n<lb/>a <list><item><lb/>b</item></list><lb/><del>c</del><lb/>d</p>",
         '<div class="p">\na <ul><li>b</li></ul><del>c</del><br>d</div>'),
        ("<p>gar-<pb n='2' break='no'/><lb/>den</p>",
         '<p>gar-<br>den<span class="pb" data-n="2" role="separator" aria-label="page 2"></span></p>'),
        ("<p><hi rend='superscript'>r</hi><hi rend='bold italic'>x</hi></p>",
         '<p><sup>r</sup><span class="bold italic">x</span></p>'),
        ("<p><choice><sic>a</sic><corr>b</corr></choice></p>",
         '<p><span class="sic">a</span><span class="editor"> [b]</span></p>'),
        ("<p><date when='1890-05-02'>May</date><date when='soon'>x</date></p>",
         '<p><time datetime="1890-05-02">May</time>x</p>'),
        ("<p>a <list><item>b</item></list> c</p>", '<div class="p">a <ul><li>b</li></ul> c</div>'),
        ("<list type='ordered'><item>a</item></list>", "<ol><li>a</li></ol>"),
        ("<list type='ordered'><item>1. a</item><item><p>2) b</p></item></list>",
         '<ul class="own"><li>1. a</li><li><p>2) b</p></li></ul>'),
        ("<p><seg rend='left'>A</seg><seg rend='right'>B</seg></p>",
         '<p><span class="side left">A</span> <span class="side right">B</span> </p>'),
        ("<opener><salute>Dear</salute></opener>", '<div class="opener"><p class="salute">Dear</p></div>'),
        ("<p><foreign xml:lang='fra'>x</foreign></p>", '<p><i lang="fr">x</i></p>'),
        ("<p><hi><p>b</p></hi></p>", '<div class="p"><span class="block">b</span></div>'),
        ("<p>be<subst>\n<del>f</del>\n<add>v</add>\n</subst>or</p>", "<p>be<del>f</del><ins>v</ins>or</p>"),
        ("<p>gar<choice>\n<sic>b</sic><corr>d</corr></choice>en</p>",
         '<p>gar<span class="sic">b</span>en<span class="editor"> [d]</span></p>'),
        ("<p>gar \n<lb break='no'/>\nden gar<pb n='2' break='no'/>den.</p>",
         '<p>garden garden.<span class="pb" data-n="2" role="separator" aria-label="page 2"></span></p>'),
        ("<p>to <surplus>to</surplus></p>",
         '<p>to <span class="editor">{</span>to<span class="editor">}</span></p>'),
        ("<list type='gloss'><head>H</head><label>a</label><item>b</item><fw>c</fw><trailer>t</trailer></list>",
         '<p class="caption">H</p><dl><dt>a</dt><dd>b<p class="fw">c</p></dd></dl><p class="trailer">t</p>'),
        ("<list><label>a</label><label>b</label><item>c</item><label>d</label></list>",
         '<div class="list"><div>a</div><div>b</div><div>c</div><div>d</div></div>'),
        ("<list><item>a</item><note>b</note><item>c</item></list>",
         '<ul><li>a</li><li class="beside"><div class="note-block">b</div></li><li>c</li></ul>'),
        ("<table><row><cell>a</cell><cell/></row><fw>c</fw></table>", f'{SCROLL}<tr><td>a</td><td></td></tr>{BESIDE}'),
        ("<p><ref target='#x'>a</ref><ref target='#y'>b</ref></p><p xml:id='x'>c</p>",
         '<p><a href="#x-x">a</a>b</p><p id="x-x">c</p>'),
        ("<p>see <ptr target='https://example.org/'/></p>",
         '<p>see <a href="https://example.org/" rel="external"><span class="editor">https://example.org/</span></a></p>'),
        ("<p>Aug<ex>usto</ex> <supplied reason='lost'>x</supplied></p>",
         f'<p>Aug{sign("(")}usto{sign(")")} {sign("[")}x{sign("]")}</p>'),
        ("<lg><l n='4'>a</l><l n='5'>b</l></lg>", VERSES),
        ("<ab>a<lb n='4'/>b<lb n='5'/>c</ab>", '<p class="ab">a<br>b<br><span class="ln" data-n="5"></span>c</p>'),
        ("<div><head>A</head><div><head>B</head><head>C</head></div></div>",
         '<div><h2 class="head">A</h2><div><h3 class="head">B</h3><p class="head">C</p></div></div>'),
        ("<p>x<pb n='2' facs='https://example.org/2.jpg'/></p>", f'<p>x<a class="pb" data-n="2" {PICTURE}></a></p>'),
        ("<p>x<pb n='2' facs='img/2.jpg'/></p>", f'<p>x{PAGE}{sign(" [picture: img/2.jpg] ")}</p>'),
        ("<div><head>H</head><listBibl><bibl>A</bibl></listBibl></div>",
         '<div><h2 class="head">H</h2><ul><li><div class="bibl">A</div></li></ul></div>'),
        ("<listPerson><person><p>A</p></person><relation name='x'/></listPerson>",
         '<ul><li><div class="person"><p>A</p></div></li></ul>'),
        ("<p>a<ref target='https://example.org'/></p>", "<p>a</p>"),
        ("<p>x<pb/>y<pb n='2v'/></p>",
         '<p>xy<span class="pb" data-n="2v" role="separator" aria-label="page 2v"></span></p>'),
    ],
)  # fmt: skip
def test_markup_becomes_what_a_reader_sees(inner: str, wanted: str) -> None:
    assert letter(inner) == wanted
    check(page(inner))


def test_notes_stand_at_the_end_and_link_both_ways() -> None:
    made = page("<p>a<note>one<note>in it</note></note> b<note><p>two</p></note></p>")
    check(made)
    assert re.findall(r'href="#(n\d)"', made) == ["n1", "n3", "n2"]
    for number in "123":
        assert made.count(f'id="n{number}"') == made.count(f'id="r{number}"') == made.count(f'href="#r{number}"') == 1


HOSTILE = "</article></style><script>alert(1)</script>\" onload='x' &amp;"


def test_nothing_that_a_letter_holds_acts() -> None:
    text = HOSTILE.replace("<", "&lt;")
    made = page(
        f"<p rend='\" onclick=\"x' n='{text.replace(chr(39), '')}'>{text}<ref target='javascript:alert(1)'>x</ref>"
        f"<ref target='https://example.org/\" onclick=\"x'>y</ref><script xmlns='http://www.w3.org/1999/xhtml'>z()</script>"
        f"<pb n='\"&gt;&lt;b&gt;'/><pb/><gap reason='\"&gt;&lt;b&gt;'/><graphic url='http://evil/&lt;b&gt;.png'/></p>",
        text,
    )
    check(made)
    found = html5lib.parse(made, namespaceHTMLElements=False)
    assert {each.tag for each in found.iter()} & {"script", "img", "b", "iframe", "object", "link", "form"} == set()
    assert not [name for each in found.iter() for name in each.attrib if name.startswith("on")]
    assert [each.get("href") for each in found.iter("a")] == ["#letter"]
    assert "default-src 'none'" in made
    assert "url(" not in made


def test_other_readings_are_a_note_with_their_witnesses() -> None:
    made = page("<p>gar<app><lem>d</lem><rdg wit='#A #B'>b</rdg><rdg wit='c.xml#C'/><note>so</note></app>en.</p>")
    check(made)
    assert '<p>garden<sup id="r1"><a class="ref" href="#n1" role="doc-noteref">1</a></sup>.</p>' in made
    note = re.sub("<.*?>", "", made.partition('<li id="n1">')[2].partition(" <a ")[0])
    assert note == "d] b (A, B); — (C); so"


def test_only_addresses_of_the_web_become_links() -> None:
    made = letter("<p><ref target='https://example.org/?a=1&amp;b=2'>x <ref target='https://b.org'>y</ref></ref></p>")
    assert made == '<p><a href="https://example.org/?a=1&amp;b=2" rel="external">x y</a></p>'


NAMES = (
    *("p", "hi", "list", "item", "div", "choice", "sic", "corr", "lb", "note", "table", "row", "cell", "quote", "head"),
    *("lg", "l", "ref", "opener", "signed", "address", "addrLine", "figure", "figDesc", "add", "date", "xyz", "salute"),
    *("label", "trailer", "app", "lem", "rdg", "pb", "fw", "listBibl", "bibl", "cit", "sp", "castList", "castItem"),
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> etree._Element:
    element = etree.Element(f"{{{TEI}}}{draw(st.sampled_from(NAMES))}")
    element.text = draw(st.sampled_from(["", "a", " b "]))
    element.set("target", "https://example.org")
    for _ in range(draw(st.integers(0, 3)) if depth else 0):
        child = draw(trees(depth - 1))
        child.tail = draw(st.sampled_from(["", "c"]))
        element.append(child)
    return element


@given(st.lists(trees(), max_size=3))
def test_any_nesting_becomes_valid_html(found: list[etree._Element]) -> None:
    check(page("".join(etree.tostring(each, encoding="unicode") for each in found)))


@pytest.mark.parametrize(
    "name", ["emph", "hi", "div", "add", "note", "app", "choice", "rdg", "cit", "list", "table", "del"]
)
def test_a_letter_as_deep_as_may_be_is_no_problem(name: str) -> None:
    # The parser allows 256 levels.
    assert "x" in letter(f"<{name} rend='bold'>" * 250 + "x" + f"</{name}>" * 250)


def test_names_lead_to_the_authority_records_of_their_entries() -> None:
    entry = "<person xml:id='p1'><idno>https://d-nb.info/gnd/1</idno></person>"
    data = f"""<TEI xmlns="{TEI}"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc></teiHeader>
    <standOff><listPerson>{entry}</listPerson></standOff>
    <text><body><p><persName ref='#p1'>Ann</persName> <persName ref='#p2'>Bob</persName></p></body></text></TEI>"""
    made = html.write(read_tei_file(data.encode(), "a.xml"), Settings()).data.decode()
    assert '<a href="https://d-nb.info/gnd/1" rel="external">Ann</a> Bob' in made
