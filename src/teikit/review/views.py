"""A letter under review to the JSON that the page shows; lines and columns count from 1, in code points."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from teikit.decisions.model import ClaimDecision, LocatedDecisions, NameKind, Verdict
from teikit.diagnostics import Diagnostic
from teikit.letter.claims import Basis, Claim, ClaimKind
from teikit.letter.evidence import describe_evidence
from teikit.letter.model import Part
from teikit.letter.names import PhraseKind
from teikit.operations.review import value_of_claim
from teikit.operations.review_changes import ChangedPart
from teikit.operations.review_places import Piece, PlaceError, Places, overlaps
from teikit.operations.reviewing import ReviewedLetter
from teikit.review.facsimiles import facsimiles_of
from teikit.tei.certainty import is_stated
from teikit.text import Line

View = dict[str, Any]
_DECIDED = "an editor's decision"
_NAMES = {
    PhraseKind.PERSON: NameKind.PERSON,
    PhraseKind.PLACE: NameKind.PLACE,
    PhraseKind.ORGANISATION: NameKind.ORGANISATION,
    PhraseKind.DATE: NameKind.DATE,
}
# What is said of a letter as a whole is no name in it.
_NO_NAMES = (ClaimKind.TITLE, ClaimKind.LANGUAGE)


def letter_view(letter: ReviewedLetter, letter_id: str) -> View:
    """Return the view of a letter, without what depends on the list of letters."""
    places, located = letter.places, letter.located
    encoded = letter.encoded
    return {
        "name": letter.name,
        "version": letter.version,
        "language": encoded.letter.language,
        "failure": "",
        "lines": [{"number": line.number, "text": _padded(line)} for line in letter.lines],
        "parts": [_part(places, located, index, part) for index, part in enumerate(encoded.letter.parts)],
        "claims": list(_claims(encoded.claims, located.claims)),
        "names": list(_names(letter, places, located)),
        "tei": encoded.tei.decode(),
        "warnings": [*letter.stored.remarks, *encoded.warnings],
        "misfits": list(_misfits(letter)),
        "facsimiles": facsimiles_of(letter, letter_id),
    }


def failure_view(name: str, failure: str) -> View:
    """Return the view of a letter that cannot be encoded."""
    empty: View = {key: [] for key in ("lines", "parts", "claims", "names", "warnings", "misfits", "facsimiles")}
    return {"name": name, "version": "", "language": "und", "failure": failure, "tei": "", **empty}


def problems_view(problems: Sequence[Diagnostic]) -> list[View]:
    """Return what is wrong with the TEI of a letter, by its lines and columns."""
    return [_problem(each) for each in problems]


def changes_view(changes: Iterable[ChangedPart]) -> list[View]:
    """Return parts that have another label than before."""
    return [
        {"line": each.line, "column": each.column, "text": each.text, "from": each.before, "to": each.after}
        for each in changes
    ]


def _padded(line: Line) -> str:
    """Return the text of a line with blanks for the white space before it, so that columns count from its edge."""
    return " " * (line.column - 1) + line.text


def _part(places: Places, located: LocatedDecisions, index: int, part: Part) -> View:
    pieces = places.pieces(index)
    return {
        "index": index,
        "label": part.label,
        "phase": part.phase,
        "confidence": round(part.confidence, 4),
        "join_confidence": round(part.unit.join_confidence, 4),
        "decided": any(overlaps(piece, [stretch for stretch, _ in located.parts.labels]) for piece in pieces),
        "text": part.unit.text,
        "pieces": [piece._asdict() for piece in pieces],
        "evidence": [describe_evidence(one) for one in part.evidence if one.weight > 0],
    }


def _claims(claims: Sequence[Claim], decided: Sequence[ClaimDecision]) -> Iterator[View]:
    """Yield the claims of the header: values that one decision gives as one, and those that are rejected at the end."""
    shown: list[ClaimDecision] = []
    for claim in claims:
        decision = next((each for each in decided if _gives(each, claim)), None)
        if decision is None:
            yield _claim(claim, decided)
        elif decision not in shown:
            shown.append(decision)
            given = {"text": decision.text, "values": list(decision.values), "evidence": [_DECIDED]}
            yield {**_claim(claim, decided), **given, "verdict": decision.verdict}
    for decision in decided:
        if decision.verdict is not Verdict.CONFIRMED and decision not in shown:
            yield _claim_of_decision(decision)


def _gives(decision: ClaimDecision, claim: Claim) -> bool:
    is_given = {claim.text, value_of_claim(claim)} & set(decision.values)
    return decision.verdict is Verdict.VALUE and decision.kind is claim.kind and bool(is_given)


def _claim(claim: Claim, decided: Sequence[ClaimDecision]) -> View:
    return {
        "kind": claim.kind,
        "text": claim.text,
        "values": [value_of_claim(claim)],
        "confidence": round(claim.confidence, 4),
        "stated": is_stated(claim),
        "basis": claim.basis,
        "line": claim.line,
        "column": claim.column,
        "verdict": _verdict(claim, decided),
        "evidence": list(_evidence_of_claim(claim)),
    }


def _claim_of_decision(decision: ClaimDecision) -> View:
    """Return a decision that no claim shows: the header does not state what is rejected."""
    values = list(decision.values) or ([decision.text] if decision.text else [])
    text = {"kind": decision.kind, "text": decision.text, "values": values, "verdict": decision.verdict}
    nowhere = {"confidence": 0.0, "stated": False, "basis": "", "line": 0, "column": 0}
    return {**text, **nowhere, "evidence": [_DECIDED]}


def _verdict(claim: Claim, decided: Sequence[ClaimDecision]) -> str:
    if claim.basis is Basis.EDITOR:
        return Verdict.VALUE
    about = [each for each in decided if each.kind is claim.kind and each.text in {"", claim.text}]
    return about[-1].verdict if about else ""


def _evidence_of_claim(claim: Claim) -> Iterator[str]:
    yield f"from the {claim.basis}"
    if claim.agreeing:
        yield f"the {' and the '.join(dict.fromkeys(claim.agreeing))} agrees"
    if claim.has_title:
        yield "a title is before it"
    if claim.is_odd_shape:
        yield "not of the usual shape"
    if claim.is_later:
        yield "another one is above it"


def _names(letter: ReviewedLetter, places: Places, located: LocatedDecisions) -> Iterator[View]:
    """Yield names and dates: those that are decided, and those that claims of the header were found by."""
    for name in located.names:
        piece = Piece(name.stretch.start.line, name.stretch.start.column, 0)
        piece = piece._replace(length=name.stretch.end.column - piece.column)
        decision = name.decision
        if not decision.is_rejected:
            yield _name(decision.kind, piece, places.text(piece), when=decision.when, ref=decision.ref, decided=True)
    taken = [name.stretch for name in located.names]
    for claim in letter.encoded.claims:
        piece = Piece(claim.line, claim.column, len(claim.text))
        kind = _NAMES.get(claim.phrase.kind) if claim.kind not in _NO_NAMES and claim.line else None
        if kind and not overlaps(piece, taken) and _is_there(places, piece, claim.text):
            when = value_of_claim(claim) if claim.phrase.date else ""
            yield _name(kind, piece, claim.text, when=when, ref="", decided=False)


def _is_there(places: Places, piece: Piece, text: str) -> bool:
    try:
        return places.text(piece) == text
    except PlaceError:
        return False


def _name(kind: NameKind, piece: Piece, text: str, **more: object) -> View:
    return {"kind": kind, **piece._asdict(), "text": text, **more}


def _misfits(letter: ReviewedLetter) -> Iterator[View]:
    for misfit in letter.encoded.misfits:
        where = getattr(misfit.decision, "anchor", None)
        text = where.text if where else getattr(misfit.decision, "text", "")
        line, column = (where.line, where.column) if where else (0, 0)
        yield {"line": line, "column": column, "text": text, "reason": misfit.reason}


def _problem(problem: Diagnostic) -> View:
    start = problem.span.start if problem.span else None
    return {
        "line": start.line if start else 0,
        "column": start.column if start else 0,
        "severity": problem.severity,
        "rule": problem.rule,
        "message": problem.message,
    }
