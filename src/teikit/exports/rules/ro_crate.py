"""The rules of RO-Crates."""

from teikit.diagnostics import Rule, Severity


def _rule(name: str, summary: str, why: str, clause: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(f"ro-crate/{name}", severity, summary, why, "", "", f"RO-Crate 1.3, {clause}", "bag")


RULES: tuple[Rule, ...] = (
    _rule(
        "digest-differs",
        "Each file has the digest that the metadata tell of it.",
        "A file of another digest was damaged or changed after the crate was made.",
        "data entities",
    ),
    _rule(
        "file-missing",
        "Each file and folder that the crate has as a part is there, if it is not on the web.",
        "A crate without it is not complete: something was lost on the way.",
        "data entities",
    ),
    _rule(
        "file-not-described",
        "The metadata describe each file of the crate, or the folder that holds it.",
        "What nobody describes may be lost or damaged without anybody noticing, or was put there later.",
        "data entities",
        Severity.WARNING,
    ),
    _rule(
        "metadata-incorrect",
        "The file ro-crate-metadata.json holds a JSON object with a list of entities, '@graph', each with an '@id'.",
        "The metadata are what makes a folder a crate.",
        "metadata of the RO-Crate",
    ),
    _rule(
        "name-unsafe",
        "The parts of a crate lie in it, or on the web.",
        "A path with '..' or from the root makes careless programs read files elsewhere.",
        "data entities",
    ),
    _rule(
        "root-missing",
        "The entity of the metadata file is about the crate itself, a Dataset.",
        "Programs start from there; without it they find nothing.",
        "root data entity",
    ),
    _rule(
        "size-differs",
        "Each file has the size that the metadata tell of it.",
        "A file of another size was cut short or changed after the crate was made.",
        "data entities",
    ),
)
