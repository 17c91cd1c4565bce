"""The rules of BagIt profiles, which receivers of bags write."""

from teikit.diagnostics import Rule, Severity


def _rule(name: str, summary: str, why: str, key: str) -> Rule:
    return Rule(f"bag-profile/{name}", Severity.ERROR, summary, why, "", "", f"BagIt Profiles 1.3, {key}", "bag")


RULES: tuple[Rule, ...] = (
    _rule(
        "archive-not-accepted",
        "A bag is a folder or an archive of a kind that the profile accepts.",
        "The receiver's programs open no other.",
        "Serialization and Accept-Serialization",
    ),
    _rule(
        "fetch-missing",
        "A bag has a file fetch.txt where the profile requires it.",
        "The receiver expects to fetch the payload.",
        "Fetch.txt-Required",
    ),
    _rule(
        "fetch-not-allowed",
        "A bag has no file fetch.txt where the profile does not allow it.",
        "The receiver does not fetch anything.",
        "Allow-Fetch.txt",
    ),
    _rule(
        "identifier-differs",
        "The file bag-info.txt names the profile that the bag is validated against.",
        "By it the receiver knows which profile was meant.",
        "BagIt-Profile-Identifier",
    ),
    _rule(
        "label-missing",
        "The file bag-info.txt has each label that the profile requires, with a value.",
        "The receiver files bags by what stands there.",
        "Bag-Info, required",
    ),
    _rule(
        "label-repeated",
        "A label that the profile wants once comes once.",
        "Of two values the receiver's programs take now the one, now the other.",
        "Bag-Info, repeatable",
    ),
    _rule(
        "manifest-missing",
        "A bag has manifests of each algorithm that the profile requires.",
        "The receiver checks the files by these digests.",
        "Manifests-Required and Tag-Manifests-Required",
    ),
    _rule(
        "manifest-not-allowed",
        "A bag has manifests of algorithms only that the profile allows.",
        "The receiver's programs may not know others.",
        "Manifests-Allowed and Tag-Manifests-Allowed",
    ),
    _rule(
        "payload-file-missing",
        "The payload has each file that the profile requires.",
        "The receiver's programs look for it.",
        "Payload-Files-Required",
    ),
    _rule(
        "payload-file-not-allowed",
        "The payload has files only that the profile allows.",
        "The receiver does not keep others.",
        "Payload-Files-Allowed",
    ),
    _rule(
        "tag-file-missing",
        "A bag has each tag file that the profile requires.",
        "The receiver's programs look for it.",
        "Tag-Files-Required",
    ),
    _rule(
        "tag-file-not-allowed",
        "A bag has tag files only that BagIt knows or the profile allows.",
        "The receiver does not expect others.",
        "Tag-Files-Allowed",
    ),
    _rule(
        "value-not-allowed",
        "A label has one of the values that the profile lists for it.",
        "The receiver files bags by these values.",
        "Bag-Info, values",
    ),
    _rule(
        "version-not-accepted",
        "A bag is of a version of BagIt that the profile accepts.",
        "The receiver's programs read no other.",
        "Accept-BagIt-Version",
    ),
)
