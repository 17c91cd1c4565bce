"""Selects specifications, applies the changes to them, and resolves which attributes elements have."""
