"""`teikit encode` follows the decisions beside its sources, and says so."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.letter.test_fixed_parts import LETTER

from teikit.decisions.anchors import anchor
from teikit.decisions.files import change_decisions
from teikit.decisions.model import CutDecision, Decision, Decisions, JoinDecision, LabelDecision
from teikit.letter.fixed import Place, Stretch
from teikit.letter.model import Label
from teikit.text.plain import lines

READ = lines(LETTER)
SALUTE = anchor(READ, Stretch(Place(3, 1), Place(3, 10)))
FIRST = anchor(READ, Stretch(Place(1, 1), Place(1, 10)))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "teikit", *arguments], capture_output=True, text=True, check=False)


def decide(source: Path, *decisions: Decision, letter: str = "") -> None:
    def add(now: Decisions) -> Decisions:
        return Decisions(now.source, now.digest, (*now.decisions, *decisions), now.is_reviewed)

    change_decisions(source, letter or source.name, add)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    source = tmp_path / "letter.txt"
    source.write_text(LETTER, encoding="utf-8")
    return source


def test_decisions_beside_a_letter_are_followed(letter: Path) -> None:
    decide(letter, LabelDecision(SALUTE, Label.HEAD))
    found = run("encode", str(letter))
    assert "<title>Dear Sir,</title>" in found.stdout
    assert f"{letter}: follows 1 decision of letter.review.toml" in found.stderr


def test_what_is_not_followed_is_told_with_its_place(letter: Path) -> None:
    decide(letter, JoinDecision(FIRST))
    found = run("encode", str(letter))
    assert f"{letter}:1:1: warning: the decision on “Thornbury” is not followed: no part is above it" in found.stderr
    assert found.returncode == 0


def test_decisions_are_not_followed_if_asked_for(letter: Path) -> None:
    decide(letter, LabelDecision(SALUTE, Label.HEAD))
    found = run("encode", str(letter), "--no-decisions")
    assert "<salute>Dear Sir,</salute>" in found.stdout
    assert "decision" not in found.stderr


def test_letters_of_one_file_have_decisions_by_their_names(tmp_path: Path) -> None:
    source = tmp_path / "letters.txt"
    source.write_text(f"{LETTER}---\n{LETTER}", encoding="utf-8")
    second = lines(f"{LETTER}---\n{LETTER}")
    offset = len(LETTER.splitlines()) + 1
    there = anchor(second[offset:], Stretch(Place(3 + offset, 1), Place(3 + offset, 10)))
    decide(source, LabelDecision(there, Label.HEAD), letter="letters-2.txt")
    found = run("encode", str(source), "--split", "---", "-o", str(tmp_path / "tei"))
    assert "letters-2.txt: follows 1 decision of teikit.review.toml" in found.stderr
    assert "<title>Dear Sir,</title>" in (tmp_path / "tei" / "letters-2.xml").read_text(encoding="utf-8")
    assert "<title>Dear Sir,</title>" not in (tmp_path / "tei" / "letters-1.xml").read_text(encoding="utf-8")


def test_a_wrong_file_of_decisions_is_an_error_of_its_letter(letter: Path) -> None:
    letter.with_name("letter.review.toml").write_text("[[decision]\n", encoding="utf-8")
    found = run("encode", str(letter))
    assert found.returncode != 0
    assert "letter.review.toml" in found.stderr
    assert found.stdout == ""


def test_a_run_that_is_resumed_encodes_letters_with_new_decisions_again(letter: Path) -> None:
    out = letter.parent / "tei"
    run("encode", str(letter.parent), "-o", str(out))
    decide(letter, CutDecision(anchor(READ, Stretch(Place(5, 12), Place(5, 18)))))
    run("encode", str(letter.parent), "-o", str(out), "--force")
    assert "<p>I have your</p>" in (out / "letter.xml").read_text(encoding="utf-8")
