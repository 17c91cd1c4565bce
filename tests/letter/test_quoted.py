"""The message that an e-mail answers is no part of the letter."""

import pytest

from teikit.api import encode_bytes

LONG = "the roof was repaired on Monday, and the carpenter will return for the gutters when the rain is over."
HEAD = "From: Ada Hall <ada@example.org>\nSent: Friday, March 2, 2001 10:06 AM\nTo: Tom Lowe\nSubject: roof\n\nTom,\n\n"
ANSWERED = "> Ada, has anybody been on the roof yet? It still\n> drips into the hall, and on my hat."


def parts(text: str) -> str:
    tei = encode_bytes(text.encode(), "a.txt").tei.decode()
    return "".join(line.strip() for line in tei.splitlines())


@pytest.mark.parametrize(
    "introduction",
    ["-----Original Message-----\nFrom: Tom Lowe\nSent: Thursday, March 1, 2001 4:40 PM\nTo: Ada Hall\n\n",
     "On March 1, 2001, Tom Lowe wrote:\n", ""],
)  # fmt: skip
def test_a_quoted_message_is_a_note_and_states_nothing(introduction: str) -> None:
    found = parts(f"{HEAD}{LONG}\n\nBest,\nAda\n\n{introduction}{ANSWERED}\n")
    assert '<signed><persName>Ada</persName></signed></closer><note type="message"><quote><p>' in found
    assert "2001-03-02" in found
    assert "2001-03-01" not in found


def test_lines_that_are_quoted_in_the_body_are_a_quote() -> None:
    found = parts(f"Dear Tom,\n\n{LONG}\n\n{ANSWERED}\n\nAnd so {LONG}\n\nBest,\nAda\n")
    assert "<quote><p>&gt; Ada, has any" in found
    assert 'type="message"' not in found


@pytest.mark.parametrize("text", ["----- Page 2 -----\nThe rest is here.", "> one line alone"])
def test_what_may_be_no_message_is_none(text: str) -> None:
    assert 'type="message"' not in parts(f"Dear Tom,\n\n{LONG}\n\nBest,\nAda\n\n{text}\n")
