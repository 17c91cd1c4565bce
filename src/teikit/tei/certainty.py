"""How sure a claim of the header must be to be stated, and what TEI calls each degree of certainty."""

from enum import StrEnum

from teikit.letter.claims import Claim

# Below the first a claim is left out of the header, below the second it is stated with @cert="low".
LEFT_OUT_BELOW = 0.3
LOW_BELOW = 0.6
MEDIUM_BELOW = 0.9


class Certainty(StrEnum):
    """A degree of certainty (TEI: teidata.certainty)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def certainty_of(confidence: float) -> Certainty:
    """Return the degree of certainty of a confidence from 0 to 1."""
    if confidence < LOW_BELOW:
        return Certainty.LOW
    return Certainty.MEDIUM if confidence < MEDIUM_BELOW else Certainty.HIGH


def is_stated(claim: Claim) -> bool:
    """Return whether a claim is sure enough to be stated in the header."""
    return claim.confidence >= LEFT_OUT_BELOW


def cert_attribute(claim: Claim) -> str:
    """Return the value of @cert that a claim has in every header: "low", or "" where it is surer."""
    certainty = certainty_of(claim.confidence)
    return certainty if certainty is Certainty.LOW else ""
