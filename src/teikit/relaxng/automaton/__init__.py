"""A grammar becomes an automaton that is built as documents ask for it."""

from teikit.relaxng.automaton.automaton import Automaton, Judges, Opening, Start, State
from teikit.relaxng.automaton.patterns import TooComplexError
from teikit.relaxng.automaton.table import Table

__all__ = ["Automaton", "Judges", "Opening", "Start", "State", "Table", "TooComplexError"]
