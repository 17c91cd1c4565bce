"""Learning in a review: what would change is shown first, and all letters are read again once it is applied."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from support.reviews import LETTER, reviewing
from teikit.learning.model_file import model_bytes, read_model
from teikit.letter.crf import STATES
from teikit.letter.model import Label
from teikit.letter.project import ProjectModel, weights_digest
from teikit.operations.encode_run import EncodeOperation
from teikit.operations.reviewing import LetterToReview
from teikit.review.learning import Learnt


def learn_notes(_how: EncodeOperation, letters: Sequence[LetterToReview]) -> Learnt:
    """A model by which salutations are headings."""
    row = [30.0 if label is Label.HEAD else 0.0 for label, _ in STATES]
    model = ProjectModel(weights_digest(), len(letters), {"is salute": row, "starts salute": row})
    return Learnt(len(letters), ["salutations are headings"], model_bytes(model))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "letters"
    path.mkdir()
    for number in range(3):
        (path / f"{number}.txt").write_text(LETTER)
    return path


def test_what_would_change_is_shown_and_then_applied(folder: Path) -> None:
    with reviewing(folder, learn=learn_notes) as review:
        review.wait(3)
        review.accept(review.get("letters/0"))
        stale = review.get("letters/1")
        found = review.post("learn", {})
        assert (found["letters"], found["learnt"]) == (1, ["salutations are headings"])
        changes = found["changes"]
        assert (changes["letters"], {each["id"] for each in changes["list"]}) == (2, {"1", "2"})
        assert sum(each["count"] for each in changes["by"]) == changes["parts"] == len(changes["list"])
        assert {"from": "salute", "to": "head"} in [{"from": each["from"], "to": each["to"]} for each in changes["by"]]
        assert not (folder / "teikit.model.json").exists()
        review.post("learn/apply", {"model": found["model"]})
        assert read_model(folder / "teikit.model.json").letters == 1
        assert (folder / "teikit.toml").read_text() == '[encode]\nmodel = "teikit.model.json"\n'
        assert "head" in [part["label"] for part in review.get("letters/1")["parts"]]
        # A page that shows the letter as it was is told.
        assert review.refuse(stale, 409, type="cut", line=5, column=20)
        review.wait(3)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('# ours\n[encode]\nlanguage = "en"\n', '# ours\n[encode]\nmodel = "teikit.model.json"\nlanguage = "en"\n'),
        ('[validate]\nignore = ["tei"]', '[validate]\nignore = ["tei"]\n\n[encode]\nmodel = "teikit.model.json"\n'),
        ('[encode]\r\nlanguage = "en"\r\n', '[encode]\r\nmodel = "teikit.model.json"\r\nlanguage = "en"\r\n'),
        ("[encode]", '[encode]\nmodel = "teikit.model.json"\n'),
        ('[encode]\nmodel = "own.json"\n', '[encode]\nmodel = "own.json"\n'),
        ("", '[encode]\nmodel = "teikit.model.json"\n'),
    ],
)
def test_the_configuration_names_the_model(folder: Path, before: str, after: str) -> None:
    (folder / "teikit.toml").write_text(before, newline="")
    if "own" in before:
        (folder / "own.json").write_bytes(model_bytes(ProjectModel(weights_digest())))
    with reviewing(folder, learn=learn_notes) as review:
        review.post("learn/apply", {"model": review.post("learn", {})["model"]})
        assert (folder / "teikit.toml").read_bytes().decode() == after
        assert review.get("letters/1")["failure"] == ""


def test_what_was_not_learnt_last_is_not_applied(folder: Path) -> None:
    with reviewing(folder, learn=learn_notes) as review:
        for model in ("", "x", None, ["x"], {"emissions": {}}):
            assert "not learnt last" in review.post("learn/apply", {"model": model}, 422)["error"]
    assert not (folder / "teikit.model.json").exists()


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("pyproject.toml", '[tool.teikit.encode]\nlanguage = "en"\n'),
        ("teikit.toml", 'encode = { language = "en" }\n'),
        ("teikit.toml", 'encode.language = "en"\n'),
    ],
)
def test_a_configuration_of_another_form_is_not_changed(folder: Path, name: str, settings: str) -> None:
    (folder / name).write_text(settings)
    with reviewing(folder, learn=learn_notes) as review:
        answer = review.post("learn/apply", {"model": review.post("learn", {})["model"]}, 422)
    assert answer["error"].endswith("say there that encode.model is 'teikit.model.json'")
    assert (folder / name).read_text() == settings


def test_learning_is_not_offered_again_before_ten_more_letters(tmp_path: Path) -> None:
    for number in range(11):
        (tmp_path / f"{number:02}.txt").write_text(LETTER)
    with reviewing(tmp_path, learn=learn_notes) as review:
        for number in range(10):
            view = review.accept(review.get(f"letters/{number}"))
        assert view["learn"] == {"letters": 10}
        review.post("learn", {})
        assert review.get("letters/10")["learn"] is None


def test_a_session_learns_what_its_letters_show(folder: Path) -> None:
    for number in range(3, 12):
        (folder / f"{number:02}.txt").write_text(LETTER)
    with reviewing(folder) as review:
        review.wait(12)
        nothing = review.post("learn", {}, 422)["error"]
        assert nothing.startswith("there is nothing to learn from")
        for number in range(10):
            view = review.get(f"letters/{number}")
            view = review.act(view, type="label", line=7, column=1, label="postscript")
            review.accept(view)
        found = review.post("learn", {})
        assert found["letters"] == 10
        assert {"from": "p", "to": "postscript", "count": 2} in found["changes"]["by"]
        review.post("learn/apply", {"model": found["model"]})
        for letter in ("10", "11"):
            assert "postscript" in [part["label"] for part in review.get(f"letters/{letter}")["parts"]]
        review.wait(12)
        assert review.get("letters")["reviewed"] == 10
