"""How words look, from @rend, @rendition and @style: a closed list of looks."""

import re
from importlib import resources

import pytest
from lxml import etree

from teikit.exports.reading import html, markdown
from teikit.exports.reading.rendition_words import LOOKS_OF_POINTERS, LOOKS_OF_WORDS
from teikit.exports.reading.renditions import Renditions, looks_of_css, looks_of_rend
from teikit.exports.record.source import Settings, TeiFile, read_tei_file

TEI = "http://www.tei-c.org/ns/1.0"
DECLARED = """<rendition xml:id='b' scheme='css'>font-style: italic</rendition>
<rendition xml:id='wide' scheme='css'>letter-spacing: 0.2em; color: #c00</rendition>
<rendition xml:id='first' scheme='css' scope='first-letter'>font-weight: bold</rendition>
<rendition xml:id='free' scheme='free'>small-caps</rendition>
<rendition xml:id='prose' scheme='free'>not bold at all</rendition>
<rendition scheme='css' selector='emph, seg[type="loud"], p .x'>font-weight: bold</rendition>"""


def letter(inner: str, declared: str = "") -> TeiFile:
    header = f"<encodingDesc><tagsDecl>{declared}</tagsDecl></encodingDesc>"
    data = f"""<TEI xmlns="{TEI}"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc>{header}
    </teiHeader><text><body><p>{inner}</p></body></text></TEI>"""
    return read_tei_file(data.encode(), "a.xml")


def shown(inner: str, declared: str = "") -> str:
    made = html.write(letter(inner, declared), Settings()).data.decode()
    return made.partition('<div class="body"><p>')[2].partition("</p>")[0]


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("font-style: italic", "italic"),
        ("font-weight:bold;font-style:oblique;", "bold italic"),
        ("font-weight: 700", "bold"),
        ("font-weight: 400 ! important", "regular"),
        ("text-decoration: underline double", "double-underline"),
        ("text-decoration: underline overline line-through", "underline overline strike"),
        ("font-variant: small-caps /* caps */", "small-caps"),
        ("letter-spacing: 0.1em", "spaced"),
        ("letter-spacing: -1px", ""),
        ("vertical-align: super; font-size: 80%", "superscript smaller"),
        ("vertical-align: -2pt", "subscript"),
        ("FONT-SIZE: 150%", "largest"),
        ("font-size: 1.1em", "larger"),
        ("text-indent: -2em; margin-left: 4em", "hanging indent-2"),
        ("margin-left: 1000em", "indent-8"),
        ("margin-left: calc(1em + 2px)", ""),
        ("border: 1px solid black", "boxed"),
        ("color: red", "color-red"),
        ("color: #000080", "color-blue"),
        ("color: rgb(0, 128, 0)", "color-green"),
        ("color: #000", ""),
        ("background-color: yellow", "marked"),
        ("font-family: 'Courier New', monospace", "mono"),
        ("display: none", ""),
        ("position: fixed; content: 'x'", ""),
        ("background: url(https://example.org/a.png)", ""),
        ("list-style: url(x); font-style: url(italic)", ""),
        ("width: expression(alert(1)); font-style: italic", "italic"),
        ("} body { display: none", ""),
        ("font-weight", ""),
        ("text-indent: ;margin-left:", ""),
    ],
)
def test_css_becomes_looks_from_a_closed_list(css: str, expected: str) -> None:
    assert expected == " ".join(looks_of_css(css))


@pytest.mark.parametrize(
    ("rend", "expected"),
    [
        ("bold italic", "bold italic"),
        ("bold;italic", "bold italic"),
        ("Bold, Italic", "bold italic"),
        ("font-weight:bold", "bold"),
        ("double-underline", "double-underline"),
        ("underline:double", "double-underline"),
        ("slant(italic)weight(bold)case(smallcaps)", "italic bold small-caps"),
        ("align(center)", "center"),
        ("align:right", "right"),
        ("style:italic", "italic"),
        ("kursiv gesperrt", "italic spaced"),
        ("xyz", ""),
    ],
)
def test_usual_values_of_rend_have_looks(rend: str, expected: str) -> None:
    assert expected == " ".join(looks_of_rend(rend))


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("rendition='#b'", "italic"),
        ("rendition='#wide'", "spaced color-red"),
        ("rendition='#g #aq'", "spaced italic"),
        ("rendition='#k'", "small-caps"),
        ("rendition='#u #uu'", "underline double-underline"),
        ("rendition='simple:bold simple:wavyunderline'", "bold wavy-underline"),
        ("rendition='styles.xml#i'", "italic"),
        ("rendition='#free'", "small-caps"),
        ("rendition='#prose #nothing #first'", ""),
        ("rend='bold' rendition='#b' style='text-decoration: underline'", "italic bold underline"),
    ],
)
def test_renditions_are_those_declared_or_else_those_that_are_well_known(attributes: str, expected: str) -> None:
    found = re.findall('<span class="(.*?)">x</span>', shown(f"<hi {attributes}>x</hi>", DECLARED))
    assert (found or [""]) == [expected]


def test_selectors_of_names_and_attributes_give_defaults() -> None:
    made = shown("<emph>a</emph><seg type='loud'>b</seg><seg>c</seg>", DECLARED)
    assert made == '<em class="bold">a</em><span class="bold">b</span>c'


def test_raised_words_are_elements_of_html() -> None:
    made = shown("<hi rendition='#sup'>a</hi><hi style='vertical-align:sub;font-style:italic'>b</hi>")
    assert made == '<sup>a</sup><sub class="italic">b</sub>'


def test_another_language_of_styles_is_not_read_as_css() -> None:
    declared = "<styleDefDecl scheme='xslfo'/>"
    assert shown("<hi style='font-style: italic'>x</hi>", f"</tagsDecl>{declared}<tagsDecl>") == "x"


def test_renditions_without_a_look_are_reported() -> None:
    made = html.write(
        letter("<hi rend='wobbly'>a</hi><hi style='x:y'>b</hi><list rend='numbered'><item/></list>"), Settings()
    )
    assert made.dropped == ("renditions without a style here ('wobbly' and 'x:y')",)


def test_markdown_has_signs_for_some() -> None:
    made = markdown.write(
        letter(
            "<hi rendition='#b'>a</hi> <hi style='font-weight:bold'>b</hi> <hi rendition='#g'>c</hi>"
            " <hi rend='double-underline'>d</hi> <hi rend='strike'>e</hi>",
            DECLARED,
        ),
        Settings(),
    )
    assert made.data.decode().splitlines()[-1] == "*a* **b** *c* *d* ~~e~~"


def test_every_look_has_a_style() -> None:
    style = resources.files("teikit.exports.reading").joinpath("renditions.css").read_text("utf-8")
    looks = {*LOOKS_OF_WORDS.values(), *LOOKS_OF_POINTERS.values()} - {"marked"}
    looks |= {"capitalized", "lowercase", "no-caps", "block", "first-line", "indent-8"}
    assert {look for look in looks if f".{look}{{" not in style and f".{look}," not in style} == set()


def test_only_elements_have_looks() -> None:
    assert Renditions().looks(etree.Element("x", rend="bold")) == ("bold",)
