"""A grammar becomes an automaton that is built as documents ask for it."""

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
