"""The words of pages and books that are not the letter's: in English, German and French, from `languages/`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from teikit.exports.reading.elements import language_tag

LABEL_LANGUAGES = ("en", "de", "fr")


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a language by their names, such as 'notes' or 'date.between'; `language` is its BCP 47 tag."""

    language: str
    words: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """Return the words of a name."""
        return self.words[name]

    def fill(self, name: str, **values: object) -> str:
        """Return the words of a name with values for the fields in braces."""
        return self.words[name].format(**values)

    def get(self, name: str, default: str) -> str:
        """Return the words of a name, or the default if there are none for it."""
        return self.words.get(name, default)


@cache
def labels_in(language: str) -> Labels:
    """Return the labels in one of the LABEL_LANGUAGES."""
    file = resources.files("teikit.exports.reading").joinpath("languages", f"{language}.json")
    return Labels(language, json.loads(file.read_text(encoding="utf-8")))


def label_language(tags: Iterable[str]) -> str:
    """Return the first language of some tags, most important first, that there are labels in; English if in none."""
    primary = (language_tag(tag).partition("-")[0].lower() for tag in tags)
    return next((one for one in primary if one in LABEL_LANGUAGES), "en")


def labels_for(edition_language: str, languages: Iterable[str]) -> Labels:
    """Return the labels for a text: in the language of the edition if it is stated, else in that of the text."""
    known = label_language([edition_language, *list(languages)[:1]])
    return labels_in(known)
