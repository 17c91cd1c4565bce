"""Fits what a project does in its letters to a model of its own: learnt from reviewed letters and from TEI letters."""
