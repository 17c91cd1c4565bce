from random import Random

from hypothesis import given
from hypothesis import strategies as st

from teikit.letter.gazetteer import FILTER_BYTES, fold_place, is_listed, name_bits


def test_towns_are_listed_whatever_their_case_and_accents() -> None:
    assert all(map(is_listed, ("Zürich", "ZURICH", "Besançon", "besancon", "Kraków", "Den Haag")))


def test_few_names_are_listed_that_are_no_towns() -> None:
    letters = Random(7)
    names = ("".join(letters.choices("abcdefghijklmnopqrstuvwxyz", k=12)) for _ in range(5000))
    assert sum(map(is_listed, names)) < 50


def test_short_names_are_not_listed() -> None:
    assert not is_listed("Ur")
    assert not is_listed("")


@given(st.text())
def test_folding_is_stable_and_bits_are_within_the_filter(name: str) -> None:
    folded = fold_place(name)
    assert all(0 <= bit < FILTER_BYTES * 8 for bit in name_bits(folded))
    assert is_listed(name) in {True, False}
