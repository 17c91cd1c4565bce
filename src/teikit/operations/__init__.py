"""The verbs, for one document and for many; no click, no printing."""
