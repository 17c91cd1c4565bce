"""The rules of packages with METS, and of E-ARK's."""

from teikit.diagnostics import Rule, Severity


def _rule(name: str, summary: str, why: str, source: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(f"mets/{name}", severity, summary, why, "", "", source, "bag")


RULES: tuple[Rule, ...] = (
    _rule(
        "digest-differs",
        "Each file has the digest that METS lists it with.",
        "A file of another digest was damaged or changed after the package was made.",
        "METS 1.12, CHECKSUM; E-ARK CSIP43, CSIP71",
    ),
    _rule(
        "digest-unknown",
        "METS lists each file with a digest of an algorithm that is known.",
        "Files without one may be damaged without anybody noticing.",
        "METS 1.12, CHECKSUMTYPE; E-ARK CSIP44, CSIP72",
        Severity.WARNING,
    ),
    _rule(
        "document-incorrect",
        "The METS documents of a package are well-formed and are METS.",
        "They are what says which file is which; without them there are only bytes.",
        "METS 1.12; E-ARK CSIPSTR4",
    ),
    _rule(
        "file-missing",
        "Each file that METS lists is there.",
        "A package without it is not complete: something was lost on the way.",
        "METS 1.12, FLocat and mdRef; E-ARK CSIP38, CSIP79",
    ),
    _rule(
        "file-not-listed",
        "Each file of the package is listed in a METS document.",
        "A file without a digest may be damaged without anybody noticing, or was put there later.",
        "E-ARK CSIP58",
    ),
    _rule(
        "name-unsafe",
        "METS lists files inside the package, or on the web.",
        "A path with '..' or from the root makes careless programs read files elsewhere.",
        "METS 1.12, FLocat and mdRef",
    ),
    _rule(
        "size-differs",
        "Each file has the size that METS lists it with.",
        "A file of another size was cut short or changed after the package was made.",
        "METS 1.12, SIZE; E-ARK CSIP41, CSIP69",
    ),
)
