"""XInclude 1.0: a document and all that it includes, merged into one text that knows where each part comes from."""
