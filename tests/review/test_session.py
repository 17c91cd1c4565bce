"""The letters of a review: opened, corrected, accepted, and what happens when something else changes them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.reviews import LETTER, UNCLEAR, Review, reviewing
from teikit.decisions.files import read_decisions
from teikit.decisions.model import Decision
from teikit.operations.encode import encode, encode_letters


@pytest.fixture
def review(letter: Path) -> Iterator[Review]:
    with reviewing(letter) as made:
        yield made


def labels(view: dict[str, Any]) -> list[str]:
    return [part["label"] for part in view["parts"]]


def decided(path: Path) -> tuple[Decision, ...]:
    return read_decisions(path, path.name).decisions.decisions


def test_a_letter_is_shown_with_its_lines_parts_and_claims(review: Review) -> None:
    view = review.get("letters/0")
    assert view["lines"][4]["text"].startswith("All is well")
    assert labels(view) == ["dateline", "salute", "p", "p", "valediction", "signed"]
    claims = {claim["kind"]: claim for claim in view["claims"]}
    assert claims["date"]["values"] == ["1890-05-02"]
    assert claims["date"]["evidence"] == ["from the dateline"]
    assert view["tei"].startswith("<?xml")
    assert (view["previous"], view["next"], view["can_undo"], view["can_redo"]) == (None, None, False, False)


def test_the_pieces_of_parts_have_their_words_in_the_lines(review: Review) -> None:
    view = review.get("letters/0")
    texts = {line["number"]: line["text"] for line in view["lines"]}
    for part in view["parts"]:
        words = " ".join(
            texts[each["line"]][each["column"] - 1 : each["column"] - 1 + each["length"]] for each in part["pieces"]
        )
        assert words == part["text"]


def test_names_that_claims_were_found_by_are_shown(review: Review) -> None:
    names = review.get("letters/0")["names"]
    assert {(name["kind"], name["text"]) for name in names} >= {("date", "2 May 1890"), ("person", "Will Bell")}


def test_what_is_decided_about_claims_can_be_seen_and_taken_back(review: Review) -> None:
    view = review.act(review.get("letters/0"), type="claim", kind="sender", verdict="rejected", text="Will Bell")
    assert verdicts(view) == {("sender", "Will Bell"): "rejected"}
    view = review.act(view, type="claim", kind="sender", verdict="", text="Will Bell")
    assert verdicts(view) == {}
    view = review.act(view, type="claim", kind="recipient", verdict="value", text="Ann", values=["Ann Lee", "Tom Lee"])
    assert verdicts(view) == {("recipient", "Ann"): "value"}
    view = review.act(view, type="claim", kind="recipient", verdict="", text="")
    assert verdicts(view) == {}


def verdicts(view: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(each["kind"], each["text"]): each["verdict"] for each in view["claims"] if each["verdict"]}


def test_the_date_that_words_are_is_proposed(review: Review) -> None:
    line = review.get("letters/0")["lines"][0]["text"]
    start = line.index("2 May")
    ask = "letters/0/date?line=1&column={}&length={}"
    assert review.get(ask.format(start + 1, len(line) - start)) == {"when": "1890-05-02"}
    assert review.get(ask.format(1, 4)) == {"when": ""}


def test_a_label_is_on_the_disk_when_the_answer_comes(review: Review, letter: Path) -> None:
    view = review.act(review.get("letters/0"), type="label", line=7, column=1, label="postscript")
    assert [each.label for each in decided(letter)] == ["postscript"]
    assert [part["text"][:4] for part in view["parts"] if part["decided"]] == ["The "]
    assert view["can_undo"]


def test_a_second_label_of_a_part_replaces_the_first(review: Review, letter: Path) -> None:
    view = review.act(review.get("letters/0"), type="label", line=7, column=1, label="postscript")
    review.act(view, type="label", line=7, column=1, label="note")
    assert [each.label for each in decided(letter)] == ["note"]


def test_what_was_done_is_undone_and_done_again(review: Review, letter: Path) -> None:
    view = review.act(review.get("letters/0"), type="label", line=7, column=1, label="postscript")
    view = review.act(view, type="name", line=5, column=24, length=4, kind="place")
    view = review.act(view, type="undo")
    assert len(decided(letter)) == 1
    assert (view["can_undo"], view["can_redo"]) == (True, True)
    view = review.act(view, type="redo")
    assert len(decided(letter)) == 2
    view = review.act(review.act(view, type="undo"), type="undo")
    assert (decided(letter), view["can_undo"], view["can_redo"]) == ((), False, True)
    assert review.refuse(view, type="undo") == "there is nothing to undo"


def test_a_new_decision_ends_the_way_forth(review: Review) -> None:
    view = review.act(review.get("letters/0"), type="cut", line=5, column=20)
    view = review.act(review.act(view, type="undo"), type="join", line=7, column=1)
    assert not view["can_redo"]
    assert review.refuse(view, type="redo") == "there is nothing to do again"


def test_the_last_decision_can_be_undone_after_a_restart(letter: Path) -> None:
    with reviewing(letter) as first:
        view = first.act(first.get("letters/0"), type="label", line=7, column=1, label="postscript")
        first.act(view, type="cut", line=5, column=20)
    with reviewing(letter) as second:
        view = second.get("letters/0")
        assert view["can_undo"]
        second.act(view, type="undo")
    assert [type(each).__name__ for each in decided(letter)] == ["LabelDecision"]


def test_all_decisions_are_cleared_at_once(review: Review, letter: Path) -> None:
    view = review.act(review.get("letters/0"), type="label", line=7, column=1, label="postscript")
    view = review.act(review.act(view, type="cut", line=5, column=20), type="clear")
    assert decided(letter) == ()
    review.act(view, type="undo")
    assert len(decided(letter)) == 2


def test_a_cut_and_a_join_at_one_place_replace_each_other(review: Review, letter: Path) -> None:
    view = review.act(review.get("letters/0"), type="join", line=7, column=1)
    kinds = [type(each).__name__ for each in decided(letter)]
    assert kinds == ["JoinDecision"]
    assert review.refuse(view, type="join", line=1, column=1).startswith("nothing is above")


def test_claims_are_rejected_given_and_left(review: Review, letter: Path) -> None:
    view = review.act(review.get("letters/0"), type="claim", kind="sender", verdict="rejected", text="Will Bell")
    view = review.act(view, type="claim", kind="recipient", verdict="value", values=["Ann Bell", " "])
    assert [(each.kind, each.verdict, each.values) for each in decided(letter)] == [
        ("sender", "rejected", ()),
        ("recipient", "value", ("Ann Bell",)),
    ]
    review.act(view, type="claim", kind="sender", verdict="", text="Will Bell")
    assert [each.kind for each in decided(letter)] == ["recipient"]


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ({"type": "dance"}, "'type' is to be one of label"),
        ({"type": "label", "line": 1, "column": 1, "label": "poem"}, "'label' is to be one of"),
        ({"type": "label", "line": 99, "column": 1, "label": "p"}, "the letter has no line 99"),
        ({"type": "label", "line": 2, "column": 1, "label": "p"}, "no part of the letter is in line 2"),
        ({"type": "label", "line": True, "column": 1, "label": "p"}, "'line' is to be a number"),
        ({"type": "label", "start": 1, "end": 2, "label": "p"}, "'start' is to be a place"),
        ({"type": "cut", "line": 1, "column": 1}, "a part begins here already"),
        ({"type": "cut", "line": 1, "column": 400}, "there are no words here"),
        ({"type": "name", "line": 5, "column": 1, "length": 3, "kind": "ghost"}, "'kind' is to be one of"),
        ({"type": "name", "line": 5, "column": 1, "length": 3, "kind": "date", "when": "May"}, "'May' is no date"),
        ({"type": "name", "line": 5, "column": 1, "length": 3, "kind": "person", "ref": "a b"}, "'a b' is no URI"),
        ({"type": "name", "line": 2, "column": 1, "length": 3, "kind": "person"}, "there are no words here"),
        ({"type": "claim", "kind": "date", "verdict": "value", "values": ["May"]}, "'values' must be one date"),
        ({"type": "claim", "kind": "sender", "verdict": "value", "values": "Ann"}, "'values' is to be a list"),
        ({"type": "claim", "kind": "sender", "verdict": "maybe"}, "'verdict' is to be one of"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    review: Review, letter: Path, action: dict[str, Any], sentence: str
) -> None:
    assert review.refuse(review.get("letters/0"), **action).startswith(sentence)
    assert decided(letter) == ()


def test_a_second_window_is_told_of_what_the_first_did(review: Review, letter: Path) -> None:
    stale = review.get("letters/0")
    review.act(stale, type="label", line=7, column=1, label="postscript")
    body = {"version": stale["version"], "action": {"type": "cut", "line": 5, "column": 20}}
    answer = review.post("letters/0/decisions", body, 409)
    assert answer["letter"]["parts"][3]["decided"]
    assert len(decided(letter)) == 1
    review.act(answer["letter"], type="cut", line=5, column=20)
    assert len(decided(letter)) == 2


def test_decisions_of_another_program_are_seen_and_kept(letter: Path) -> None:
    with reviewing(letter) as one, reviewing(letter) as other:
        stale = one.get("letters/0")
        other.act(other.get("letters/0"), type="label", line=7, column=1, label="postscript")
        one.refuse(stale, 409, type="cut", line=5, column=20)
        view = one.act(one.get("letters/0"), type="cut", line=5, column=20)
    assert len(decided(letter)) == 2
    assert view["can_undo"]


def test_an_edited_source_is_read_anew_and_decisions_are_found_again(review: Review, letter: Path) -> None:
    view = review.act(review.get("letters/0"), type="label", line=7, column=1, label="postscript")
    letter.write_text("Copy\n\n" + LETTER)
    review.refuse(view, 409, type="cut", line=5, column=20)
    view = review.get("letters/0")
    assert [part["pieces"][0]["line"] for part in view["parts"] if part["decided"]] == [9]
    review.act(view, type="cut", line=7, column=20)
    assert [each.anchor.line for each in decided(letter)] == [9, 7]


def test_a_source_that_is_gone_fails_and_comes_back(review: Review, letter: Path) -> None:
    letter.unlink()
    view = review.get("letters/0")
    assert (view["state"], view["parts"]) == ("failed", [])
    assert view["failure"].endswith("no such file")
    letter.write_text(LETTER)
    assert review.get("letters/0")["state"] == "open"


def test_a_broken_file_of_decisions_is_said_in_a_sentence(review: Review, letter: Path) -> None:
    letter.with_suffix(".review.toml").write_text("decisions = 1\n")
    view = review.get("letters/0")
    assert "letter.review.toml" in view["failure"]
    assert review.refuse({**view, "version": "x"}, type="undo") == view["failure"]


def test_an_accepted_letter_is_written_as_encode_writes_it(review: Review, letter: Path) -> None:
    view = review.accept(review.get("letters/0"))
    assert (view["written"], view["state"], view["problems"]) == ("letter.xml", "reviewed", [])
    assert letter.with_suffix(".xml").read_bytes() == encode(letter).tei
    assert read_decisions(letter, letter.name).decisions.is_reviewed
    assert view["progress"] == {"total": 1, "reviewed": 1, "read": 1}


def test_the_tei_of_a_folder_goes_below_another(tmp_path: Path) -> None:
    source = tmp_path / "letters" / "more" / "a.txt"
    source.parent.mkdir(parents=True)
    source.write_text(LETTER)
    with reviewing(tmp_path / "letters", out=tmp_path / "tei") as review:
        review.accept(review.get("letters/0"))
    assert (tmp_path / "tei" / "more" / "a.xml").is_file()


def test_a_file_of_somebody_else_is_replaced_only_by_force(review: Review, letter: Path) -> None:
    target = letter.with_suffix(".xml")
    target.write_text("<mine/>")
    view = review.get("letters/0")
    answer = review.accept(view, 409)
    assert answer["exists"]
    assert answer["error"].endswith("exists already, and teikit did not write what is in it")
    assert (target.read_text(), review.get("letters/0")["state"]) == ("<mine/>", "open")
    review.accept(view, force=True)
    assert target.read_bytes() == encode(letter).tei


def test_what_teikit_wrote_is_replaced(review: Review, letter: Path) -> None:
    letter.with_suffix(".xml").write_bytes(encode(letter).tei)
    view = review.act(review.get("letters/0"), type="claim", kind="sender", verdict="rejected")
    view = review.accept(view)
    view = review.act(view, type="undo")
    assert view["state"] == "open"
    assert review.accept(view)["state"] == "reviewed"


def test_no_tei_is_written_through_a_link_or_over_a_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    (tmp_path / "secret").write_text("keep")
    (tmp_path / "a.xml").symlink_to(tmp_path / "secret")
    with reviewing(tmp_path / "a.txt") as review:
        assert "is a link" in review.accept(review.get("letters/0"), 422, force=True)["error"]
    assert (tmp_path / "secret").read_text() == "keep"


def test_problems_of_the_tei_have_their_lines(letter: Path) -> None:
    (letter.parent / "teikit.toml").write_text('[validate]\nschemas = { "*.xml" = ["own.rng"] }\n')
    grammar = '<element name="x" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>'
    (letter.parent / "own.rng").write_text(grammar)
    with reviewing(letter) as review:
        view = review.accept(review.get("letters/0"))
        assert view["problems"][0]["severity"] == "error"
        assert view["problems"][0]["line"] > 1
        assert review.get("letters")["letters"][0]["problems"] == len(view["problems"])
        assert view["state"] == "reviewed"


def test_a_letter_is_taken_up_again(review: Review) -> None:
    view = review.accept(review.get("letters/0"))
    assert review.post("letters/0/reopen", {"version": view["version"]})["state"] == "open"


def test_a_decision_takes_up_a_reviewed_letter(review: Review) -> None:
    view = review.accept(review.get("letters/0"))
    assert review.act(view, type="cut", line=5, column=20)["state"] == "open"


def test_learning_is_offered_after_each_tenth_letter(tmp_path: Path) -> None:
    for number in range(11):
        (tmp_path / f"{number:02}.txt").write_text(LETTER)
    with reviewing(tmp_path) as review:
        offers = [review.accept(review.get(f"letters/{number}"))["learn"] for number in range(10)]
    assert offers == [None] * 9 + [{"letters": 10}]


def test_the_most_doubtful_letters_come_first_and_stay(tmp_path: Path) -> None:
    for name, text in (("a", LETTER), ("b", UNCLEAR), ("c", LETTER + "x\n")):
        (tmp_path / f"{name}.txt").write_text(text)
    with reviewing(tmp_path) as review:
        review.wait(3)
        found = review.get("letters")
        before = [letter["id"] for letter in found["letters"]]
        assert before[0] == "1"
        doubts = [letter["doubt"] for letter in found["letters"]]
        assert doubts == sorted(doubts, reverse=True)
        review.act(review.get("letters/1"), type="label", line=1, column=1, label="letterhead")
        assert [letter["id"] for letter in review.get("letters")["letters"]] == before


def test_letters_are_searched_by_name_text_and_correspondents(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(LETTER)
    (tmp_path / "two.txt").write_text(UNCLEAR)
    with reviewing(tmp_path) as review:
        review.wait(2)
        for query, expected in (("ONE", 1), ("boat", 2), ("boat friday", 1), ("will bell", 1), ("nobody", 0)):
            assert review.get(f"letters?query={query.replace(' ', '%20')}")["matching"] == expected
        review.accept(review.get("letters/0"))
        assert [each["id"] for each in review.get("letters?state=reviewed")["letters"]] == ["0"]
        assert review.get("letters?state=open&offset=1")["letters"] == []


def test_a_letter_that_cannot_be_encoded_is_in_the_list(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    with reviewing(tmp_path) as review:
        review.wait(2)
        failed = review.get("letters?state=failed")["letters"]
        assert [each["name"].rsplit("/")[-1] for each in failed] == ["b.txt"]
        assert failed[0]["failure"] == review.get("letters/1")["failure"]


def test_the_letters_of_a_file_are_reviewed_one_by_one(tmp_path: Path) -> None:
    source = tmp_path / "letters.txt"
    source.write_text(f"{LETTER}---\n{UNCLEAR}---\n{LETTER}")
    expected = encode_letters(source.read_bytes(), str(source), "---")
    with reviewing(source, separator="---") as review:
        review.wait(3)
        assert sorted(Path(each["name"]).name for each in review.get("letters")["letters"]) == [
            "letters-1.txt",
            "letters-2.txt",
            "letters-3.txt",
        ]
        view = review.get("letters/1")
        # Lines are those of the file.
        line = view["lines"][0]["number"]
        assert line == LETTER.count("\n") + 2
        view = review.act(view, type="label", line=line, column=1, label="letterhead")
        assert Path(view["name"]).name == "letters-2.txt"
        assert not review.get("letters/0")["can_undo"]
        assert review.accept(review.get("letters/2"))["written"] == "letters-3.xml"
    assert (tmp_path / "letters-3.xml").read_bytes() == expected[str(tmp_path / "letters-3.txt")].tei
    assert len(read_decisions(source, "letters-2.txt").decisions.decisions) == 1


def test_a_letter_that_is_no_longer_in_its_file_fails(tmp_path: Path) -> None:
    source = tmp_path / "letters.txt"
    source.write_text(f"{LETTER}---\n{UNCLEAR}")
    with reviewing(source, out=tmp_path / "tei", separator="---") as review:
        assert review.accept(review.get("letters/1"))["written"] == "letters-2.xml"
        source.write_text(LETTER)
        assert review.get("letters/1")["failure"].endswith(
            "has no letter 'letters-2.txt'".replace("'l", f"'{tmp_path}/l")
        )
    assert (tmp_path / "tei" / "letters-2.xml").exists()


def test_a_label_is_followed_and_what_else_changes_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(UNCLEAR)
    with reviewing(tmp_path / "a.txt") as review:
        before = review.get("letters/0")
        view = review.act(before, type="label", line=7, column=1, label="signed")
        assert [part["label"] for part in view["parts"] if part["decided"]] == ["signed"]
        was = {part["pieces"][0]["line"]: part["label"] for part in before["parts"]}
        now = {part["pieces"][0]["line"]: part["label"] for part in view["parts"]}
        assert {each["line"]: (each["from"], each["to"]) for each in view["changed"]} == {
            line: (was[line], now[line]) for line in now if was[line] != now[line]
        }


def test_parts_are_cut_and_joined(review: Review) -> None:
    view = review.get("letters/0")
    count = len(view["parts"])
    view = review.act(view, type="cut", line=5, column=19)
    assert [part["text"] for part in view["parts"] if part["text"].startswith("and the boat")]
    assert len(view["parts"]) == count + 1
    view = review.act(view, type="undo")
    view = review.act(view, type="join", line=7, column=1)
    assert len(view["parts"]) == count - 1


def test_marked_names_and_given_claims_are_in_the_tei(review: Review) -> None:
    view = review.act(review.get("letters/0"), type="name", line=5, column=27, length=4, kind="organisation")
    assert "<orgName>boat</orgName>" in view["tei"]
    view = review.act(view, type="claim", kind="sender", verdict="value", values=["Wilhelmina Bell"])
    assert "Wilhelmina Bell" in view["tei"]
    (claim,) = [claim for claim in view["claims"] if claim["kind"] == "sender"]
    assert (claim["values"], claim["verdict"], claim["stated"]) == (["Wilhelmina Bell"], "value", True)


def test_values_of_one_decision_are_one_claim_which_can_be_changed(review: Review) -> None:
    def senders(view: dict[str, Any]) -> list[tuple[str, list[str], str]]:
        found = [claim for claim in view["claims"] if claim["kind"] == "sender"]
        return [(claim["text"], claim["values"], claim["verdict"]) for claim in found]

    view = review.get("letters/0")
    about = {"type": "claim", "kind": "sender", "text": "Will Bell"}
    view = review.act(view, **about, verdict="value", values=["A. Bell", "C. Bell"])
    assert senders(view) == [("Will Bell", ["A. Bell", "C. Bell"], "value")]
    view = review.act(view, **about, verdict="value", values=["A. Bell"])
    assert senders(view) == [("Will Bell", ["A. Bell"], "value")]
    assert senders(review.act(view, **about, verdict="")) == [("Will Bell", ["Will Bell"], "")]


def test_what_is_rejected_is_shown_so_that_it_can_be_taken_back(review: Review) -> None:
    about = {"type": "claim", "kind": "sender", "text": "Will Bell"}
    view = review.act(review.get("letters/0"), **about, verdict="rejected")
    assert [(claim["kind"], claim["text"], claim["stated"]) for claim in view["claims"] if claim["verdict"]] == [
        ("sender", "Will Bell", False)
    ]
    assert "<persName>Will Bell</persName>" not in view["tei"].partition("<text")[0]
    assert not [claim for claim in review.act(view, **about, verdict="")["claims"] if claim["verdict"]]


def test_a_decision_that_fits_no_more_is_shown_with_the_reason(review: Review, letter: Path) -> None:
    review.act(review.get("letters/0"), type="label", line=7, column=1, label="postscript")
    letter.write_text(
        LETTER.replace("The roof of the barn is whole again, and the hay is dry for", "Nothing is new in")
    )
    (misfit,) = review.get("letters/0")["misfits"]
    assert (misfit["line"], misfit["text"][:8]) == (7, "The roof")
    assert misfit["reason"]
    assert len(decided(letter)) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_source_whose_name_is_no_text_is_shown_but_not_decided_on(tmp_path: Path) -> None:
    source = tmp_path / os.fsdecode(b"a\xff.txt")
    source.write_text(LETTER)
    with reviewing(tmp_path) as review:
        view = review.get("letters/0")
        assert view["name"] == str(source)
        assert "rename it" in review.refuse(view, type="cut", line=5, column=19)


@pytest.mark.parametrize("separator", [None, "---"])
def test_encode_writes_what_was_accepted(tmp_path: Path, separator: str | None) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    for number in range(5):
        text = LETTER.replace("2 May", f"{number + 1} May") + (f"---\n{UNCLEAR}" if separator else "")
        (letters / f"{number}.txt").write_text(text)
    with reviewing(letters, out=tmp_path / "accepted", separator=separator) as review:
        count = review.get("letters")["total"]
        for number in range(count):
            view = review.get(f"letters/{number}")
            if number % 2:
                line = view["parts"][-1]["pieces"][0]["line"]
                view = review.act(view, type="label", line=line, column=1, label="postscript")
            review.accept(view)
    command = [sys.executable, "-m", "teikit", "encode", str(letters), "-o", str(tmp_path / "tei"), "-q"]
    subprocess.run([*command, *(("--split", separator) if separator else ())], check=True, capture_output=True)
    written = {path.name: path.read_bytes() for path in (tmp_path / "tei").iterdir()}
    assert written == {path.name: path.read_bytes() for path in (tmp_path / "accepted").iterdir()}
    assert len(written) == count
