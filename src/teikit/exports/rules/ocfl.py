"""The rules of OCFL objects."""

from teikit.diagnostics import Rule, Severity


def _rule(name: str, summary: str, why: str, clause: str) -> Rule:
    return Rule(f"ocfl/{name}", Severity.ERROR, summary, why, "", "", f"OCFL 1.1, clause {clause}", "bag")


RULES: tuple[Rule, ...] = (
    _rule(
        "declaration-incorrect",
        "The file that declares the version of OCFL holds what its name says, and the end of the line.",
        "Programs compare the two to tell an object from a file that happens to have the name.",
        "3.2",
    ),
    _rule(
        "declaration-missing",
        "An object has a file that declares the version of OCFL.",
        "Without it programs pass the object over when they look for objects.",
        "3.2",
    ),
    _rule(
        "digest-differs",
        "The inventory and each listed file have the digests that are told of them.",
        "A file of another digest was damaged or changed after the object was made.",
        "3.5",
    ),
    _rule(
        "file-missing",
        "Each file of the manifest is there.",
        "Something was lost, and versions that need it cannot be had any more.",
        "3.5.2",
    ),
    _rule(
        "file-not-listed",
        "An object holds regular files only: its declaration, its inventories, and content that the manifest lists.",
        "What is not listed belongs to no version and may be damaged without anybody noticing.",
        "3.1, 3.3 and 3.5.2",
    ),
    _rule(
        "inventory-incorrect",
        "An object has an inventory with a manifest, a head and its versions, all of whose files the manifest lists.",
        "The inventory is what says which file is which; without it there are only bytes.",
        "3.5",
    ),
)
