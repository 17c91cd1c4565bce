from pathlib import Path

from teikit.letter.cues import using_languages
from teikit.letter.evidence import describe_feature
from teikit.letter.features import extract_features
from teikit.letter.language import likely_languages
from teikit.letter.layout import split_units
from teikit.letter.recogniser import shipped_model
from teikit.text import lines

_LETTERS = sorted((Path(__file__).parents[1] / "data" / "letters").glob("*.txt"))


def _seen(text: str) -> list[set[str]]:
    with using_languages(*likely_languages(text)):
        return [set(seen.features) for seen in extract_features(split_units(lines(text)))]


def test_every_weight_belongs_to_a_feature_that_has_words() -> None:
    assert [feature for feature in shipped_model().emissions if describe_feature(feature) is None] == []


def test_every_feature_of_a_letter_has_words() -> None:
    found = {feature for file in _LETTERS for seen in _seen(file.read_text(encoding="utf-8")) for feature in seen}
    assert [feature for feature in sorted(found) if describe_feature(feature) is None] == []


def test_a_date_on_two_lines_is_seen_on_both() -> None:
    upper, lower, *_ = _seen("Dresden, the 16th\nof April 1820.\n\nMy dear Ann,\n\nThe books came.")
    assert ("date goes on below" in upper, "date goes on from above" in lower) == (True, True)


def test_a_date_on_one_line_does_not_go_on() -> None:
    upper, lower, *_ = _seen("16 April 1820\n12 Mill Street\n\nMy dear Ann,\n\nThe books came.")
    assert ("date goes on below" in upper, "date goes on from above" in lower) == (False, False)


def test_an_address_that_names_whom_the_salutation_names_is_seen() -> None:
    *_, address, town = _seen("Dear Mr. Butler,\n\nThe books came.\n\nYours,\nA. Lee\n\nTo Prof. N. Butler\nNew Haven")
    shared = "shares a name with the salutation"
    assert (shared in address, shared in town) == (True, False)


def test_a_date_is_no_number_alone() -> None:
    assert "number alone" not in _seen("22. X. 1917")[0]
    assert "number alone" in _seen("No. 1233")[0]
