"""Reads intitulations: lines above a letter with the name of its sender and titles, as in decrees and proclamations."""

import re
from collections.abc import Sequence
from itertools import pairwise

from teikit.letter.cues import find_cue
from teikit.letter.dates import find_date
from teikit.letter.names import is_name, strip_honorifics
from teikit.letter.places import PlaceEvidence, place_evidence
from teikit.letter.shapes import is_capitalised

# "Wir Friedrich, von Gottes Gnaden ...", "Nos Rudolphus Dei gratia ..."
_WE = re.compile(r"(?i:We|Wir|Nous|Nos|Noi|Nós|Wij|Vi|Мы)[,:]?\s+(?=[^\W\d_a-z])")
_BY_GRACE = re.compile(
    r"by (?:the )?grace of god|d(?:ei|ivina) gratia|von gottes gnaden|par la gr[âa]ce de dieu|por la gracia de dios"
    r"|per (?:la )?grazia di dio|pela gra[çc]a de deus|bij de gratie gods|(?:af|med) guds n[åa]de|z bo[żz]ej łaski"
    r"|божи(?:ю|ею|ей) милостью",
    re.IGNORECASE,
)
_EDGE_MARKS = " .,;:—–-"
_FEWEST_WORDS = 2


def intitulated_sender(lines: Sequence[str]) -> str:
    """Return the sender whom the first lines of a letter name with titles below the name, "" where they do not."""
    for line, below in pairwise([*lines, ""]):
        if (name := _gracious_name(line, below)) or (name := _titled_name(line, below)):
            return name
    return ""


def _gracious_name(line: str, below: str) -> str:
    """Return the name before "by the grace of God", on the same line or the one above."""
    grace = _BY_GRACE.search(line)
    if grace is None and _BY_GRACE.match(below) is None:
        return ""
    we = _WE.match(line)
    words = line[we.end() if we else 0 : grace.start() if grace else len(line)].strip(_EDGE_MARKS)
    name = words.partition(",")[0]
    return name if name and is_name(name.split()) else ""


def _titled_name(line: str, below: str) -> str:
    """Return a name of two words or more that is alone on its line, with an office below it."""
    words = line.strip(_EDGE_MARKS).split()
    is_titled = is_capitalised(below) and find_cue("office", below, at_start=True) is not None
    if not is_titled or find_date(below) is not None or len(words) < _FEWEST_WORDS or not is_name(words):
        return ""
    kinds = ("office", "organisation", "institution", "street", "addressee", "salute", "classification")
    is_other = any(find_cue(kind, line) for kind in kinds) or place_evidence(line, ()) is not PlaceEvidence.NONE
    return "" if is_other or find_cue("honorific", line, at_start=True) else strip_honorifics(line)
