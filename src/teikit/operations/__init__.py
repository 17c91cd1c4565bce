"""The verbs, for one document and for many: what the command line and `teikit.api` both call; no click, no printing."""
