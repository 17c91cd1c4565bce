"""Writes TEI for reading: text, HTML, Markdown, EPUB and PDF, and as canonical XML."""
