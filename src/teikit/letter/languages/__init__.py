"""The languages of letters: one folder each, named by the BCP 47 tag. A new folder is a new language.

A folder contains six TOML files:

- `words.toml`: `name` (in English), `letters` (all that the language writes beyond a to z), `function_words` (about 100
  that identify the language, older spellings too) and `months` (twelve rows of names). It is read for every language,
  so that it is small and has strings of words, which are read faster than lists. Short words that other languages
  use otherwise are no months: "des" is December for Norwegians, and is in their `dates.toml`.
- `cues.toml`: one list for each kind of cue in `cues.KINDS`. A cue is matched as whole words, in any case.
- `dates.toml`: the words of dates, described in `letter.dates.vocabulary`.
- `places.toml`: words that separate places from the rest of a dateline: `street_endings` (how street names end),
  `links` (words between a place and a date, or before a place), `leads` (the same, with a capital at the beginning of a
  dateline), `near` (within the name of a place, "Camp near Bath"), `addressed` (before an addressee's name, "To"),
  `beside` (words of letterheads and datelines that are no place), `alone` (words that alone are no place, such as
  seasons), `kinds` (words that only names of places have, such as "House"), `units` (words for ships and troops, which
  are no places), `events` (meetings and their minutes, which are none either) and `known` (names that the list of towns
  lacks, such as those of Latin letters). All but `links`, `leads` and `beside` are optional.
- `regests.toml`: how editors say in a note who wrote to whom: `letter` (what they call it), `by` and `to` (before the
  sender and the addressee, "" where the sender's name follows at once) and `writes` (between the two). Optional are
  `receives` (between an addressee and the words before a sender) and `articles` (before an office or a profession).
- `samples.toml`: words of made-up letters, read only by the fit of the recogniser (`bench/made_letters.py`) and by
  tests.

After a change to `words.toml` or `cues.toml` the recogniser's weights are fitted again (CONTRIBUTING.md).
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_FOLDER = files(__package__)
LANGUAGES = tuple(sorted(each.name for each in _FOLDER.iterdir() if (each / "cues.toml").is_file()))
# The languages that a letter is searched for where its words do not show its own.
USUAL_LANGUAGES = ("de", "en", "fr", "la")


@cache
def read_words(language: str, topic: str) -> dict[str, Any]:
    """Return one file of a language's folder; `topic` is its name without the suffix."""
    return tomllib.loads((_FOLDER / language / f"{topic}.toml").read_text(encoding="utf-8"))
