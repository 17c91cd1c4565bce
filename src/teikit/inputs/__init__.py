"""Names that users give to the files of a run: files, folders, globs, lists of names and what .gitignore excludes."""
