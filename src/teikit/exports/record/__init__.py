"""Reads a letter's TEI header into one frozen record: people, places, dates, rights, sources."""
