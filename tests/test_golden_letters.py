"""Letters of many shapes encode to what a person would have marked up.

tests/data/letters/reasons.toml says why each is here.
"""

import tomllib
from pathlib import Path

import pytest

import teikit
from teikit.api import encode

LETTERS = Path(__file__).parent / "data" / "letters"
REASONS = tomllib.loads((LETTERS / "reasons.toml").read_text(encoding="utf-8"))
OPTIONS = tomllib.loads((LETTERS / "options.toml").read_text(encoding="utf-8"))
NAMES = sorted(path.stem for path in LETTERS.glob("*.txt"))


def test_each_letter_has_its_reason() -> None:
    assert sorted(REASONS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_encodes_to_what_a_person_would_have_marked_up(name: str) -> None:
    golden = (LETTERS / f"{name}.xml").read_text(encoding="utf-8").replace("VERSION", teikit.__version__)
    assert golden == encode(LETTERS / f"{name}.txt", **OPTIONS.get(name, {})).tei.decode()


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_encodes_to_valid_tei(name: str, tmp_path: Path) -> None:
    target = tmp_path / "letter.xml"
    target.write_bytes(encode(LETTERS / f"{name}.txt", **OPTIONS.get(name, {})).tei)
    assert teikit.validate(target) == []
