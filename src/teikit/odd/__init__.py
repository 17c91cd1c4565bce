"""Compiles ODDs, TEI's customisations, to RELAX NG and Schematron."""
