"""A superscription names the sender and the recipient in one line."""

import pytest

from teikit.letter.cues import using_languages
from teikit.letter.superscriptions import superscription


@pytest.mark.parametrize(
    ("language", "line", "names"),
    [
        ("la", "Paulus Antonio Vellano S. P. D.", ("Paulus", "Antonio Vellano")),
        ("la", "Paulus Cardinalis Vellanus Antonio suo salutem.", ("Paulus Cardinalis Vellanus", "Antonio")),
        ("la", "Philippus Antonio suo s.", ("Philippus", "Antonio")),
        ("la", "Vincenzo Neri a Gino salute.", ("Vincenzo Neri", "Gino")),
        ("it", "Messer Vincenzo Neri a Gino salute.", ("Vincenzo Neri", "Gino")),
        ("la", "Reverendo Domino Henrico, canonico Vellano, Iacobus Nerius S. P.", ("Iacobus Nerius", "Henrico")),
        ("la", "D. Antonio Vellano suo s. p.", ("", "Antonio Vellano")),
        ("la", "Iohannes Nerius Clarissimo P. M. S. P. D.", ("Iohannes Nerius", "")),
        ("en", "I send you greetings", None),
        ("en", "Paul to Antony", None),
        ("la", "Salutem dicit", None),
    ],
)
def test_a_superscription_names_two_people(language: str, line: str, names: tuple[str, str] | None) -> None:
    with using_languages(language):
        assert names == superscription(line)
