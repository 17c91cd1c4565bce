"""Detects the language of a text by its function words and by the letters that few languages have.

Each function word is evidence for all languages that have it, and so is each word with letters beyond a to z. What
several languages share decides nothing between them. A language that teikit does not know is one of the candidates:
one word in eight of it is a function word of another language by chance.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, reduce
from math import exp
from operator import and_

from teikit.letter.cues import language_words
from teikit.letter.languages import LANGUAGES, USUAL_LANGUAGES

UNKNOWN = "und"
# A word, or an elided one with its apostrophe: "l'" and "ami".
_WORD = re.compile(r"[^\W\d_]+(?:'(?=[^\W\d_]))?")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz'")
# In prose of a known language at least one word in eight is one of its function words; half are usual.
_WORDS_FOR_ONE = 8
_FEWEST_WORDS = 2
# How many nats a word is worth, and how sure a guess must be; measured on pieces of 10 to 30 words of 2,282 letters.
_NATS, _LEAST_CONFIDENCE = 2.0, 0.5
_LARGEST_EXPONENT = 50
_FEWEST_CLEAR_WORDS, _MOST_LIKELY = 4, 4


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """A BCP 47 tag and the probability that it is right; 0 for `und`."""

    tag: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What speaks for each language, in the order of LANGUAGES; sets of languages are bits in this order.

    `function_words` and `spelled` (words whose letters the language has) count words; `foreign` is the number of words
    with letters of no language; `words` is the number of all.
    """

    words: int
    function_words: list[int]
    spelled: list[int]
    foreign: int

    @property
    def scores(self) -> list[int]:
        return [sum(pair) for pair in zip(self.function_words, self.spelled, strict=True)]


def _split_words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


@cache
def _languages_by_word() -> dict[str, int]:
    """Return the function words of all languages, elided ones apart, with the set of their languages."""
    found: dict[str, int] = {}
    for index, language in enumerate(LANGUAGES):
        for word in _split_words(" ".join(language_words(language)["function_words"])):
            found[word] = found.get(word, 0) | 1 << index
    return found


@cache
def _languages_by_letter() -> dict[str, int]:
    """Return the letters beyond a to z with the set of the languages that write them."""
    found: dict[str, int] = {}
    for index, language in enumerate(LANGUAGES):
        for letter in language_words(language)["letters"]:
            found[letter] = found.get(letter, 0) | 1 << index
    return found


def _languages_with_letters(word: str) -> int:
    """Return the set of the languages that write all letters of a word."""
    by_letter = _languages_by_letter()
    return reduce(and_, (by_letter.get(letter, 0) for letter in word if letter not in _PLAIN))


@cache
def _indices(languages: int) -> tuple[int, ...]:
    """Return the indices of the languages of a set."""
    return tuple(index for index in range(len(LANGUAGES)) if languages >> index & 1)


def _count_by_language(counts: Counter[int]) -> list[int]:
    found = [0] * len(LANGUAGES)
    for languages, count in counts.items():
        for index in _indices(languages):
            found[index] += count
    return found


def _weigh(text: str) -> _Evidence:
    """Count what speaks for each language."""
    by_word = _languages_by_word()
    words = Counter(_split_words(text))
    function_words: Counter[int] = Counter()
    spelled: Counter[int] = Counter()
    for word, count in words.items():
        if found := by_word.get(word) or by_word.get(word.rstrip("'")):
            function_words[found] += count
        if not word.isascii():
            spelled[_languages_with_letters(word)] += count
    return _Evidence(words.total(), _count_by_language(function_words), _count_by_language(spelled), spelled[0])


def detect_language(text: str) -> LanguageGuess:
    """Return the language of a text, `und` where its words do not show it."""
    seen = _weigh(text)
    scores = seen.scores
    best = max(range(len(LANGUAGES)), key=scores.__getitem__)
    if seen.function_words[best] < max(_FEWEST_WORDS, seen.words / _WORDS_FOR_ONE):
        return LanguageGuess(UNKNOWN, 0.0)
    unknown = 1 + seen.words / _WORDS_FOR_ONE + seen.foreign
    behind = (_NATS * (score - scores[best]) for score in (*scores, unknown))
    confidence = 1 / sum(exp(min(_LARGEST_EXPONENT, each)) for each in behind)
    return (
        LanguageGuess(LANGUAGES[best], confidence) if confidence >= _LEAST_CONFIDENCE else LanguageGuess(UNKNOWN, 0.0)
    )


def likely_languages(text: str) -> tuple[str, ...]:
    """Return the languages whose cues a text may use: the likeliest and those close to it, at most four.

    Where no language has enough words, the usual languages of letters complete the four.
    """
    scores = _weigh(text).scores
    most = max(scores)
    order = sorted(range(len(LANGUAGES)), key=lambda index: (-scores[index], LANGUAGES[index] not in USUAL_LANGUAGES))
    found = [LANGUAGES[index] for index in order if scores[index] * 10 >= most * 7 and scores[index]]
    if most < _FEWEST_CLEAR_WORDS:
        found += [language for language in USUAL_LANGUAGES if language not in found]
    return tuple(sorted(found[:_MOST_LIKELY]))
