"""The rules of transfers for Archivematica."""

from teikit.diagnostics import Rule, Severity


def _rule(name: str, summary: str, why: str) -> Rule:
    source = "Archivematica, transfers with checksums and metadata"
    return Rule(f"archivematica/{name}", Severity.ERROR, summary, why, "", "", source, "bag")


RULES: tuple[Rule, ...] = (
    _rule(
        "checksums-incorrect",
        "A file of digests holds a digest, two blanks and a path on each line, each path once.",
        "Archivematica counts the lines and checks each of them: a transfer with another one fails.",
    ),
    _rule(
        "digest-differs",
        "Each listed file has the digest that it is listed with.",
        "A file of another digest was damaged or changed after the transfer was made; Archivematica refuses it.",
    ),
    _rule(
        "file-missing",
        "Each file that is listed or described is there.",
        "Something was lost on the way; Archivematica refuses the transfer.",
    ),
    _rule(
        "file-not-listed",
        "Each object is listed in every file of digests; where teikit lists the other files, so is each of them.",
        "Archivematica refuses a transfer with more objects than digests; other files may be damaged unnoticed.",
    ),
    _rule(
        "metadata-incorrect",
        "The table metadata.csv is CSV in UTF-8 whose first column is 'filename', with a cell for each column.",
        "Archivematica takes descriptions from it; a cell too few or too many moves values to other fields.",
    ),
    _rule(
        "name-unsafe",
        "Digests are of files inside the transfer.",
        "A path with '..' or from the root makes careless programs read files elsewhere.",
    ),
    _rule("objects-missing", "A transfer has a folder 'objects'.", "Without it there is nothing to keep."),
)
