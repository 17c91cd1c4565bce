import re
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.letter.cues import (
    KINDS,
    active_languages,
    find_cue,
    find_cues,
    is_cue,
    language_cues,
    language_words,
    using_languages,
)
from teikit.letter.languages import LANGUAGES, USUAL_LANGUAGES, read_words

_WORDS = st.sampled_from(
    ["I", "remain,", "yours", "Yours", "truly", "(signed)", "/s/", "№", "sir", "Sir:", "your", "obedient", "servant",
     "“Dear", "je", "vous", "prie", "D’", "p.s.", "P.", "S.", "ваш", "ГОД", "и"]
)  # fmt: skip


def _slow(kind: str, text: str, *, at_start: bool = False) -> tuple[int, int] | None:
    """Try each cue at each place: the first place counts, and there the longest cue."""
    straight = text.translate(str.maketrans("’‘", "''")).lower()
    opening = len(straight) - len(straight.lstrip(" “”„«»‘’\"'([*_"))
    cues = sorted({cue for language in LANGUAGES for cue in language_cues(language)[kind]}, key=len, reverse=True)
    for begin in [0, opening] if at_start else range(len(straight)):
        for cue in cues:
            if straight.startswith(cue, begin) and _is_whole(straight, begin, begin + len(cue)):
                return begin, begin + len(cue)
    return None


def _is_whole(text: str, begin: int, end: int) -> bool:
    """Say whether no character of a word touches a stretch."""
    return not any(re.match(r"\w", char) for char in (text[max(0, begin - 1) : begin], text[end : end + 1]))


@pytest.mark.parametrize("kind", ["salute", "valediction", "signed"])
@given(text=st.lists(_WORDS, max_size=5).map(" ".join), at_start=st.booleans())
def test_a_cue_is_found_where_trying_each_of_them_finds_it(kind: str, text: str, at_start: bool) -> None:  # noqa: FBT001  drawn
    match = find_cue(kind, text, at_start=at_start)
    assert _slow(kind, text, at_start=at_start) == (match.span("cue") if match else None)


@given(text=st.lists(_WORDS, max_size=8).map(" ".join), at_start=st.booleans())
def test_cues_of_many_kinds_are_those_found_for_each_kind_by_itself(text: str, at_start: bool) -> None:  # noqa: FBT001  drawn
    each = ((kind, find_cue(kind, text, at_start=at_start)) for kind in KINDS)
    expected = [(kind, match.span(), match["cue"]) for kind, match in each if match]
    many = find_cues(KINDS, text, at_start=at_start)
    assert [(kind, match.span(), match["cue"]) for kind, match in many] == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_kind_of_cue_but_none_twice(language: str) -> None:
    cues = language_cues(language)
    assert [kind for kind in KINDS if not cues.get(kind)] == []
    assert [kind for kind in KINDS if len(cues[kind]) != len(set(cues[kind]))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_name_letters_months_and_function_words_none_twice(language: str) -> None:
    words = language_words(language)
    assert set(words) == {"name", "letters", "function_words", "months"}
    assert len(words["months"]) == 12
    assert [key for key in ("letters", "function_words") if len(words[key]) != len(set(words[key]))] == []
    assert words["letters"] == words["letters"].lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_write_its_function_words_and_has_about_a_hundred(language: str) -> None:
    words = language_words(language)
    letters = {*"abcdefghijklmnopqrstuvwxyz' -", *words["letters"]}
    assert [word for word in words["function_words"] if not letters.issuperset(word)] == []
    assert 80 <= len(words["function_words"]) <= 190


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_write_its_months_and_weekdays(language: str) -> None:
    words = language_words(language)
    letters = {*"abcdefghijklmnopqrstuvwxyz0123456789' .-", *words["letters"]}
    names = [*chain(*words["months"]), *chain(*read_words(language, "dates")["weekdays"])]
    assert [name for name in names if not letters.issuperset(name)] == []


@pytest.mark.parametrize("tag", ["de", "de-AT", "DE-at-1901"])
def test_a_tag_with_subtags_means_its_language(tag: str) -> None:
    with using_languages(tag):
        assert active_languages() == ("de",)


@pytest.mark.parametrize("tag", ["nb", "nn-NO", "no"])
def test_bokmal_and_nynorsk_are_norwegian(tag: str) -> None:
    with using_languages(tag):
        assert active_languages() == ("no",)


def test_an_unknown_language_is_searched_for_the_cues_of_the_usual_ones() -> None:
    with using_languages("und", "et"):
        assert active_languages() == USUAL_LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_cues_are_in_small_letters_and_begin_and_end_with_what_can_be_matched(language: str) -> None:
    cues = language_cues(language)
    odd = [cue for kind in KINDS for cue in cues[kind] if cue != cue.lower() or cue != " ".join(cue.split())]
    assert odd == []
    with using_languages(language):
        assert [cue for kind in KINDS for cue in cues[kind] if not is_cue(kind, cue)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_folder_of_every_language_is_whole(language: str) -> None:
    places, regests, samples = (read_words(language, topic) for topic in ("places", "regests", "samples"))
    lead = {"street_endings", "links", "leads", "near", "addressed"}
    assert set(places) <= {*lead, "beside", "alone", "kinds", "units", "events", "known"}
    assert {"letter", "by", "to", "writes"} <= set(regests) <= {"letter", "by", "to", "writes", "receives", "articles"}
    assert set(samples) == set(read_words("en", "samples"))
    assert [key for key, words in (regests | samples).items() if words in ([], "")] == []


@pytest.mark.parametrize(("text", "kind"), [("am.º", "kin"), ("Ex.ª", "you"), ("obrig.do", "kin"), ("ven.or", "kin")])
def test_a_raised_end_of_an_abbreviation_is_read_as_a_letter(text: str, kind: str) -> None:
    with using_languages("pt"):
        assert is_cue(kind, text)
