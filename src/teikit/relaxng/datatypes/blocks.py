"""The blocks of Unicode that a regular expression may name."""

from functools import cache
from pathlib import Path

from teikit.relaxng.datatypes.names import Ranges


@cache
def blocks() -> dict[str, Ranges]:
    """Return the ranges of each block, ends inclusive, by its name without spaces."""
    found: dict[str, Ranges] = {}
    for line in Path(__file__).with_name("blocks.txt").read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            first, last, name = line.split(" ")
            found[name] = (*found.get(name, ()), (int(first, 16), int(last, 16)))
    return found
