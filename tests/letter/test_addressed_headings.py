"""A heading that only says whom the letter is for is part of the address below it; alone it is a heading."""

import pytest

from teikit.letter.crf import STATES
from teikit.letter.model import Label
from teikit.letter.recogniser import CrfModel, lawful_transitions, recognise
from teikit.text import lines

COUNT = len(STATES)
LABELS = {"all capitals": Label.HEAD, "starts honorific": Label.ADDRESS, "plain words many": Label.PARAGRAPH}
# Other weights than those that ship: each label has one feature.
MODEL = CrfModel(
    {feature: tuple(5.0 if name is label else 0.0 for name, _ in STATES) for feature, label in LABELS.items()},
    lawful_transitions([[[0.0] * COUNT] * COUNT] * 4),
)
PARAGRAPH = "The clover seed was sent by rail on the same day, and should be with you long before the fair."


@pytest.mark.parametrize(
    ("heading", "next_line", "label"),
    [
        ("TO THE BOARD OF HARLOW MILL", "Mr. Ezra Tow", Label.ADDRESS),
        ("TO THE BOARD OF HARLOW MILL", PARAGRAPH, Label.HEAD),
        ("THE HARLOW MILL LETTERS", "Mr. Ezra Tow", Label.HEAD),
    ],
)
def test_a_heading_to_somebody_above_an_address_is_part_of_it(heading: str, next_line: str, label: Label) -> None:
    first, *_ = recognise(lines(f"{heading}\n\n{next_line}\n\n{PARAGRAPH}"), "en", MODEL).parts
    assert (label, heading) == (first.label, first.unit.text)


def test_it_is_as_sure_as_heading_and_address_together() -> None:
    text = f"{{}}\n\nMr. Ezra Tow\n\n{PARAGRAPH}"
    heading, address = (
        recognise(lines(text.format(line)), "en", MODEL).parts[0].confidence
        for line in ("THE HARLOW MILL LETTERS", "TO THE BOARD OF HARLOW MILL")
    )
    assert heading < address <= 1
