"""The version of teikit, in the one place that the build, the program and the TEI it writes read it from."""

__version__ = "0.1.0"
