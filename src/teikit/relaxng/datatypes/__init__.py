"""Datatypes: which strings are a date, a name or a number, and when two of them are the same (XML Schema part 2)."""

from teikit.relaxng.datatypes.interface import INVALID, Context, Datatype, IdKind, IncorrectParam, UnknownDatatype
from teikit.relaxng.datatypes.library import datatype

__all__ = ["INVALID", "Context", "Datatype", "IdKind", "IncorrectParam", "UnknownDatatype", "datatype"]
