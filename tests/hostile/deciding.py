"""A program that changes decisions, as the review does: `decide SOURCE[=LETTER]...` rejects what the header states."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from teikit.decisions.files import change_decisions
from teikit.decisions.model import ClaimDecision, Decisions, Verdict
from teikit.errors import TeikitError
from teikit.letter.claims import ClaimKind
from teikit.storage.remarks import take_remarks

NAME = "decide"


def decide(arguments: Sequence[str]) -> int:
    """Change the decisions on each letter, and return the exit status."""
    try:
        for argument in arguments:
            source, _, letter = argument.partition("=")
            change_decisions(Path(source), letter or source, _reject_all)
    except TeikitError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    finally:
        print(*take_remarks(), sep="\n", file=sys.stderr)
    return 0


def _reject_all(there: Decisions) -> Decisions:
    return replace(there, decisions=tuple(ClaimDecision(each, Verdict.REJECTED) for each in ClaimKind))
