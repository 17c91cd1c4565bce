"""Applies the decisions of an editor to the claims of a header: what it states, what is certain, what it leaves out.

A value is a statement of the editor, like metadata; what is confirmed is certain; what is rejected is not stated, and
no claim that is less sure takes its place.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from teikit.decisions.model import ClaimDecision, Misfit, Verdict
from teikit.letter.claims import Basis, Claim, ClaimKind
from teikit.letter.dates import FoundDate
from teikit.letter.names import Phrase, PhraseKind
from teikit.tei.certainty import MEDIUM_BELOW
from teikit.tei.correspondents import CorrespDesc
from teikit.tei.metadata import LIST_KEYS, Metadata
from teikit.text import Field

_KEYS = {
    ClaimKind.SENDER: "sender",
    ClaimKind.RECIPIENT: "recipient",
    ClaimKind.COPY: "copied",
    ClaimKind.DATE: "date",
    ClaimKind.PLACE: "place",
    ClaimKind.LANGUAGE: "language",
    ClaimKind.TITLE: "title",
}
# Kinds of which a header states one claim: no other takes the place of one that is rejected, unless it is sure.
_SINGLE = {ClaimKind.PLACE, ClaimKind.DATE, ClaimKind.RECEIVED, ClaimKind.LANGUAGE, ClaimKind.TITLE}
_REJECTED = "rejected"
# Authority records of the values that a decision replaces.
_REFERENCES = ("sender_ref", "recipient_ref", "place_ref")


def decided_language(decisions: Iterable[ClaimDecision]) -> str:
    """Return the language that an editor states, "" where none does."""
    about = (one for one in decisions if one.kind is ClaimKind.LANGUAGE and one.verdict is Verdict.VALUE)
    return next((one.values[0] for one in about if one.values), "")


class ClaimDecisions:
    """The decisions on the claims of a letter, and those of them that it has no claim for."""

    def __init__(self, decisions: Sequence[ClaimDecision]) -> None:
        self.decisions = decisions
        self.used: set[int] = set()
        self.valued = {one.kind for one in decisions if one.verdict is Verdict.VALUE}

    def use_values(self, metadata: Metadata) -> Metadata:
        """Return metadata with the values that the editor states, and without what is rejected there."""
        changed: dict[str, Any] = {}
        for one in self.decisions:
            key = _KEYS.get(one.kind)
            if key is None or one.verdict is Verdict.CONFIRMED:
                continue
            is_list = key in LIST_KEYS
            given = changed.get(key, getattr(metadata, key))
            if one.verdict is Verdict.VALUE:
                changed[key] = one.values if is_list else "/".join(one.values)
            elif is_list:
                changed[key] = tuple(name for name in given if one.text and name != one.text)
            elif one.text in {"", given}:
                changed[key] = ""
            if f"{key}_ref" in _REFERENCES and changed.get(key, given) != getattr(metadata, key):
                changed[f"{key}_ref"] = () if is_list else ""
        return replace(metadata, **changed) if changed else metadata

    def decide(self, claim: Claim) -> Claim | None:
        """Return a claim as the editor decided it, None where it is rejected."""
        for index, one in reversed(list(enumerate(self.decisions))):
            if one.kind is not claim.kind or one.verdict is Verdict.VALUE or one.text not in {"", claim.text}:
                continue
            self.used.add(index)
            return _confirm(claim) if one.verdict is Verdict.CONFIRMED else None
        is_replaced = claim.kind in _SINGLE and any(map(self._rejects, self._about(claim.kind)))
        return claim if not is_replaced or claim.confidence >= MEDIUM_BELOW else None

    def _about(self, kind: ClaimKind) -> Iterator[ClaimDecision]:
        return (one for one in self.decisions if one.kind is kind)

    @staticmethod
    def _rejects(one: ClaimDecision) -> bool:
        return one.verdict is Verdict.REJECTED

    def without_rejected(self, fields: Iterable[Field]) -> tuple[Field, ...]:
        """Return the fields of a source, those whose value is rejected as ones that the header only keeps in words."""
        if not self.decisions:
            return tuple(fields)
        kinds = {key: kind for kind, key in _KEYS.items()}
        return tuple(
            replace(one, key=_REJECTED) if one.key in kinds and self._rejects_field(kinds[one.key], one.value) else one
            for one in fields
        )

    def _rejects_field(self, kind: ClaimKind, value: str) -> bool:
        values = {"", value, *(" ".join(each.split()) for each in value.split(";"))}
        return any(self._rejects(one) and one.text in values for one in self._about(kind))

    def received(self, claim: Claim | None) -> Claim | None:
        """Return the date of receipt that the editor states, else the claim."""
        for one in self.decisions:
            if one.kind is ClaimKind.RECEIVED and one.verdict is Verdict.VALUE and one.values:
                value = "/".join(one.values)
                first, _, last = value.partition("/")
                date = FoundDate(0, len(value), "" if last else first, begin=first if last else "", finish=last)
                return Claim(one.kind, Phrase(value, PhraseKind.DATE, date), Basis.EDITOR, 1.0)
        return claim

    def without_valued(self, found: CorrespDesc) -> CorrespDesc:
        """Return what a letter states without the parties and the date for which the editor gives other values."""
        if not self.valued:
            return found
        return replace(
            found,
            sender=() if ClaimKind.SENDER in self.valued else found.sender,
            recipient=() if ClaimKind.RECIPIENT in self.valued else found.recipient,
            date=None if ClaimKind.DATE in self.valued else found.date,
        )

    def misfits(self, stated: Iterable[Claim]) -> tuple[Misfit, ...]:
        """Return the decisions that confirm what the letter does not state now."""
        there = [(claim.kind, claim.text) for claim in stated]
        return tuple(
            Misfit(one, f"the letter has no such {one.kind} now")
            for index, one in enumerate(self.decisions)
            if one.verdict is Verdict.CONFIRMED and index not in self.used
            and not any(kind is one.kind and one.text in {"", text} for kind, text in there)
        )  # fmt: skip


def _confirm(claim: Claim) -> Claim:
    """Return a claim that an editor confirmed: certain, also a date that the program found doubtful."""
    date = claim.phrase.date
    phrase = replace(claim.phrase, date=replace(date, is_doubtful=False)) if date else claim.phrase
    return replace(claim, phrase=phrase, confidence=1.0, agreeing=(*claim.agreeing, Basis.EDITOR))
