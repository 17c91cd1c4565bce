"""What tests of the review share: a letter in a folder of its own."""

from pathlib import Path

import pytest

from support.reviews import LETTER


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """The file of a letter."""
    path = tmp_path / "letter.txt"
    path.write_text(LETTER)
    return path
