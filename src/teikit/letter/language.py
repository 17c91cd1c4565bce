"""Words to a language: which language's function words a text uses most."""

import re
from collections import Counter

from teikit.letter.cues import LANGUAGES, language_cues

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
UNKNOWN = "und"


def language_of(text: str) -> str:
    """Return the BCP 47 tag of a text's language, `und` where its words do not tell."""
    words = Counter(word.replace("’", "'") for word in _WORD.findall(text.lower()))
    counts = {
        language: sum(words[stopword] for stopword in language_cues(language)["stopwords"]) for language in LANGUAGES
    }
    best = max(LANGUAGES, key=lambda language: counts[language])
    return best if counts[best] >= 2 else UNKNOWN
