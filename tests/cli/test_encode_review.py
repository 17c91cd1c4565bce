"""`teikit encode --review` and `--explain`: parts, claims and joins of all letters of a run."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from teikit.cli.doubts import doubts_as_json, format_doubts
from teikit.operations.review import Doubt, DoubtKind

LETTER = "Leeds, 2 May 1890\n\nDear Ann,\n\nall is well here, and the boat came.\n\nYours truly,\nWill Bell\n"
UNCLEAR = "Marsh Hall\n\nFollowing\n\nThe boat\n\nBell\n\nGreen 12\n"
DOUBTS = (
    Doubt("b.txt", 4, 1, DoubtKind.PART, "signed", 0.62, "Will Bell"),
    Doubt("a.txt", 0, 0, DoubtKind.CLAIM, "language", 0.1, "da", is_left_out=True),
    Doubt("a.txt", 2, 5, DoubtKind.JOIN, "p", 0.62, "x" * 80),
)


def encode(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "teikit", "encode", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("letters/a.txt", LETTER), ("letters/more/b.txt", UNCLEAR), ("letters/c.txt", UNCLEAR)):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "letters"


def test_a_line_for_each_doubt_with_the_worst_first() -> None:
    assert format_doubts(DOUBTS).splitlines() == [
        "a.txt: claim language 10% (left out) da",
        f"a.txt:2:5: join p 62% {'x' * 59}…",
        "b.txt:4:1: part signed 62% Will Bell",
    ]


def test_doubts_as_json() -> None:
    found = json.loads(doubts_as_json(DOUBTS, 7))
    assert (found["version"], found["summary"]) == (1, {"files": 7, "doubts": 3})
    assert found["doubts"][0] == {
        "file": "a.txt", "line": None, "column": None, "kind": "claim", "what": "language", "confidence": 0.1,
        "left_out": True, "text": "da",
    }  # fmt: skip


def test_a_folder_has_one_list_with_the_worst_first(folder: Path) -> None:
    done = encode(folder, "--review", "--format", "json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found["summary"]["files"] == 3
    confidences = [each["confidence"] for each in found["doubts"]]
    assert confidences == sorted(confidences)
    assert {"b.txt", "c.txt"} <= {Path(each["file"]).name for each in found["doubts"]}


def test_the_lines_of_a_folder_are_one_list(folder: Path) -> None:
    done = encode(folder, "--review", "-o", folder.parent / "tei")
    places = [line.split(":")[0] for line in done.stdout.splitlines()]
    assert {str(folder / "c.txt"), str(folder / "more" / "b.txt")} <= set(places)
    assert (folder.parent / "tei" / "more" / "b.xml").exists()


def test_the_explanation_has_the_claims(folder: Path) -> None:
    found = json.loads(encode(folder / "a.txt", "--explain", "--format", "json").stdout)
    claims = {each["kind"]: each for each in found["claims"]}
    assert list(claims) == ["title", "language", "sender", "place", "date", "recipient"]
    date = claims["date"]
    assert (date["text"], date["value"], date["basis"]) == ("2 May 1890", "1890-05-02", "dateline")
    assert (date["line"], date["column"], date["stated"], date["cert"]) == (1, 8, True, "high")
    assert (claims["language"]["value"], claims["language"]["line"]) == ("en", None)


def test_the_table_has_the_claims(folder: Path) -> None:
    shown = encode(folder / "a.txt", "--explain").stdout
    assert "the header" in shown
    assert "sender" in shown
    assert "signature" in shown
