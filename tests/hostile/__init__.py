"""Hostile and broken inputs over all verbs, each in a process of its own with limits of time and memory.

To add a case, add a `Case` to the table `CASES` of the module of its area (`xml_cases`, `schema_cases` ...):

    Case("xml/entity-chain", "validate a.xml", {"a.xml": chain_of_entities}, status=2, word="entities"),

- The command is what follows `teikit`, as in a shell. It runs in the folder `work`, where the files of the case are.
- Files are texts, bytes or functions that return either; names with folders make the folders. In texts, and in the
  command, `@SECRET@` is the path of a file outside of `work` that nothing may open, `@OUTSIDE@` its folder, `@URL@` the
  address of a listener on this machine that nothing may ask, `@HOST@` its host and port, `@WORK@` the folder itself.
- What is no plain file (links, pipes, rights, a cache) is made by a function `prepare`, which gets the `Place`.
- `status` is the exit status that is right, or a tuple of them; by default 0, 1 and 2 are.
- `word` must occur in what is printed, the words of `never` in nothing that is printed or written.
- `writes` are globs, relative to the folder above `work`, of what the run may write or change; all else stays.
- `not_yet` is the reason why a case fails at present: an expected failure, strictly.

By default one case in four runs, always the same; `HOSTILE=all pytest tests/hostile -n 2` runs all of them.

`judge.py` says what a hard failure is. Each case should take less than two seconds: make a limit smaller by
`--limit NAME=N` rather than the input larger. Cases that need more are marked by `slow=True`.
"""
