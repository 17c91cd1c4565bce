"""The rules that packages are held to, and what a document must be to be exported as a letter."""

from teikit.diagnostics import Rule, Severity

_ERROR = Severity.ERROR
_RFC = "RFC 8493 (BagIt 1.0), clause "


def _bag(name: str, summary: str, why: str, clause: str, severity: Severity = _ERROR) -> Rule:
    return Rule(f"bag/{name}", severity, summary, why, "", "", _RFC + clause, "bag")


def _ocfl(name: str, summary: str, why: str, clause: str) -> Rule:
    return Rule(f"ocfl/{name}", _ERROR, summary, why, "", "", f"OCFL 1.1, clause {clause}", "bag")


def _mets(name: str, summary: str, why: str, source: str, severity: Severity = _ERROR) -> Rule:
    return Rule(f"mets/{name}", severity, summary, why, "", "", source, "bag")


def _crate(name: str, summary: str, why: str, clause: str, severity: Severity = _ERROR) -> Rule:
    return Rule(f"ro-crate/{name}", severity, summary, why, "", "", f"RO-Crate 1.3, {clause}", "bag")


def _archivematica(name: str, summary: str, why: str) -> Rule:
    source = "Archivematica, transfers with checksums and metadata"
    return Rule(f"archivematica/{name}", _ERROR, summary, why, "", "", source, "bag")


def _dspace(name: str, summary: str, why: str) -> Rule:
    return Rule(f"dspace/{name}", _ERROR, summary, why, "", "", "DSpace, Simple Archive Format", "bag")


def _package(name: str, summary: str, why: str) -> Rule:
    return Rule(f"package/{name}", _ERROR, summary, why, "", "", "good practice", "bag")


def _profile(name: str, summary: str, why: str, key: str) -> Rule:
    return Rule(f"bag-profile/{name}", _ERROR, summary, why, "", "", f"BagIt Profiles 1.3, {key}", "bag")


RULES: tuple[Rule, ...] = (
    _bag(
        "algorithm-unknown",
        "A manifest is named after a digest algorithm that is known.",
        "The digests of others cannot be checked: the files they list may be damaged.",
        "2.4",
        Severity.WARNING,
    ),
    _bag(
        "declaration-incorrect",
        "The file bagit.txt holds the version and the encoding, a line each.",
        "Programs tell by it how to read the other tag files.",
        "2.1.1",
    ),
    _bag(
        "declaration-missing",
        "A bag has a file bagit.txt.",
        "Without it a folder is no bag, and archives refuse it.",
        "2.1.1",
    ),
    _bag(
        "digest-differs",
        "Each listed file has the digest that it is listed with.",
        "A file of another digest was damaged or changed after the bag was made.",
        "2.1.3",
    ),
    _bag(
        "file-missing",
        "Each listed file is there.",
        "A bag without it is not complete: something was lost on the way.",
        "2.1.3",
    ),
    _bag(
        "file-not-listed",
        "Each file of the payload is listed in every payload manifest.",
        "A file without a digest may be damaged without anybody noticing, or was put there later.",
        "2.1.3",
    ),
    _bag(
        "information-incorrect",
        "The file bag-info.txt holds a label, a colon and a value on each line.",
        "Archives file bags by what stands there.",
        "2.2.2",
    ),
    _bag(
        "manifest-incorrect",
        "A manifest holds a digest and a path on each line, of payload or of tag files as its name says.",
        "A line that cannot be read leaves a file unchecked.",
        "2.1.3",
    ),
    _bag(
        "manifest-missing",
        "A bag has at least one payload manifest.",
        "Without it nobody can tell whether the payload is whole.",
        "2.1.3",
    ),
    _bag(
        "name-twice",
        "An archive holds each file once.",
        "Of two files with one name, programs unpack now the one, now the other.",
        "4",
    ),
    _bag(
        "name-unsafe",
        "Paths in manifests lead to files inside the bag.",
        "A path with '..' or from the root makes careless programs read, or overwrite, files elsewhere.",
        "6.1",
    ),
    _bag(
        "no-regular-file",
        "A bag holds regular files only, none of them encrypted.",
        "A link leads elsewhere on another machine, or nowhere.",
        "5",
    ),
    _bag(
        "not-fetched",
        "What fetch.txt promises has been fetched.",
        "Until then the bag is not complete.",
        "2.2.3",
    ),
    _bag(
        "oxum-differs",
        "The payload has the size and the number of files that Payload-Oxum tells.",
        "Archives look at these two numbers first to find bags that lost something on the way.",
        "2.2.2",
    ),
    _bag(
        "payload-missing",
        "A bag has a folder 'data' that holds its payload.",
        "Without it there is nothing to keep.",
        "2.1.2",
    ),
    _bag(
        "tag-file-not-listed",
        "Where a bag has tag manifests, one of them lists each tag file.",
        "A file without a digest may be damaged without anybody noticing, or was put there later.",
        "2.2.1",
        Severity.WARNING,
    ),
    _profile(
        "archive-not-accepted",
        "A bag is a folder or an archive of a kind that the profile accepts.",
        "The receiver's programs open no other.",
        "Serialization and Accept-Serialization",
    ),
    _profile(
        "fetch-missing",
        "A bag has a file fetch.txt where the profile requires it.",
        "The receiver expects to fetch the payload.",
        "Fetch.txt-Required",
    ),
    _profile(
        "fetch-not-allowed",
        "A bag has no file fetch.txt where the profile does not allow it.",
        "The receiver does not fetch anything.",
        "Allow-Fetch.txt",
    ),
    _profile(
        "identifier-differs",
        "The file bag-info.txt names the profile that the bag is held to.",
        "The receiver tells by it which profile was meant.",
        "BagIt-Profile-Identifier",
    ),
    _profile(
        "label-missing",
        "The file bag-info.txt has each label that the profile requires, with a value.",
        "The receiver files bags by what stands there.",
        "Bag-Info, required",
    ),
    _profile(
        "label-repeated",
        "A label that the profile wants once comes once.",
        "Of two values the receiver's programs take now the one, now the other.",
        "Bag-Info, repeatable",
    ),
    _profile(
        "manifest-missing",
        "A bag has manifests of each algorithm that the profile requires.",
        "The receiver checks the files by these digests.",
        "Manifests-Required and Tag-Manifests-Required",
    ),
    _profile(
        "manifest-not-allowed",
        "A bag has manifests of algorithms only that the profile allows.",
        "The receiver's programs may not know others.",
        "Manifests-Allowed and Tag-Manifests-Allowed",
    ),
    _profile(
        "payload-file-missing",
        "The payload has each file that the profile requires.",
        "The receiver's programs look for it.",
        "Payload-Files-Required",
    ),
    _profile(
        "payload-file-not-allowed",
        "The payload has files only that the profile allows.",
        "The receiver does not keep others.",
        "Payload-Files-Allowed",
    ),
    _profile(
        "tag-file-missing",
        "A bag has each tag file that the profile requires.",
        "The receiver's programs look for it.",
        "Tag-Files-Required",
    ),
    _profile(
        "tag-file-not-allowed",
        "A bag has tag files only that BagIt knows or the profile allows.",
        "The receiver does not expect others.",
        "Tag-Files-Allowed",
    ),
    _profile(
        "value-not-allowed",
        "A label has one of the values that the profile lists for it.",
        "The receiver files bags by these values.",
        "Bag-Info, values",
    ),
    _profile(
        "version-not-accepted",
        "A bag is of a version of BagIt that the profile accepts.",
        "The receiver's programs read no other.",
        "Accept-BagIt-Version",
    ),
    _ocfl(
        "declaration-incorrect",
        "The file that declares the version of OCFL holds what its name says, and the end of the line.",
        "Programs compare the two to tell an object from a file that happens to have the name.",
        "3.2",
    ),
    _ocfl(
        "declaration-missing",
        "An object has a file that declares the version of OCFL.",
        "Without it programs pass the object over when they look for objects.",
        "3.2",
    ),
    _ocfl(
        "digest-differs",
        "The inventory and each listed file have the digests that are told of them.",
        "A file of another digest was damaged or changed after the object was made.",
        "3.5",
    ),
    _ocfl(
        "file-missing",
        "Each file of the manifest is there.",
        "Something was lost, and versions that need it cannot be had any more.",
        "3.5.2",
    ),
    _ocfl(
        "file-not-listed",
        "An object holds regular files only: its declaration, its inventories, and content that the manifest lists.",
        "What is not listed belongs to no version and may be damaged without anybody noticing.",
        "3.1, 3.3 and 3.5.2",
    ),
    _ocfl(
        "inventory-incorrect",
        "An object has an inventory with a manifest, a head and its versions, all of whose files the manifest lists.",
        "The inventory is what says which file is which; without it there are only bytes.",
        "3.5",
    ),
    _mets(
        "digest-differs",
        "Each file has the digest that METS lists it with.",
        "A file of another digest was damaged or changed after the package was made.",
        "METS 1.12, CHECKSUM; E-ARK CSIP43, CSIP71",
    ),
    _mets(
        "digest-unknown",
        "METS lists each file with a digest of an algorithm that is known.",
        "Files without one may be damaged without anybody noticing.",
        "METS 1.12, CHECKSUMTYPE; E-ARK CSIP44, CSIP72",
        Severity.WARNING,
    ),
    _mets(
        "document-incorrect",
        "The METS documents of a package are well-formed and are METS.",
        "They are what says which file is which; without them there are only bytes.",
        "METS 1.12; E-ARK CSIPSTR4",
    ),
    _mets(
        "file-missing",
        "Each file that METS lists is there.",
        "A package without it is not complete: something was lost on the way.",
        "METS 1.12, FLocat and mdRef; E-ARK CSIP38, CSIP79",
    ),
    _mets(
        "file-not-listed",
        "Each file of the package is listed in a METS document.",
        "A file without a digest may be damaged without anybody noticing, or was put there later.",
        "E-ARK CSIP58",
    ),
    _mets(
        "name-unsafe",
        "METS lists files inside the package, or on the web.",
        "A path with '..' or from the root makes careless programs read files elsewhere.",
        "METS 1.12, FLocat and mdRef",
    ),
    _mets(
        "size-differs",
        "Each file has the size that METS lists it with.",
        "A file of another size was cut short or changed after the package was made.",
        "METS 1.12, SIZE; E-ARK CSIP41, CSIP69",
    ),
    _package(
        "name-twice",
        "An archive holds each file once.",
        "Of two files with one name, programs unpack now the one, now the other.",
    ),
    _package(
        "no-regular-file",
        "A package holds regular files only, none of them encrypted.",
        "A link leads elsewhere on another machine, or nowhere.",
    ),
    _crate(
        "digest-differs",
        "Each file has the digest that the metadata tell of it.",
        "A file of another digest was damaged or changed after the crate was made.",
        "data entities",
    ),
    _crate(
        "file-missing",
        "Each file and folder that the crate has as a part is there, if it is not on the web.",
        "A crate without it is not complete: something was lost on the way.",
        "data entities",
    ),
    _crate(
        "file-not-described",
        "The metadata describe each file of the crate, or the folder that holds it.",
        "What nobody describes may be lost or damaged without anybody noticing, or was put there later.",
        "data entities",
        Severity.WARNING,
    ),
    _crate(
        "metadata-incorrect",
        "The file ro-crate-metadata.json holds a JSON object with a list of entities, '@graph', each with an '@id'.",
        "The metadata are what makes a folder a crate.",
        "metadata of the RO-Crate",
    ),
    _crate(
        "name-unsafe",
        "The parts of a crate lie in it, or on the web.",
        "A path with '..' or from the root makes careless programs read files elsewhere.",
        "data entities",
    ),
    _crate(
        "root-missing",
        "The entity of the metadata file is about the crate itself, a Dataset.",
        "Programs start from there; without it they find nothing.",
        "root data entity",
    ),
    _crate(
        "size-differs",
        "Each file has the size that the metadata tell of it.",
        "A file of another size was cut short or changed after the crate was made.",
        "data entities",
    ),
    _archivematica(
        "checksums-incorrect",
        "A file of digests holds a digest, two blanks and a path on each line, each path once.",
        "Archivematica counts the lines and checks each of them: a transfer with another one fails.",
    ),
    _archivematica(
        "digest-differs",
        "Each listed file has the digest that it is listed with.",
        "A file of another digest was damaged or changed after the transfer was made; Archivematica refuses it.",
    ),
    _archivematica(
        "file-missing",
        "Each file that is listed or described is there.",
        "Something was lost on the way; Archivematica refuses the transfer.",
    ),
    _archivematica(
        "file-not-listed",
        "Each object is listed in every file of digests; where teikit lists the other files, so is each of them.",
        "Archivematica refuses a transfer with more objects than digests; other files may be damaged unnoticed.",
    ),
    _archivematica(
        "metadata-incorrect",
        "The table metadata.csv is CSV in UTF-8 whose first column is 'filename', with a cell for each column.",
        "Archivematica takes descriptions from it; a cell too few or too many moves values to other fields.",
    ),
    _archivematica(
        "name-unsafe",
        "Digests are of files inside the transfer.",
        "A path with '..' or from the root makes careless programs read files elsewhere.",
    ),
    _archivematica(
        "objects-missing",
        "A transfer has a folder 'objects'.",
        "Without it there is nothing to keep.",
    ),
    _dspace(
        "checksums-incorrect",
        "The file checksum.sha256 that teikit puts into items holds a digest, two blanks and a name on each line.",
        "A line that cannot be read leaves a file unchecked.",
    ),
    _dspace(
        "contents-incorrect",
        "Each item has a file 'contents' with the name of a file and what DSpace knows of it on each line, each once.",
        "DSpace takes in the files that it lists; an import stops at an item without it.",
    ),
    _dspace(
        "description-incorrect",
        "Each item has a well-formed dublin_core.xml: 'dcvalue' elements with the attribute 'element', and a title.",
        "An import stops at an item without it, and an item without a title cannot be found.",
    ),
    _dspace(
        "digest-differs",
        "Each file has the digest that it is listed with, where there are digests.",
        "A file of another digest was damaged or changed after the item was made.",
    ),
    _dspace(
        "file-missing",
        "Each file that 'contents' lists is there.",
        "Something was lost on the way; an import stops at the item.",
    ),
    _dspace(
        "file-not-listed",
        "Each file is in an item, and 'contents' lists it.",
        "DSpace passes over what is not listed, so that it is lost.",
    ),
    _dspace(
        "name-unsafe",
        "The files of an item are in its folder.",
        "A path with '..' or from the root makes careless programs read files elsewhere.",
    ),
    Rule(
        "export/not-a-letter",
        _ERROR,
        "A document that is exported as a letter has the root element TEI, in TEI's namespace.",
        "Every format is made from the teiHeader and the text of one letter; a corpus or a page of HTML has none.",
        "<html/>",
        "",
        "TEI P5, chapter 4",
        "TEI",
    ),
)
