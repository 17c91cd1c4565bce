"""Later writing sessions: a new dateline within the letter."""

import pytest

from teikit.api import encode_bytes

LONG = "The ice on the river is thick enough for horses now, and the whole town walks over it on Sundays as before."


def tei(between: str) -> str:
    text = f"Leeds, 2 May 1890\n\nDear Ann,\n\n{LONG}\n\n{between}\n\n{LONG}\n\nYours truly,\nWill Bell\n"
    return "".join(line.strip() for line in encode_bytes(text.encode(), "a.txt").tei.decode().splitlines())


def test_a_new_dateline_begins_a_session() -> None:
    found = tei("York, 4 May 1890")
    opener = '<dateline><placeName>York</placeName>, <date when="1890-05-04">4 May 1890</date></dateline>'
    assert f'<div type="writingSession"><opener>{opener}</opener><p>The ice' in found
    assert "</p></div><closer>" in found


@pytest.mark.parametrize(
    "text",
    ["It was on 4 May 1890 that the toad came back.", "4 May 1890: the toad is back.", "Did he come on 4 May 1890?"],
)
def test_a_sentence_with_a_date_begins_none(text: str) -> None:
    assert "writingSession" not in tei(text)
