"""Writes how sure a statement is, in words: "probable, conjecture, according to Ann Editor"."""

import re
from collections.abc import Iterator

from teikit.exports.reading.labels import Labels
from teikit.exports.record.record import Certainty

_PROBABILITY = re.compile(r"0?\.\d+|[01](?:\.\d+)?")


def certainty_in_words(certainty: Certainty, labels: Labels) -> str:
    """Return why and how much a statement is doubtful, in words; empty if it is not."""
    return ", ".join(_words(certainty, labels)) if certainty.is_doubtful else ""


def _words(certainty: Certainty, labels: Labels) -> Iterator[str]:
    if _PROBABILITY.fullmatch(certainty.cert):
        yield labels.fill("certainty.probability", value=certainty.cert)
    elif certainty.cert:
        yield labels.get(f"certainty.{certainty.cert}", certainty.cert)
    if certainty.evidence:
        yield labels.get(f"certainty.{certainty.evidence}", certainty.evidence)
    if certainty.responsible:
        yield labels.fill("certainty.according_to", names=", ".join(certainty.responsible))
