"""Plain text: the words of the source come back, and what is not the letter's own is told apart."""

import random
from pathlib import Path

import pytest
from lxml import etree

import teikit.api
from teikit.exports.text import to_text

LETTERS = Path(__file__).parents[1] / "letters"


def text(inner: str) -> str:
    made = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{inner}</body></text></TEI>'
    return to_text(etree.fromstring(made))


def given_back(path: Path) -> bool:
    source = path.read_text(encoding="utf-8-sig")
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
        ("", ""),
    ],
)  # fmt: skip
def test_markup_becomes_plain_text(inner: str, wanted: str) -> None:
    assert text(inner) == wanted


def test_registers_are_no_part_of_the_letter(raw) -> None:
    for letter in raw[::40]:
        names = letter.root.findall(".//{*}back//{*}idno")
        made = to_text(letter.root)
        assert made.endswith("\n")
        assert not any((name.text or "-") in made for name in names)
