"""Titles, offices and relations in any form: inflected, compound, in old spelling."""

import pytest

from teikit.letter.cues import using_languages
from teikit.letter.title_words import is_title_word


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("de", "Præsident"),
        ("de", "Regierungs-Rath"),
        ("de", "Großmama"),
        ("de", "Bundesbruder"),
        ("de", "Gymnasialdirektor"),
        ("sv", "Stats Råd"),
        ("it", "Professori"),
        ("da", "Broder"),
    ],
)
def test_a_title_is_known_in_any_form(language: str, word: str) -> None:
    with using_languages(language):
        assert is_title_word(word)


@pytest.mark.parametrize(
    ("language", "word"),
    [("de", "Mendelssohn"), ("de", "Liebknecht"), ("de", "Gutfreund"), ("sl", "Zupan"), ("en", "Hall"), ("sv", "Berg")],
)
def test_a_family_name_is_no_title(language: str, word: str) -> None:
    with using_languages(language):
        assert not is_title_word(word)
