"""Reads the compact syntax of RELAX NG (annex C) to the same tree as the XML syntax."""
