"""Footnotes of an edition below a letter are notes, and the numbers in the letter refer to them."""

import pytest

from teikit.api import encode_bytes
from teikit.text import Line
from teikit.text.footnotes import find_footnotes

LONG = "I take up the pen again, dear friend, since the doctor[1] has at last gone home and left me in peace."


def encoded(*notes: str, body: str = LONG) -> str:
    text = "\n\n".join(["Dear Tom,", body, "Yours truly,", "Will Bell", *notes])
    tei = encode_bytes(text.encode(), "a.txt").tei.decode()
    return "".join(line.strip() for line in tei[tei.index("<text") :].splitlines())


@pytest.mark.parametrize("note", ["[Footnote 1: A Dr. Hay of Leeds.]", "[1] A Dr. Hay of Leeds.", "[Note 1: Dr. Hay.]"])
def test_a_footnote_is_a_note_that_its_number_refers_to(note: str) -> None:
    found = encoded(note)
    assert 'the doctor<ref target="#note-1">[1]</ref> has' in found
    assert f'</div><note type="editorial" place="foot" n="1" xml:id="note-1"><p>{note}</p></note>' in found


def test_footnotes_may_have_round_brackets() -> None:
    found = encoded(
        "(1) A Dr. Hay of Leeds.", "(2) His hat.", body=LONG.replace("[1]", " (1)").replace("home", "home (2)")
    )
    assert 'the doctor <ref target="#note-1">(1)</ref> has' in found
    assert '<note type="editorial" place="foot" n="2" xml:id="note-2"><p>(2) His hat.</p></note>' in found


def test_each_footnote_is_a_note_with_all_its_paragraphs() -> None:
    found = encoded("[Footnote 1: A Dr. Hay of Leeds.", "He was deaf.]", "[Footnote *: Not found.]")
    assert "<p>[Footnote 1: A Dr. Hay of Leeds.</p><p>He was deaf.]</p></note>" in found
    assert '<note type="editorial" place="foot" n="*"><p>' in found


def test_a_number_that_two_footnotes_have_refers_to_the_first() -> None:
    found = encoded("[Footnote 1: A Dr. Hay.]", "[Footnote 1: Not found.]")
    assert found.count("xml:id") == found.count("<ref") == 1


@pytest.mark.parametrize(
    "texts",
    [[LONG, "", "[2] He came back."], [LONG, "", "[Leeds 1: the dog is well]"], ["[Footnote 1: So.]"]],
)  # fmt: skip
def test_what_may_be_no_footnote_is_none(texts: list[str]) -> None:
    assert find_footnotes([Line(text, number) for number, text in enumerate(texts, 1)], set()) == []
