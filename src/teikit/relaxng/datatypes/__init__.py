"""Datatypes: which strings are a date, a name or a number, and when two of them are the same (XML Schema part 2)."""
