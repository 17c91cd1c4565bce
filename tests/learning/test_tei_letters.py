"""TEI letters are read back as text with labels; what has no label is reported, never guessed."""

import pytest
from lxml import etree

from teikit.learning.tei_letters import TeiLetter, read_tei_letters


def read(body: str) -> list[TeiLetter]:
    root = etree.fromstring(f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text>{body}</text></TEI>')
    return read_tei_letters(root, "a.xml")


def blocks(letter: TeiLetter) -> list[tuple[str, str]]:
    """Return each line with the label of its first word."""
    at, found = 0, []
    for line in letter.lines:
        if line.text:
            found.append((letter.labels[at].value, line.text))
            at += len(line.text.split())
    assert at == len(letter.labels)
    return found


def test_each_part_gets_the_label_of_its_element() -> None:
    (letter,) = read("""<body><div><head>TO MISS <hi>MOULE</hi>.</head>
        <opener><dateline><placeName>Lowick</placeName>, 3 March<note>1830</note></dateline>
        <salute>My dear<lb/>Friend,</salute></opener>
        <p>The rain has <choice><orig>kept</orig><reg>held</reg></choice> us.</p>
        <closer><salute>Yours ever,</salute> <signed>M. P.</signed></closer>
        <postscript><p>The cat is well.</p></postscript></div>
        <div type="notes"><p>The first part is lost.</p></div></body>""")
    assert blocks(letter) == [
        ("head", "TO MISS MOULE."),
        ("dateline", "Lowick, 3 March"),
        ("salute", "My dear Friend,"),
        ("p", "The rain has kept us."),
        ("valediction", "Yours ever,"),
        ("signed", "M. P."),
        ("postscript", "The cat is well."),
        ("note", "The first part is lost."),
    ]


def test_words_of_a_closer_that_no_element_marks_are_the_close() -> None:
    (letter,) = read(
        "<body><p>Rain.</p><closer>Believe me<lb/>ever, <signed>M. P.</signed> <date>May</date></closer></body>"
    )
    assert blocks(letter)[1:] == [
        ("valediction", "Believe me"),
        ("valediction", "ever,"),
        ("signed", "M. P."),
        ("dateline", "May"),
    ]


def test_lines_of_addresses_verses_and_lists_are_lines() -> None:
    (letter,) = read("""<body><opener><address><addrLine>Miss Moule</addrLine><addrLine>Lowick</addrLine></address>
        </opener><p>Read this:</p><lg><l>A line</l><l>and one more</l></lg><list><item>tea</item></list></body>""")
    assert [text for _, text in blocks(letter)] == [
        "Miss Moule", "Lowick", "Read this:", "A line", "and one more", "tea",
    ]  # fmt: skip


def test_a_corpus_a_group_and_divisions_have_several_letters() -> None:
    letters = read('<body><div type="letter"><p>One.</p></div><div type="letter"><div><p>Two.</p></div></div></body>')
    assert [letter.name for letter in letters] == ["a.xml (1)", "a.xml (2)"]
    assert [blocks(letter) for letter in letters] == [[("p", "One.")], [("p", "Two.")]]
    grouped = read("<group><text><body><p>One.</p></body></text><text><body><p>Two.</p></body></text></group>")
    assert [blocks(letter) for letter in grouped] == [[("p", "One.")], [("p", "Two.")]]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (
            "<body><opener>Lowick, in March</opener><p>Rain.</p></body>",
            "<opener> with words that no element in it marks",
        ),
        ("<body><p>Rain.</p><sp><speaker>A</speaker></sp></body>", "<sp> at a place where it has no label"),
        ("<body><floatingText><body><p>Rain.</p></body></floatingText></body>", "<floatingText> at a place"),
        ("<body><opener><dateline>March</dateline></opener></body>", "has no paragraph"),
        ("<body/>", "has no paragraph"),
    ],
)
def test_what_has_no_label_is_reported(body: str, fault: str) -> None:
    (letter,) = read(body)
    assert fault in letter.fault
    assert not letter.lines


def test_deep_documents_are_read() -> None:
    root = etree.Element("{http://www.tei-c.org/ns/1.0}text")
    inner = root
    for _ in range(20_000):
        inner = etree.SubElement(inner, "{http://www.tei-c.org/ns/1.0}div")
    etree.SubElement(inner, "{http://www.tei-c.org/ns/1.0}p").text = "Rain."
    assert blocks(read_tei_letters(root, "a.xml")[0]) == [("p", "Rain.")]
