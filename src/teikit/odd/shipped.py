"""The ODDs that ship with teikit: those of tei_all and of the TEI Consortium's exemplars, as facts without prose."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).with_name("customisations")
_NAMES = (
    "tei_all",
    "tei_bare",
    "tei_corpus",
    "tei_drama",
    "tei_lite",
    "tei_minimal",
    "tei_ms",
    "tei_simplePrint",
    "tei_speech",
)
SHIPPED_ODDS: Mapping[str, Path] = MappingProxyType({name: FOLDER / f"{name}.odd" for name in _NAMES})


def shipped_odd(name: str) -> Path:
    """Return the file of an ODD that ships; raise KeyError if there is none of the name."""
    return SHIPPED_ODDS[name]
