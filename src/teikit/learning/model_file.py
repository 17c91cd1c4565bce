"""Reads and writes a project's model: `teikit.model.json`, which has differences from the weights that ship.

A model of somebody else is data: what it has is numbers for known states and texts of limited length, nothing more.
"""

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from math import isfinite
from typing import Any, NoReturn

from teikit.errors import UnreadableInputError
from teikit.formats.json import json_bytes, read_json
from teikit.letter.crf import STATES, Spacing
from teikit.letter.model import Label
from teikit.letter.phrases import LONGEST_PHRASE
from teikit.letter.project import Observation, ProjectModel, weights_digest
from teikit.letter.recogniser import CrfModel, model_of
from teikit.limits import Budget, changed_limits
from teikit.messages import escape_control
from teikit.storage.files import read_file

MODEL_FILE = "teikit.model.json"
FilePath = str | os.PathLike[str]
_FORMAT, _VERSION = "teikit.model", 1
_KEYS = {"format", "version", "weights", "letters", "states", "emissions", "transitions", "observations"}
_BYTES, _FEATURES = "model-bytes", "model-features"
_MOST_WEIGHT, _MOST_LETTERS, _MOST_OBSERVATIONS = 50.0, 10_000_000, 1_000
_LONGEST_FEATURE = LONGEST_PHRASE + 80
# Smaller differences change nothing that matters.
_DECIMALS, _LEAST = 2, 0.02
_LABELS = {"", *Label}
_STATE_NAMES = [f"{label} {phase}" for label, phase in STATES]


def model_bytes(model: ProjectModel) -> bytes:
    """Return a model as a file; the same model gives the same bytes."""
    rows = {name: _rounded(row) for name, row in sorted(model.emissions.items()) if max(map(abs, row)) >= _LEAST}
    return json_bytes(
        {
            "format": _FORMAT,
            "version": _VERSION,
            "weights": model.digest,
            "letters": model.letters,
            "states": _STATE_NAMES,
            "observations": [list(each) for each in model.observations[:_MOST_OBSERVATIONS]],
            "transitions": [[_rounded(row) for row in matrix] for matrix in model.transitions],
            "emissions": rows,
        },
        indent=0,
    )


def _rounded(row: Sequence[float]) -> list[float]:
    # Minus zero would be written as such.
    return [round(max(-_MOST_WEIGHT, min(_MOST_WEIGHT, each)), _DECIMALS) + 0.0 for each in row]


def read_model(path: FilePath) -> ProjectModel:
    """Return the model in a file.

    Raises:
        UnreadableInputError: it cannot be read, is no such model, or is of other weights than those that ship.
        LimitExceededError: it has more bytes or features than a model may have.
    """
    data = read_file(path, _BYTES)
    return _Reader(escape_control(path)).read(data)


def crf_model(path: FilePath) -> CrfModel:
    """Return the weights that ship with those of a file added; errors are those of `read_model`."""
    return _crf_model(read_file(path, _BYTES), escape_control(path), frozenset(changed_limits().items()))


@lru_cache(maxsize=4)
def _crf_model(data: bytes, file: str, _limits: frozenset[tuple[str, int]]) -> CrfModel:
    return model_of(_Reader(file).read(data))


def model_identity(path: FilePath) -> str:
    """Return what is the same for the same model: the digest of its file."""
    return sha256(read_file(path, _BYTES)).hexdigest()


class _Reader:
    """Reads the model in a file of a name."""

    def __init__(self, file: str) -> None:
        self._file = file

    def read(self, data: bytes) -> ProjectModel:
        """Return the model; errors are those of `read_model`."""
        found = read_json(data, self._file, limit=_BYTES)
        if not isinstance(found, dict) or found.get("format") != _FORMAT:
            self._refuse("is no model of a project (teikit learn writes them)")
        if found.get("version") != _VERSION:
            self._refuse("is a model of another version of teikit; learn again with teikit learn")
        if found.keys() != _KEYS:
            self._refuse("has other keys than a model has")
        if found["states"] != _STATE_NAMES or found["weights"] != weights_digest():
            self._refuse("was learnt with other weights than those of this teikit; learn again with teikit learn")
        emissions, transitions = found["emissions"], found["transitions"]
        return ProjectModel(
            found["weights"],
            self._count(found["letters"], _MOST_LETTERS),
            self._emissions(emissions),
            self._matrices(transitions) if transitions != [] else (),
            [self._observation(each) for each in self._list(found["observations"], most=_MOST_OBSERVATIONS)],
        )

    def _refuse(self, what: str) -> NoReturn:
        raise UnreadableInputError(f"{self._file}: {what}")

    def _emissions(self, found: Any) -> Mapping[str, Sequence[float]]:
        if not isinstance(found, dict):
            self._refuse("has no table of features")
        Budget(self._file).check(_FEATURES, len(found))
        if any(len(name) > _LONGEST_FEATURE for name in found):
            self._refuse(f"has a feature with a name of more than {_LONGEST_FEATURE} characters")
        return {name: self._row(row) for name, row in found.items()}

    def _matrices(self, found: Any) -> Sequence[Sequence[Sequence[float]]]:
        matrices = self._list(found, exactly=len(Spacing))
        return [[self._row(row) for row in self._list(matrix, exactly=len(STATES))] for matrix in matrices]

    def _row(self, found: Any) -> tuple[float, ...]:
        return tuple(map(self._weight, self._list(found, exactly=len(STATES))))

    def _weight(self, found: Any) -> float:
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        if not is_number or not isfinite(found) or abs(found) > _MOST_WEIGHT:
            self._refuse(f"has a weight that is no number from -{_MOST_WEIGHT:.0f} to {_MOST_WEIGHT:.0f}")
        return float(found)

    def _list(self, found: Any, *, exactly: int | None = None, most: int | None = None) -> list[Any]:
        if not isinstance(found, list) or exactly not in {None, len(found)} or (most and len(found) > most):
            self._refuse("has a list of another length than a model has")
        return list(found)

    def _count(self, found: Any, most: int) -> int:
        if type(found) is not int or not 0 <= found <= most:
            self._refuse("has a number of letters that is none")
        return int(found)

    def _observation(self, found: Any) -> Observation:
        words, letters, of, label, shipped = self._list(found, exactly=len(Observation._fields))
        is_text = isinstance(words, str) and len(words) <= _LONGEST_FEATURE
        if not is_text or not all(isinstance(each, str) and each in _LABELS for each in (label, shipped)):
            self._refuse("has an observation that is none")
        return Observation(words, self._count(letters, _MOST_LETTERS), self._count(of, _MOST_LETTERS), label, shipped)
