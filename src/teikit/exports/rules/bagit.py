"""The rules of bags (RFC 8493)."""

from teikit.diagnostics import Rule, Severity


def _rule(name: str, summary: str, why: str, clause: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(f"bag/{name}", severity, summary, why, "", "", f"RFC 8493 (BagIt 1.0), clause {clause}", "bag")


RULES: tuple[Rule, ...] = (
    _rule(
        "algorithm-unknown",
        "A manifest is named after a digest algorithm that is known.",
        "The digests of others cannot be checked: the files they list may be damaged.",
        "2.4",
        Severity.WARNING,
    ),
    _rule(
        "declaration-incorrect",
        "The file bagit.txt holds the version and the encoding, a line each.",
        "Programs need it to read the other tag files.",
        "2.1.1",
    ),
    _rule(
        "declaration-missing",
        "A bag has a file bagit.txt.",
        "Without it a folder is no bag, and archives refuse it.",
        "2.1.1",
    ),
    _rule(
        "digest-differs",
        "Each listed file has the digest that it is listed with.",
        "A file of another digest was damaged or changed after the bag was made.",
        "2.1.3",
    ),
    _rule(
        "file-missing",
        "Each listed file is there.",
        "A bag without it is not complete: something was lost on the way.",
        "2.1.3",
    ),
    _rule(
        "file-not-listed",
        "Each file of the payload is listed in every payload manifest.",
        "A file without a digest may be damaged without anybody noticing, or was put there later.",
        "2.1.3",
    ),
    _rule(
        "information-incorrect",
        "The file bag-info.txt holds a label, a colon and a value on each line.",
        "Archives file bags by what stands there.",
        "2.2.2",
    ),
    _rule(
        "manifest-incorrect",
        "A manifest holds a digest and a path on each line, of payload or of tag files as its name says.",
        "A line that cannot be read leaves a file unchecked.",
        "2.1.3",
    ),
    _rule(
        "manifest-missing",
        "A bag has at least one payload manifest.",
        "Without it there is no way to check that the payload is whole.",
        "2.1.3",
    ),
    _rule(
        "name-twice",
        "An archive holds each file once.",
        "Of two files with one name, programs unpack now the one, now the other.",
        "4",
    ),
    _rule(
        "name-unsafe",
        "Paths in manifests lead to files inside the bag.",
        "A path with '..' or from the root makes careless programs read, or overwrite, files elsewhere.",
        "6.1",
    ),
    _rule(
        "no-regular-file",
        "A bag holds regular files only, none of them encrypted.",
        "A link leads elsewhere on another machine, or nowhere.",
        "5",
    ),
    _rule("not-fetched", "What fetch.txt promises has been fetched.", "Until then the bag is not complete.", "2.2.3"),
    _rule(
        "oxum-differs",
        "The payload has the size and the number of files that Payload-Oxum states.",
        "Archives look at these two numbers first to find bags that lost something on the way.",
        "2.2.2",
    ),
    _rule(
        "payload-missing",
        "A bag has a folder 'data' that holds its payload.",
        "Without it there is nothing to keep.",
        "2.1.2",
    ),
    _rule(
        "tag-file-not-listed",
        "Where a bag has tag manifests, one of them lists each tag file.",
        "A file without a digest may be damaged without anybody noticing, or was put there later.",
        "2.2.1",
        Severity.WARNING,
    ),
)
