"""PDF files: their words as lines, and one sentence for whatever cannot be read."""

import random
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.pdf_writer import UNMAPPED, show, stream, write_pdf
from teikit.errors import EmptyInputError, MissingExtraError, TeikitError, UnreadableInputError, UnsupportedError
from teikit.text import pdf_process, read

pytest.importorskip("pypdfium2", reason="teikit[pdf] is not installed")

PROSE = "We came to the harbour in the evening and found no boat, and"
LETTER = [
    (250, 560, "Rome, 3 May 1890"),
    (40, 530, "Dear Ann,"),
    (60, 510, PROSE),
    (40, 496, "so we stayed with your uncle and his dogs."),
    (40, 460, "Yours ever,"),
    (40, 446, "Tom"),
]
WHOLE_IMAGE = b"q 400 0 0 600 0 0 cm /I Do Q "


def lines(data: bytes) -> list[tuple[int, str]]:
    return [(line.indent, line.text) for line in read(data, "a.pdf").lines]


def test_indents_and_blank_lines_are_those_of_the_page() -> None:
    found = lines(write_pdf([show(LETTER)]))
    assert [text for _, text in found if text] == [text for *_, text in LETTER]
    assert [text for _, text in found][1:4] == ["", "Dear Ann,", ""]
    indents = {text: indent for indent, text in found}
    assert indents["Dear Ann,"] == 0
    assert 0 < indents[PROSE] < 10
    assert indents["Rome, 3 May 1890"] > 35


def test_words_that_the_page_has_in_another_order_are_read_from_top_to_bottom() -> None:
    shuffled = random.Random(1).sample(LETTER, len(LETTER))
    assert lines(write_pdf([show(shuffled)])) == lines(write_pdf([show(LETTER)]))


def test_a_page_begins_with_a_page_break() -> None:
    found = read(write_pdf([show(LETTER), show([(40, 560, "P.S. Come soon.")])]), "a.pdf").lines
    breaks = [line.text for line in found if any(mark.sign and mark.sign.element == "pb" for mark in line.marks)]
    assert breaks == ["P.S. Come soon."]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [(30, 500 - 14 * n, f"left {n} of the old story here") for n in range(8)]
    right = [(220, 500 - 14 * n, f"right {n} of the new story here") for n in range(8)]
    rows = [one for pair in zip(left, right, strict=True) for one in pair]
    head = (40, 560, "A long heading across both of the columns of this page, with many words in it")
    found = [text for _, text in lines(write_pdf([show([head, *rows])])) if text]
    assert found == [head[2], *(text for *_, text in left), *(text for *_, text in right)]


def test_what_recurs_on_pages_is_a_header_or_a_footer() -> None:
    body = [(40, 500 - 14 * n, f"line {n} and some words ") for n in range(5)]
    pages = [
        show([(150, 580, "Letters of Tom"), *((x, y, text + "abc"[n - 7]) for x, y, text in body), (200, 30, str(n))])
        for n in range(7, 10)
    ]
    styles = Counter(line.style for line in read(write_pdf(pages), "a.pdf").lines if line.text)
    assert styles == {"running head": 3, "page footer": 3, "": 15}


def test_turned_text_follows_its_page_and_is_reported() -> None:
    turned = b" BT /F 10 Tf 0 1 -1 0 380 100 Tm (Received by hand) Tj ET"
    source = read(write_pdf([show(LETTER) + turned]), "a.pdf")
    assert source.lines[-1].text == "Received by hand"
    assert "text in another direction" in source.remarks[0]


def test_a_page_that_is_turned_is_read_upright() -> None:
    texts = " ".join(f"0 1 -1 0 {600 - y} {x} Tm ({text}) Tj" for x, y, text in LETTER)
    data = write_pdf([f"BT /F 10 Tf {texts} ET".encode()], extra=b"/Rotate 90")
    assert [text for _, text in lines(data) if text] == [text for *_, text in LETTER]


def test_invisible_text_is_read_and_reported() -> None:
    source = read(write_pdf([WHOLE_IMAGE + show(LETTER, before="3 Tr")]), "a.pdf")
    assert "Dear Ann," in source.text
    assert source.remarks == ("the text of page 1 is invisible, from OCR perhaps; proofread it",)


def test_comments_and_form_fields_are_reported() -> None:
    note = b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (Really?) >>"
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Bell) /Rect [0 0 9 9] >>"
    source = read(write_pdf([show(LETTER)], extra=b"/Annots [%s %s]" % (note, field)), "a.pdf")
    assert source.remarks == ("1 comment and 1 form field of the PDF are not read",)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "teikit.text.pdf", raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(MissingExtraError, match=r"a\.pdf: needs the package pypdfium2; install teikit\[pdf\]"):
        read(write_pdf([show(LETTER)]), "a.pdf")


@given(st.lists(st.text("abcdefgäöüßéçñÅø .,;:-()\\!?1234567890", min_size=1, max_size=60), min_size=1, max_size=30))
@settings(max_examples=25, deadline=None)
def test_the_words_of_a_page_are_those_that_were_written(texts: list[str]) -> None:
    placed = [(30 + 15 * (n % 4), 580 - 16 * n, text) for n, text in enumerate(texts)]
    written = [word for text in texts for word in text.split()]
    data = write_pdf([show(placed)])
    if written:
        assert Counter(read(data, "a.pdf").text.split()) == Counter(written)
    else:
        with pytest.raises(EmptyInputError):
            read(data, "a.pdf")


WHOLE = write_pdf([show(LETTER), show(LETTER)])
SCANNED = (UnsupportedError, "OCR")
BROKEN = (UnreadableInputError, "broken PDF")
DEEP = {n: b"<< /Type /Pages /Count 1 /Parent %d 0 R /Kids [%d 0 R] >>" % (n - 1, n + 1) for n in range(10, 5_000)}
BAD = {
    "truncated": (b"%PDF-1.7\n1 0 obj", *BROKEN),
    "words only": (b"%PDF- Dear Ann, how are you? Tom", *BROKEN),
    "scanned": (write_pdf([WHOLE_IMAGE]), UnsupportedError, "page 1 has images of text and no text; .*OCR"),
    "partly scanned": (write_pdf([show(LETTER), WHOLE_IMAGE, WHOLE_IMAGE]), UnsupportedError, "pages 2 and 3 have"),
    "stamped": (write_pdf([WHOLE_IMAGE + show([(40, 20, "Digitized by Us")])]), *SCANNED),
    "blank": (write_pdf([b""]), EmptyInputError, "is empty"),
    "no pages": (write_pdf([]), *BROKEN),
    "unmapped": (
        write_pdf([show([(40, 500, "\x01\x02\x03\x04\x05\x06")])], font=UNMAPPED),
        UnsupportedError,
        "letters",
    ),
    "many pages": (
        write_pdf([], others={2: b"<< /Type /Pages /Count 100000 /Kids [%s] >>" % (b"7 0 R " * 100_000)}),
        UnsupportedError,
        "more than 5,000 pages",
    ),
    "text": (b"Dear Ann,\n\nNo PDF.", *BROKEN),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_one_sentence(name: str) -> None:
    data, error, words = BAD[name]
    with pytest.raises(error, match=words) as raised:
        read(data, "a.pdf")
    assert str(raised.value).startswith("a.pdf: ")
    assert "\n" not in str(raised.value)


HOSTILE = {
    "cross-reference loop": WHOLE.replace(b"trailer <<", b"trailer << /Prev %d" % WHOLE.rindex(b"xref\n0")),
    "page tree loop": write_pdf([show(LETTER)], others={2: b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R 2 0 R] >>"}),
    "deep page tree": write_pdf([show(LETTER)], others={2: b"<< /Type /Pages /Count 1 /Kids [10 0 R] >>", **DEEP}),
    "bomb": write_pdf([b"0 0 m " * 20_000_000]),
    "form loop": write_pdf(
        [b"/I Do " + show(LETTER)],
        others={5: stream(b"/I Do " * 2, b"/Type /XObject /Subtype /Form /Resources << /XObject << /I 5 0 R >> >>")},
    ),
    "deep arrays": WHOLE.replace(b"/MediaBox [0 0 400 600]", b"/MediaBox " + b"[" * 50_000),
    "huge page": WHOLE.replace(b"[0 0 400 600]", b"[0 0 1e38 9e99]"),
    "huge letters": write_pdf([show(LETTER, size=1e30)]),
    "far away": write_pdf([show([(1e30, -1e30, "Dear"), (-1e30, 1e30, "Ann"), (float("1e38"), 0, "Tom")])]),
}


def outcome(data: bytes) -> str:
    """The sentence for a file that is not read."""
    try:
        read(data, "a.pdf")
    except TeikitError as error:
        return str(error)
    return "read"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_read_or_refused_in_one_sentence(name: str) -> None:
    assert outcome(HOSTILE[name]).startswith(("read", "a.pdf: "))


@pytest.mark.slow
def test_mutated_files_are_read_or_refused_in_one_sentence() -> None:
    chance = random.Random(21)
    for _ in range(100):
        data = bytearray(WHOLE)
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(9, len(data))] = chance.randrange(256)
        assert outcome(bytes(data)).startswith(("read", "a.pdf: "))


def test_a_crash_of_the_process_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    program = tmp_path / "crash.py"
    program.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n", encoding="utf-8")
    monkeypatch.setattr(pdf_process, "__file__", str(program))
    with pytest.raises(UnreadableInputError, match=r"a\.pdf: is a broken PDF"):
        read(WHOLE, "a.pdf")


def test_a_process_that_takes_too_long_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    program = tmp_path / "wait.py"
    program.write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    monkeypatch.setattr(pdf_process, "__file__", str(program))
    monkeypatch.setattr("teikit.text.pdf._WAIT_SECONDS", 0.2)
    with pytest.raises(UnreadableInputError, match="takes too long"):
        read(WHOLE, "a.pdf")
