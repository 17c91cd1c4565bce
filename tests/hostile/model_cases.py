"""Models of projects, as others may send them."""

import json
from collections.abc import Callable

from hostile.case import Case, Place
from hostile.making import BIDI, DEEP, ESCAPES, LETTER, NUMBER

_STATES = 20


def _model(name: str, text: object, command: str = "encode a.txt --model m.json", **more: object) -> Case:
    """A case of a model, read by a command."""
    return Case(f"model/{name}", command, {"a.txt": LETTER, "m.json": text}, **{"status": 2, "document": True, **more})


def _changed(**parts: object) -> Callable[[], str]:
    """Return a function that makes a model which is right but for some parts."""

    def make() -> str:
        # The weights that ship are read when the case runs, not when cases are listed.
        from teikit.learning.model_file import model_bytes  # noqa: PLC0415
        from teikit.letter.project import ProjectModel, weights_digest  # noqa: PLC0415

        return json.dumps({**json.loads(model_bytes(ProjectModel(weights_digest()))), **parts})

    return make


def _million() -> str:
    return _changed(emissions={str(number): [] for number in range(1_000_000)})()


def _link_to_device(place: Place) -> None:
    (place.work / "l.json").symlink_to("/dev/zero")


def _row(value: object) -> list[object]:
    return [value, *[0.0] * (_STATES - 1)]


CASES = (
    _model("empty", ""),
    _model("nothing", "{}"),
    _model("nested", "[" * 200_000),
    _model("nested-toml", DEEP),
    _model("not-utf-8", b'{"format": "\xff"}'),
    _model("digits", f'{{"format": "teikit.model", "version": {NUMBER}}}'),
    _model("key-hostile", json.dumps({"format": "teikit.model", "version": 1, f"{ESCAPES}{BIDI}": 1})),
    _model("of-60-mb", lambda: '{"format": "' + "x" * 60_000_000 + '"}', largest=1 << 28),
    _model("nan", lambda: _changed(emissions={"always": _row(0)})().replace("[0,", "[NaN,", 1)),
    _model("infinite", lambda: _changed(emissions={"always": _row(0)})().replace("[0,", "[1e999,", 1)),
    _model("large-weight", _changed(emissions={"always": _row(1e308)})),
    _model("weight-no-number", _changed(emissions={"always": _row({"a": []})})),
    _model("short-row", _changed(emissions={"always": [1.0]})),
    _model("other-states", _changed(states=["head"] * _STATES)),
    _model("other-weights", _changed(weights=f"{ESCAPES}{BIDI}")),
    _model("version-of-tomorrow", _changed(version=2)),
    _model("million-features", _million),
    _model("long-feature", _changed(emissions={"x" * 1_000_000: _row(1.0)})),
    _model("matrices-missing", _changed(transitions=[[]])),
    _model("observation-hostile", _changed(observations=[[f"{ESCAPES}{BIDI}", 1, 1, "head", "p"]]), status=0),
    _model("largest-weights", _changed(emissions={"always": [50.0] * _STATES}), status=0),
    _model("device", "", "encode a.txt --model /dev/zero"),
    _model("folder", "", "encode a.txt --model ."),
    _model("missing", "", "encode a.txt --model none.json"),
    _model("link-to-device", "", "encode a.txt --model l.json", prepare=_link_to_device),
    Case(
        "model/in-configuration",
        "encode a.txt",
        {"a.txt": LETTER, "m.json": "{}", "teikit.toml": '[encode]\nmodel = "m.json"\n'},
        status=2,
    ),
    _model("learn-nothing", "", "learn a.txt"),
)
