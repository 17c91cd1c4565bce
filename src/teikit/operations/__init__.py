"""Encode, validate, fix, export, verify and summarize: one document or many, without click and without printing."""
