"""The rules of items for DSpace."""

from teikit.diagnostics import Rule, Severity


def _rule(name: str, summary: str, why: str) -> Rule:
    return Rule(f"dspace/{name}", Severity.ERROR, summary, why, "", "", "DSpace, Simple Archive Format", "bag")


RULES: tuple[Rule, ...] = (
    _rule(
        "checksums-incorrect",
        "The file checksum.sha256 that teikit puts into items holds a digest, two blanks and a name on each line.",
        "A line that cannot be read leaves a file unchecked.",
    ),
    _rule(
        "contents-incorrect",
        "Each item has a file 'contents' with the name of a file and what DSpace knows of it on each line, each once.",
        "DSpace takes in the files that it lists; an import stops at an item without it.",
    ),
    _rule(
        "description-incorrect",
        "Each item has a well-formed dublin_core.xml: 'dcvalue' elements with the attribute 'element', and a title.",
        "An import stops at an item without it, and an item without a title cannot be found.",
    ),
    _rule(
        "digest-differs",
        "Each file has the digest that it is listed with, where there are digests.",
        "A file of another digest was damaged or changed after the item was made.",
    ),
    _rule(
        "file-missing",
        "Each file that 'contents' lists is there.",
        "Something was lost on the way; an import stops at the item.",
    ),
    _rule(
        "file-not-listed",
        "Each file is in an item, and 'contents' lists it.",
        "DSpace passes over what is not listed, so that it is lost.",
    ),
    _rule(
        "name-unsafe",
        "The files of an item are in its folder.",
        "A path with '..' or from the root makes careless programs read files elsewhere.",
    ),
)
