"""A list of the world's towns, as a Bloom filter: whether a name is that of a town.

The names come from GeoNames (geonames.org, CC BY 4.0); `bench/make_gazetteer.py` makes the filter. A name that is not
in the list is never reported as one of a town but for about 1 in 250. The list is evidence for a place, and no proof:
"Hooker" is a town, too.
"""

import unicodedata
from functools import cache
from importlib.resources import files

FILTER_BYTES, HASHES = 287_500, 8
# Prime numbers, so that names spread evenly; the second is the distance between the bits of a name.
_FIRST_PRIME, _SECOND_PRIME = 1_099_511_627_791, 1_125_899_906_842_597
_SHORTEST_NAME = 3
_FILE = files(__package__) / "gazetteer.bin"


def fold_place(name: str) -> str:
    """Return a name without case, accents, spaces and marks: "Zürich" and "ZURICH" are one."""
    return "".join(char for char in unicodedata.normalize("NFKD", name.casefold()) if char.isalnum())


def name_bits(folded: str) -> list[int]:
    """Return the positions of a folded name's bits in the filter, from 0."""
    number = int.from_bytes(folded.encode(), "big")
    start, step = number % _FIRST_PRIME, number % _SECOND_PRIME
    return [(start + turn * step) % (FILTER_BYTES * 8) for turn in range(HASHES)]


@cache
def _read_filter() -> bytes:
    return _FILE.read_bytes()


def is_listed(name: str) -> bool:
    """Return whether a name is in the list of towns."""
    folded = fold_place(name)
    if len(folded) < _SHORTEST_NAME:
        return False
    bits = _read_filter()
    return all(bits[bit >> 3] >> (bit & 7) & 1 for bit in name_bits(folded))
