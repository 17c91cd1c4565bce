"""Detects the language of a text by the function words that it uses most."""

import re
from collections import Counter

from teikit.letter.cues import language_words
from teikit.letter.languages import LANGUAGES

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
UNKNOWN = "und"


def _count_function_words(text: str) -> dict[str, int]:
    words = Counter(word.replace("’", "'") for word in _WORD.findall(text.lower()))
    return {language: sum(words[word] for word in language_words(language)["function_words"]) for language in LANGUAGES}


def detect_language(text: str) -> str:
    """Return the BCP 47 tag of a text's language, `und` where its words do not show it."""
    counts = _count_function_words(text)
    best = max(LANGUAGES, key=lambda language: counts[language])
    return best if counts[best] >= 2 else UNKNOWN


def likely_languages(text: str) -> tuple[str, ...]:
    """Return the languages whose cues a text may use: the likeliest and those close to it, none where it is unclear."""
    counts = _count_function_words(text)
    most = max(counts.values())
    return tuple(each for each in LANGUAGES if counts[each] * 10 >= most * 7) if most >= 4 else ()
