"""Tables and lists are of the body up to the close; below it they are columns of signatures."""

import pytest

from teikit.api import encode_bytes
from teikit.letter import LetterPhase

LONG = "<p>We thank you for your order, and beg to say that the clover seed was sent by rail on Thursday last.</p>"
GOODS = "<table><tr><td>Clover</td><td>12</td></tr><tr><td>Oats</td><td>4</td></tr></table>"
SIGNERS = "<table><tr><td>P. Lowe</td><td>M. Lowe</td></tr><tr><td>Director</td><td>Secretary</td></tr></table>"
FOOTER = "<p>Directors: P. Lowe and M. Lowe. Registered in England and Wales under the number 118 823.</p>"
CLOSE = "<p>Yours faithfully,</p>"


def phases(*pieces: str) -> dict[str, LetterPhase]:
    """The phase of each part, by its text."""
    page = f"<html><body><p>3 May 1931</p><p>Dear Sirs,</p>{''.join(pieces)}</body></html>"
    return {part.unit.text: part.phase for part in encode_bytes(page.encode(), "a.html").letter.parts}


@pytest.mark.parametrize("tail", ["", FOOTER], ids=["no-footer", "footer"])
def test_a_table_of_signatures_is_not_of_the_body(tail: str) -> None:
    found = phases(LONG, GOODS, LONG, CLOSE, SIGNERS, tail)
    assert {found[cell] for cell in ("Clover", "12", "Oats", "4")} == {LetterPhase.BODY}
    assert LetterPhase.BODY not in {found[cell] for cell in ("P. Lowe", "M. Lowe", "Director", "Secretary")}
    assert found["Yours faithfully,"] is LetterPhase.CLOSER


def test_a_table_between_the_last_paragraph_and_the_close_is_of_the_body() -> None:
    found = phases(LONG, GOODS, CLOSE, "<p>P. Lowe</p>")
    assert {found[cell] for cell in ("Clover", "12", "Oats", "4")} == {LetterPhase.BODY}


def test_a_table_between_paragraphs_after_words_of_a_close_is_of_the_body() -> None:
    found = phases(LONG, "<p>With best wishes,</p>", GOODS, LONG, LONG)
    assert {found[cell] for cell in ("Clover", "12", "Oats", "4")} == {LetterPhase.BODY}


LIST = """  -  Poems, 2 volumes     -   7 Thlr.
  -  Life of the king     -  15 Thlr.
                          -------
                            22 Thlr.
"""


@pytest.mark.parametrize(
    "items", [LIST, "1) two pairs of hose\n2) a hat\n", "Tea, 2 lb.  . . . .  14s.\nSugar, one loaf . . . .  9s.\n"]
)
def test_a_typed_list_below_a_line_that_announces_it_is_of_the_body(items: str) -> None:
    after = "for which I beg you to pay the carrier, since I have no money in the house at present."
    text = (
        f"Leeds, 3 May 1819\n\nDear Sir,\n\nI send you by the carrier:\n{items}\n{after}\n\nYours truly,\nWill Bell\n"
    )
    letter = encode_bytes(text.encode(), "a.txt").letter
    found = [part.label for part in letter.parts]
    lines = len(items.splitlines())
    assert ["dateline", "salute", *["p"] * (lines + 2), "valediction", "signed"] == found
