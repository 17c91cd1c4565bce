"""The cases that fail at present, each with its reason."""

NOT_YET: dict[str, str] = {
    "kind/stdin-zero": "standard input is kept whole in memory, up to the limit of bytes",
    "xml/depth-9000-fix": "proposals of fixes for nested faults take long",
}
