"""A letter's parts and claims to what `--explain` shows: tables for people, JSON (version 1) for machines."""

from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text

from teikit.cli.doubts import shorten
from teikit.letter import Letter, Part
from teikit.letter.claims import Claim
from teikit.letter.evidence import describe_evidence
from teikit.messages import escape_control
from teikit.operations.encode import Encoded
from teikit.operations.review import value_of_claim
from teikit.overview.table import TextLayout, render
from teikit.report.json import to_json_text
from teikit.tei.certainty import certainty_of, is_stated

VERSION = 1
_MAX_PIECES = 3
_SURE = 0.9
_DOUBTFUL = 0.6


def _part_json(part: Part) -> dict[str, object]:
    first = part.unit.lines[0]
    return {
        "line": first.number,
        "column": first.column,
        "end_line": part.unit.lines[-1].number,
        "label": part.label,
        "phase": part.phase,
        "confidence": round(part.confidence, 4),
        "text": part.unit.text,
        "evidence": [
            {"cue": one.cue, "message": describe_evidence(one), "matched": one.matched, "line": one.line,
             "column": one.column, "weight": round(one.weight, 2)}
            for one in part.evidence
        ],
    }  # fmt: skip


def _claim_json(claim: Claim) -> dict[str, object]:
    return {
        "kind": claim.kind,
        "text": claim.text,
        "value": value_of_claim(claim),
        "basis": claim.basis,
        "agreeing": list(claim.agreeing),
        "confidence": round(claim.confidence, 4),
        "cert": certainty_of(claim.confidence),
        "stated": is_stated(claim),
        "line": claim.line or None,
        "column": claim.column or None,
    }


def as_json(encoded: Encoded, file: str) -> str:
    """Return the explanation as JSON: lines and columns from 1, confidence from 0 to 1, weights in nats."""
    letter = encoded.letter
    report = {
        "version": VERSION,
        "file": file,
        "language": letter.language,
        "parts": [_part_json(part) for part in letter.parts],
        "claims": [_claim_json(claim) for claim in encoded.claims],
    }
    return to_json_text(report)


def as_tables(encoded: Encoded, file: str, layout: TextLayout) -> str:
    """Return the explanation as tables of parts and of claims; text of the letter is never read as rich's markup."""
    tables = [_table_of_parts(encoded.letter, file)]
    if encoded.claims:
        tables.append(_table_of_claims(encoded.claims))
    for each in tables:
        each.box = box.ASCII2 if layout.block.isascii() else box.HEAVY_HEAD
    return "".join(render(each, layout) for each in tables)


def _table_of_parts(letter: Letter, file: str) -> Table:
    table = _make_table(escape_control(f"{file}, language {letter.language}"), "label")
    for part in letter.parts:
        reasons = [one for one in part.evidence if one.weight > 0][:_MAX_PIECES]
        because = "; ".join(f"{describe_evidence(one)} ({one.line}:{one.column})" for one in reasons)
        line, text, because = str(part.unit.lines[0].number), shorten(part.unit.text), escape_control(because)
        table.add_row(Text(line), Text(part.label), _format_confidence(part.confidence), Text(text), Text(because))
    return table


def _table_of_claims(claims: Iterable[Claim]) -> Table:
    table = _make_table("the header", "claim")
    for claim in claims:
        line, text, because = str(claim.line or ""), shorten(claim.text), escape_control(_describe_basis(claim))
        table.add_row(Text(line), Text(claim.kind), _format_confidence(claim.confidence), Text(text), Text(because))
    return table


def _describe_basis(claim: Claim) -> str:
    """Return in words what a claim is based on, and whether the header leaves it out."""
    bases = " and ".join(dict.fromkeys([claim.basis, *claim.agreeing]))
    return bases if is_stated(claim) else f"{bases}; left out"


def _make_table(title: str, what: str) -> Table:
    table = Table(title=Text(title), title_justify="left", pad_edge=False)
    for name in ("line", what, "sure", "text", "because"):
        table.add_column(name, justify="right" if name in {"line", "sure"} else "left", overflow="fold")
    return table


def _format_confidence(confidence: float) -> Text:
    colour = "green" if confidence >= _SURE else "yellow" if confidence >= _DOUBTFUL else "red"
    return Text(f"{confidence:.0%}", colour)
