"""Tests of the names of elements in expressions."""

from typing import Any

# elementpath's token, which is not typed.
Token = Any

# The symbols of tests; `*` is also that of a multiplication, which has operands.
NAMES = frozenset({"(name)", ":", "*"})


def name_alternatives(token: Token) -> list[Token] | None:
    """Return the tests of a union of names in parentheses, as in `//(a | b)`; None where there is no such thing."""
    if token.symbol != "(" or len(token) != 1 or token[0].symbol not in {"|", "union"}:
        return None
    found, waiting = [], [token[0]]
    while waiting:
        each = waiting.pop()
        if each.symbol in {"|", "union"}:
            waiting += [each[1], each[0]]
        elif each.symbol in NAMES and not (each.symbol == "*" and len(each)):
            found.append(each)
        else:
            return None
    return found
