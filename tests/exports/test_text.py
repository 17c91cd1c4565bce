"""Plain text: the words of the source come back, and what is not the letter's own is told apart."""

import random
import re
from pathlib import Path

import pytest
from lxml import etree

import teikit.api
from teikit.exports.reading.text import to_text, write
from teikit.exports.record.source import Settings, read_tei_file

LETTERS = Path(__file__).parents[1] / "data" / "letters"
PAGE_MARK = re.compile(r"^\[p\. \d+\]$", re.MULTILINE)


def text(inner: str) -> str:
    made = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{inner}</body></text></TEI>'
    return to_text(etree.fromstring(made))


def given_back(path: Path) -> bool:
    # A page mark on a line of its own is a new page, which is no word of the letter.
    source = PAGE_MARK.sub("", path.read_text(encoding="utf-8-sig"))
    return to_text(etree.fromstring(teikit.api.encode(path).tei)).split() == source.split()


def test_the_seed_and_our_own_letters_give_back_their_words(seed: Path) -> None:
    assert [path.name for path in (seed, *LETTERS.glob("*.txt")) if not given_back(path)] == []


def test_every_dev_letter_gives_back_its_words(shared: Path) -> None:
    letters = sorted((shared / "letters" / "dev" / "txt").glob("*.txt"))
    assert len(letters) > 300
    assert [path.name for path in letters if not given_back(path)] == []


def test_made_up_letters_give_back_their_words(tmp_path: Path) -> None:
    chance = random.Random(7)
    lines = """Dear Ann,
Rome, 3 May 1890
Yours ever,
Tom
P.S. The toad is well.
1. one
- two
[3]
I found the key, where you said, behind the brick.
To Mr. A. Bee
12 Mill Lane

A\u00a0B""".splitlines()
    for number in range(40):
        path = tmp_path / f"{number}.txt"
        path.write_text("\n".join(chance.choice(lines) for _ in range(chance.randint(1, 14))) + "\nEnd.\n")
        assert given_back(path), path.read_text()


def test_encoding_the_text_again_gives_the_same_words() -> None:
    for path in LETTERS.glob("*.txt"):
        once = to_text(etree.fromstring(teikit.api.encode(path).tei))
        again = teikit.api.encode_bytes(once.encode(), path.name)
        assert to_text(etree.fromstring(again.tei)).split() == once.split()


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ("<p>one\n  two</p><p>three</p>", "one two\n\nthree\n"),
        ("<p>one<lb/>two</p>", "one\ntwo\n"),
        ("<p>a <del>b</del><add>c</add> <gap/></p>", "a c [...]\n"),
        ("<p><choice><sic>teh</sic><corr>the</corr></choice> <choice><expan>Mister</expan><abbr>Mr</abbr></choice></p>",
         "teh Mr\n"),
        ('<p>one<space unit="chars"/>two</p>', "one two\n"),
        ("<p>wo<pb/>rd</p>", "word\n"),
        ("<p>x<note>A <note>who?</note></note> y<note>B</note></p>", "x [1] y [3]\n\n[1] A [2]\n[2] who?\n[3] B\n"),
        ('<div><p>x</p><note type="copies"><p>Copy to B</p></note></div>', "x\n\nCopy to B\n"),
        ("<address><addrLine>A</addrLine><addrLine>B</addrLine></address>", "A\nB\n"),
        ("<lg><l>A</l><l>B</l></lg><table><row><cell>1</cell><cell>2</cell></row></table>", "A\nB\n\n1 2\n"),
        ("<!-- x --><p>a<?x y?>b</p>", "ab\n"),
        ("<p>li<subst>\n<del>s</del>\n<add>k</add>\n</subst>es <choice>\n<orig>ye</orig>\n<reg>a</reg></choice>.</p>",
         "likes ye.\n"),
        ("<p>li<app>\n<rdg wit='#A'>s</rdg><lem>k</lem></app>es <app><rdgGrp><rdg>a</rdg></rdgGrp><rdg/></app></p>",
         "likes a\n"),
        ("<p><choice><unclear>a</unclear><unclear>b</unclear></choice></p>", "a\n"),
        ("<p><choice><choice><corr>x</corr><sic>y</sic></choice><reg>q</reg></choice></p>", "y\n"),
        ("<p>gar <lb break='no'/>\nden <hi>key- </hi><pb/> <lb break='no'/><cb/>\n<hi>hole</hi> a<lb/>b</p>",
         "garden key-\nhole a\nb\n"),
        ("<p>gar-<fw>den</fw> <pb break='no'/> <fw>12</fw>den wall</p>", "gar-\nden\nden\n12\nwall\n"),
        ("<p>gar¬<pb break='no'/>den ball-<lb break='no'/><pb break='no'/>\n<lb break='no'/>room</p>",
         "gar¬\nden ball-\nroom\n"),
        ("<p>gar<note>N</note>den</p>", "garden [1]\n\n[1] N\n"),
        ("<list type='gloss'><head>H</head><label>a</label><item>b</item><trailer>t</trailer></list>",
         "H\n\na\nb\n\nt\n"),
        ("<list><item>a</item><note>b</note><pb/><item>c</item></list>", "a\nb\nc\n"),
        ("<p>to <surplus>to</surplus></p>", "to {to}\n"),
        ("<div><head>H</head><listBibl><bibl>A, <title>B</title>, 1.</bibl><bibl>C</bibl></listBibl></div>",
         "H\n\nA, B, 1.\nC\n"),
        ("<listPerson><person><persName>A</persName><birth>1</birth></person></listPerson>", "A 1\n"),
        ("<p>(<cit><quote>a</quote>\n<bibl><author>B</author><title>C</title></bibl></cit>)</p>", "(a B C)\n"),
        ("<castList><castItem><role>A</role><roleDesc>b</roleDesc></castItem><castItem>C</castItem></castList>",
         "A b\nC\n"),
        ("<sp><speaker>A</speaker><l>b <stage>c</stage></l><stage>d</stage></sp>", "A\nb c\nd\n"),
        ("<p>a <restore><del>b</del></restore> <mod><del>c</del><add>d</add></mod> <index><term>e</term></index></p>",
         "a b d\n"),
        ("<p>a <gap><desc>torn</desc></gap> <figure>\n<figDesc>A toad</figDesc></figure></p>",
         "a [...]\n\n[A toad]\n"),
        ("<p>he <mod>\n<del>a</del>\n<add>sa</add>\n</mod>d <restore><hi><del>x</del></hi></restore>, y</p>",
         "he sad x, y\n"),
        # A milestone in a `mod` parts nothing; a `restore` does, since it is more than one change.
        ("<p>he <mod>\n<del>a</del>\n<lb/>\n<add>sa</add>\n</mod>d</p>", "he\nsad\n"),
        ("<p>be<restore>\n<del>f</del>\n</restore>ore, <restore> <del>x</del> </restore>y</p>", "before, x y\n"),
        ("<p>he <mod>\n<del>a</del>\n<restore>b</restore>\n<add>sa</add>\n</mod>d</p>", "he b sa d\n"),
        # Editions write such a `mod` also between words, without a blank around it.
        ("<p>my<mod>\n<sic>a</sic>\n<add>b</add>\n</mod> c</p>", "my a b c\n"),
        ("<p><restore><del>a <del>b</del> c</del> <subst><del>d</del><add>e</add></subst></restore></p>", "a c e\n"),
        ("<p>b<subst><add>\n <hi>e</hi>\n</add></subst>n a<add>\n<hi>b</hi>\n</add> c</p>", "ben a b c\n"),
        ("<p><note>N</note><lb/>a</p>", "[1]\na\n\n[1] N\n"),
        ("<p>a<pb break='yes'/>b<hi><cb break='yes'/>c</hi> d<milestone unit='x' break='yes'/>e</p>", "a b c d e\n"),
        ("<p>gar-<note>N</note><lb break='no'/>\n<pb/>den wall-<note place='foot'>O</note><lb break='no'/>flower</p>",
         "gar-\nden [1] wall-\nflower\nO\n\n[1] N\n"),
        ("<persName><nameLink>d'</nameLink><surname>B</surname><genName>, x</genName></persName>", "d'B, x\n"),
        ("<persName><forename>A</forename><surname>B</surname></persName>", "A B\n"),
        ("<persName><surname>王</surname><forename>明</forename></persName>", "王明\n"),
        ("<dateline><placeName>Rome</placeName><date>3 May</date></dateline>", "Rome 3 May\n"),
        ("<docImprint><pubPlace>Rome</pubPlace><publisher>A</publisher><docDate>1</docDate></docImprint>",
         "Rome A 1\n"),
        ("<entry><sense><def>a</def><cit><quote>b</quote></cit></sense><xr><lbl>cf.</lbl><ref>c</ref></xr></entry>",
         "a b\ncf. c\n"),
        ("<p>a<note place='foot'>N</note>. b<note place='foot'>O</note>), c<note>P</note>.</p>",
         "a.\nN\nb),\nO\nc [1].\n\n[1] P\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_markup_becomes_plain_text(inner: str, wanted: str) -> None:
    assert text(inner) == wanted


def left_out(inner: str) -> tuple[str, ...]:
    made = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>x</p></body>{inner}</text></TEI>'
    return write(read_tei_file(made.encode(), "a.xml"), Settings()).dropped


def test_what_is_left_out_of_the_text_is_reported() -> None:
    assert left_out("<back><p><del/><index/>y</p></back>") == ()
    assert left_out(
        "<back><p><del>a</del><app><lem>b</lem><rdg>c</rdg></app><choice><sic>d</sic><corr>e</corr></choice>"
        "<gap><desc>f</desc></gap><metamark>g</metamark></p><listPerson><person><p>h</p></person></listPerson></back>"
    ) == (
        "signs for readers of the source (metamark)",
        "registers after the text",
        "struck-out words (del)",
        "other readings (app)",
        "what an editor makes of words (choice)",
        "descriptions of gaps (desc)",
    )


def test_a_register_under_a_heading_is_part_of_the_text() -> None:
    names = "<listPerson><person><persName>A</persName></person></listPerson>"
    assert left_out(f"<back><div><head>People</head>{names}</div></back>") == ()
    assert left_out(f"<back><div>{names}</div></back>") == ("registers after the text",)


def test_registers_are_no_part_of_the_letter(raw) -> None:
    for letter in raw[::40]:
        names = letter.root.findall(".//{*}back//{*}idno")
        made = to_text(letter.root)
        assert made.endswith("\n")
        assert not any((name.text or "-") in made for name in names)
