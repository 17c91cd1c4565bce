"""Reads ODDs and what they are based on: files, XIncludes, specGrps, specifications, sources."""
