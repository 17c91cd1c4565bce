"""Writes the constraints of specifications as Schematron, alone or in a grammar."""
