"""A project's model is read as it was written, and nothing else is read as one."""

import json
from pathlib import Path
from typing import Any

import pytest

from teikit.errors import UnreadableInputError
from teikit.learning.model_file import crf_model, model_bytes, read_model
from teikit.letter.crf import STATES, Spacing
from teikit.letter.project import Observation, ProjectModel, weights_digest
from teikit.letter.recogniser import shipped_model

ROW = [0.5, *[0.0] * (len(STATES) - 1)]
MODEL = ProjectModel(
    weights_digest(),
    12,
    {"project first: to": ROW, "always": ROW},
    [[ROW for _ in STATES] for _ in Spacing],
    [Observation("the first word “to”", 9, 10, "head", "address")],
)


def written(folder: Path, data: bytes = model_bytes(MODEL)) -> Path:
    file = folder / "teikit.model.json"
    file.write_bytes(data)
    return file


def changed(**parts: Any) -> bytes:
    return json.dumps({**json.loads(model_bytes(MODEL)), **parts}).encode()


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert model_bytes(MODEL) == model_bytes(read_model(written(tmp_path)))


def test_its_weights_are_added_to_those_that_ship(tmp_path: Path) -> None:
    found, shipped = crf_model(written(tmp_path)), shipped_model()
    assert found.emissions["always"][0] == pytest.approx(shipped.emissions["always"][0] + 0.5)
    assert found.emissions["always"][1:] == tuple(shipped.emissions["always"][1:])


def test_what_hardly_differs_is_not_written() -> None:
    model = ProjectModel("", 2, {"always": [0.01] * len(STATES)})
    assert json.loads(model_bytes(model))["emissions"] == {}


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"{}", "is no model of a project"),
        (b"[]", "is no model of a project"),
        (changed(format="tei"), "is no model of a project"),
        (changed(version=2), "of another version of teikit; learn again"),
        (changed(weights="0" * 64), "learnt with other weights than those of this teikit; learn again"),
        (changed(states=["head"]), "learnt with other weights"),
        (changed(more=1), "has other keys"),
        (changed(letters=-1), "has a number of letters that is none"),
        (changed(letters=True), "has a number of letters that is none"),
        (changed(emissions=[]), "has no table of features"),
        (changed(emissions={"a": [0]}), "has a list of another length"),
        (changed(emissions={"a": [51, *ROW[1:]]}), "has a weight that is no number from -50 to 50"),
        (changed(emissions={"a": ["1", *ROW[1:]]}), "has a weight that is no number"),
        (changed(emissions={"a": [True, *ROW[1:]]}), "has a weight that is no number"),
        (changed(emissions={"a": [1e308, *ROW[1:]]}), "has a weight that is no number"),
        (changed(emissions={"a" * 300: ROW}), "a name of more than 200 characters"),
        (changed(emissions={str(number): ROW for number in range(50_001)}), "of more than 50,000 features"),
        (changed(transitions=[[ROW]]), "has a list of another length"),
        (changed(observations=[["a", 1, 1, "nothing", ""]]), "has an observation that is none"),
        (changed(observations=[["a", 1, 1, [], ""]]), "has an observation that is none"),
        (model_bytes(MODEL).replace(b"0.5", b"NaN", 1), "NaN"),
        (model_bytes(MODEL).replace(b"0.5", b"1e999", 1), "1e999"),
        (b"\xff\xfe\xfd", ""),
        (b"[" * 100_000, "deep"),
    ],
)
def test_nothing_else_is_read_as_a_model(data: bytes, fault: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        read_model(written(tmp_path, data))
    assert fault in str(caught.value)
    assert "teikit.model.json" in str(caught.value)
