from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.language_texts import OTHERS, TEXTS

from teikit.letter.language import UNKNOWN, LanguageGuess, detect_language, likely_languages
from teikit.letter.languages import LANGUAGES, USUAL_LANGUAGES

CASES = [(language, text) for language in LANGUAGES for text in TEXTS[language]]


def pieces(text: str, length: int) -> Iterator[str]:
    words = text.split()
    return (" ".join(words[start : start + length]) for start in range(len(words) - length + 1))


@pytest.mark.parametrize(("language", "text"), CASES)
def test_the_language_of_a_sentence_or_two_is_detected(language: str, text: str) -> None:
    guess = detect_language(text)
    assert language == guess.tag
    assert guess.confidence > 0.5
    assert language in likely_languages(text)


@pytest.mark.parametrize("text", OTHERS)
def test_a_language_that_is_not_known_is_not_given_the_name_of_another(text: str) -> None:
    assert LanguageGuess(UNKNOWN, 0.0) == detect_language(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_piece_of_twelve_words_is_of_its_language_or_unknown(language: str) -> None:
    tags = [detect_language(piece).tag for text in TEXTS[language] for piece in pieces(text, 12)]
    assert [tag for tag in tags if tag not in {language, UNKNOWN}] == []
    assert tags.count(language) * 2 >= len(tags)


def test_most_pieces_of_an_unknown_language_are_unknown() -> None:
    tags = [detect_language(piece).tag for text in OTHERS for piece in pieces(text, 12)]
    assert tags.count(UNKNOWN) * 20 >= len(tags) * 19


@pytest.mark.parametrize("text", ["", "1848", "Anna Schmid", "Received. Bell", "und", "—"])
def test_a_text_of_a_few_words_may_be_of_any_language(text: str) -> None:
    assert LanguageGuess(UNKNOWN, 0.0) == detect_language(text)


def test_where_no_language_has_enough_words_the_usual_ones_are_likely() -> None:
    assert likely_languages("1848") == USUAL_LANGUAGES
    assert {"da", "no"} < set(likely_languages("Kære Ole! Tak. Din Bodil"))


def test_languages_that_share_most_of_a_text_are_both_likely() -> None:
    text = "Jeg har det godt og takker for brevet, men jeg er så træt at jeg ikke kan skrive mer."
    assert {"da", "no"} <= set(likely_languages(text))


def test_a_language_is_less_certain_the_less_the_text_shows_it() -> None:
    whole = detect_language("We have had no rain for six weeks and the river is so low that the mill cannot work.")
    short = detect_language("rain for six weeks and the mill")
    assert "en" == whole.tag == short.tag
    assert 0.5 < short.confidence < whole.confidence <= 1


@given(st.text() | st.lists(st.sampled_from(["og", "och", "a", "de", "ł", "ø", "и", "ß", "x"])).map(" ".join))
def test_at_most_four_known_languages_are_likely_whatever_the_text(text: str) -> None:
    likely = likely_languages(text)
    assert 1 <= len(likely) <= 4
    assert set(likely) <= set(LANGUAGES)
    assert 0 <= detect_language(text).confidence <= 1
