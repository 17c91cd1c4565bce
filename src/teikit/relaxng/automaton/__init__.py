"""Compiles a grammar to an automaton that is built lazily while documents are validated."""

from teikit.relaxng.automaton.automaton import AttributeState, Automaton, StartTagTransition, State, ValueMatchers
from teikit.relaxng.automaton.patterns import TooComplexError
from teikit.relaxng.automaton.table import GrammarTable

__all__ = [
    "AttributeState",
    "Automaton",
    "GrammarTable",
    "StartTagTransition",
    "State",
    "TooComplexError",
    "ValueMatchers",
]
