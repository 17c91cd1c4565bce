"""Makes the names of languages, src/teikit/exports/reading/languages/names.json, from the data of Babel.

    pip install babel==2.19.0
    python bench/make_language_names.py

The data are those of the Unicode CLDR (cldr.unicode.org), Unicode licence. Kept are names of languages, scripts,
countries and variants in the languages of the labels, and the codes of languages that stand for others (deu for de).
"""

import json
import sys
from pathlib import Path

from babel import Locale
from babel.core import get_global

from teikit.exports.reading.labels import LABEL_LANGUAGES

TARGET = Path(__file__).parents[1] / "src" / "teikit" / "exports" / "reading" / "languages" / "names.json"
# Codes that only bibliographies use, which CLDR does not have.
BIBLIOGRAPHIC = {
    "alb": "sq",
    "arm": "hy",
    "baq": "eu",
    "bur": "my",
    "chi": "zh",
    "cze": "cs",
    "dut": "nl",
    "fre": "fr",
    "geo": "ka",
    "ger": "de",
    "gre": "el",
    "ice": "is",
    "mac": "mk",
    "mao": "mi",
    "may": "ms",
    "per": "fa",
    "rum": "ro",
    "slo": "sk",
    "tib": "bo",
    "wel": "cy",
}


def names_in(language):
    """Return the names in a language, with hyphens in their tags."""
    locale = Locale(language)
    # Regions by number, such as 419, are names of continents.
    kinds = {
        "languages": locale.languages,
        "scripts": locale.scripts,
        "territories": locale.territories,
        "variants": locale.variants,
    }
    return {
        kind: {tag.replace("_", "-").lower(): name for tag, name in sorted(names.items()) if tag != "root"}
        for kind, names in kinds.items()
    }


def aliases():
    """Return the codes that stand for other codes, without those that change more than the language."""
    found = get_global("language_aliases").items()
    plain = {old: new for old, new in found if old.isalpha() and new.isalpha()}
    return dict(sorted({**plain, **BIBLIOGRAPHIC}.items()))


def main():
    """Make the names and write them, one per line."""
    made = {"aliases": aliases(), **{language: names_in(language) for language in LABEL_LANGUAGES}}
    text = json.dumps(made, ensure_ascii=False, indent=0, separators=(",", ":"))
    TARGET.write_text(f"{text}\n", encoding="utf-8")
    print(f"{len(text)} characters in {TARGET}", file=sys.stderr)


if __name__ == "__main__":
    main()
