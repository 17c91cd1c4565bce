"""Errors of XPath expressions, whatever raised them, as one exception with a reason in words."""

import re

from teikit.relaxng.datatypes.bounded_regex import CostlyRegexError
from teikit.schematron.xpath.functions import RefusedError
from teikit.schematron.xpath.spending import TooMuchError

# A message of elementpath: the position in the expression, the code, and the reason.
_ERROR = re.compile(r"^.*?\[(?:err:)?(\w+)\]\s*(.*)$", re.DOTALL)


class ExpressionError(Exception):
    """An expression is wrong, or fails at a node; the message says why."""


class ErrorTranslator:
    """A context manager that converts exceptions of elementpath to ExpressionError."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        match error:
            case None | ExpressionError():
                return
            case RefusedError():
                raise ExpressionError(f"calls {error.name}(), {error.reason}") from None
            case TooMuchError() | CostlyRegexError():
                raise ExpressionError(f"is given up: it {error}") from None
            case RecursionError():
                raise ExpressionError("is given up: it calls itself without end, or is nested too deeply") from None
            case Exception():
                # elementpath lets through what Python's numbers, dates and texts, and lxml raise.
                raise ExpressionError(_sentence(error)) from None


def _sentence(error: Exception) -> str:
    found = _ERROR.match(str(error))
    words = f"{found[2]} ({found[1]})" if found else str(error) or type(error).__name__
    return " ".join(words.split())[:300]
