"""RO-Crates and OCFL objects: what is described is there and the other way round, and the judges accept it."""

import hashlib
import json
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from support.full_record import ALL, PLAY
from support.record_fields import without
from teikit.errors import UnreadableInputError
from teikit.exports.packages import ocfl, ro_crate
from teikit.exports.packages.contents import Contents
from teikit.exports.record.record import FIELDS, Date
from teikit.exports.record.source import MissingMetadataError
from teikit.exports.verification.verify import Verdict, verify
from teikit.storage.packages import write_package
from teikit.tei import Metadata

ORIGINALS = [("notes/Brief Müller.txt", b"Dear Ann"), ("CON.docx", b"x")]


def contents(letters) -> Contents:
    return Contents(letters, ORIGINALS, [("letter.rng", b"<grammar/>")], b"{}")


def crate(letters, settings) -> tuple[dict[str, dict], dict[str, bytes]]:
    files = dict(ro_crate.pack(contents(letters), settings).files)
    told = json.loads(files.pop("ro-crate-metadata.json"))
    assert told["@context"] == "https://w3id.org/ro/crate/1.3/context"
    return {one["@id"]: one for one in told["@graph"]}, files


def references(value: object) -> set[str]:
    if isinstance(value, dict):
        return {value["@id"]} if set(value) == {"@id"} else set().union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


def test_a_crate_describes_each_file_and_nothing_else(golden, raw, settings) -> None:
    for letters in (golden, raw[::40]):
        entities, files = crate(letters, settings)
        held = {one["@id"] for one in entities["./"]["hasPart"]}
        assert held == set(files)
        for path, data in files.items():
            assert entities[path]["sha256"] == hashlib.sha256(data).hexdigest()
            assert entities[path]["contentSize"] == str(len(data))


def test_what_a_crate_refers_to_is_in_it(golden, raw, settings) -> None:
    entities, _ = crate([*golden, *raw[::40]], settings)
    outside = {"https://w3id.org/ro/crate/1.3"}
    known = {uri for one in entities.values() for uri in references(one.get("sameAs", []))}
    assert references(list(entities.values())) - entities.keys() - outside - known == set()


def test_the_words_of_a_crate_are_those_of_its_context(golden, raw, settings, shared: Path) -> None:
    context = json.loads((shared / "schemas" / "rocrate" / "ro-crate-1.3-context.jsonld").read_text())["@context"]
    entities, _ = crate([replace(golden[0], record=ALL), *golden, *raw[::20]], settings)
    used = {key for one in entities.values() for key in one if not key.startswith("@")}
    named = [one["@type"] for one in entities.values()]
    types = {type_ for one in named for type_ in ([one] if isinstance(one, str) else one)}
    assert (used | types) - set(context) == set()


def test_a_crate_has_names_in_parts_places_with_points_and_what_letters_mention(golden, settings) -> None:
    entities, _ = crate([replace(golden[0], record=ALL)], settings)
    letter = next(one for one in entities.values() if "Message" in one["@type"])
    ann = entities["https://d-nb.info/gnd/118540238"]
    assert (ann["givenName"], ann["familyName"], ann["@type"]) == ("Ann", "Alder", "Person")
    rome = entities[letter["locationCreated"][0]["@id"]]
    assert entities[rome["geo"]["@id"]] == {
        "@id": "#41.89,12.48",
        "@type": "GeoCoordinates",
        "latitude": "41.89",
        "longitude": "12.48",
        "name": "coordinates",
    }
    assert [entities[one["@id"]]["name"] for one in letter["translator"]] == ["Tom Slate"]
    assert entities[letter["mentions"][0]["@id"]]["name"] == "Dora Dale"
    assert letter["dateSent"] == ["1890-01-01?/1890-01-31?"]
    assert len(letter["license"]) == 2


def test_a_crate_calls_only_letters_letters_and_reports_what_it_has_no_place_for(golden, settings) -> None:
    play = [replace(golden[0], record=PLAY)]
    entities, _ = crate(play, settings)
    assert entities["./"]["description"].startswith("Documents in TEI P5 (1)")
    assert "Message" not in str(entities)
    notes = ro_crate.pack(contents([replace(golden[0], record=ALL)]), settings).notes
    lost = "publication_place, holding_details, other_languages, offices, doubts about people and places"
    assert notes[-1] == f"RO-Crate has no place for {lost}"


@pytest.mark.parametrize("field", FIELDS)
def test_a_crate_says_truly_which_fields_it_holds(field: str, golden, settings) -> None:
    whole, part = (crate([replace(golden[0], record=one)], settings)[0] for one in (ALL, without(ALL, field)))
    assert (whole != part) == (field in ro_crate.SUPPORTED_FIELDS)


@pytest.mark.parametrize("key", ["title", "licence", "year"])
def test_what_a_crate_lacks_is_asked_for_by_its_key(golden, settings, key) -> None:
    nothing = {"licences": (), "published": Date()}
    bare = [replace(one, record=replace(one.record, **nothing)) for one in golden]
    with pytest.raises(MissingMetadataError, match=f"'edition.{key}'"):
        ro_crate.pack(contents(bare), replace(settings, edition=replace(settings.edition, **{key: ""})))


@pytest.fixture
def accepted(installed) -> Callable[[Path], bool]:
    """Says by the validator of RO-Crate whether a folder is a crate; its cache holds all that it would fetch."""
    program, cache = installed("bin/rocrate-validator"), installed("rocrate.sqlite").with_suffix("")
    how = ["validate", "--offline", "--cache-path", cache, "-p", "ro-crate-1.3", "-l", "required", "--no-paging"]
    return lambda crate: not subprocess.run([program, *how, crate], capture_output=True, check=False).returncode


def _lose(path: Path, good: str, bad: str) -> None:
    text = path.read_text()
    assert good in text
    path.write_text(text.replace(good, bad))


@pytest.mark.slow
def test_the_official_judge_accepts_crates(golden, raw, settings, tmp_path: Path, accepted) -> None:
    for name, letters in (("ours", golden[:5]), ("others", raw[::180])):
        write_package(tmp_path / name, ro_crate.pack(contents(letters), settings).files)
        assert accepted(tmp_path / name)


@pytest.mark.slow
@pytest.mark.parametrize("change", [('"datePublished"', '"dateModified"'), ('"hasPart"', '"haspart"')])
def test_the_official_judge_rejects_a_broken_crate(golden, settings, tmp_path: Path, accepted, change) -> None:
    write_package(tmp_path / "crate", ro_crate.pack(contents(golden[:1]), settings).files)
    _lose(tmp_path / "crate" / "ro-crate-metadata.json", *change)
    assert not accepted(tmp_path / "crate")


def inventory(letters, settings) -> tuple[dict, dict[str, bytes]]:
    files = dict(ocfl.pack(contents(letters), settings).files)
    assert files["inventory.json"] == files["v1/inventory.json"]
    return json.loads(files["inventory.json"]), files


def test_an_inventory_is_valid_by_the_official_schema_and_a_broken_one_is_not(golden, settings, shared: Path) -> None:
    schema = json.loads((shared / "schemas" / "ocfl" / "inventory_schema.json").read_text())
    judge = jsonschema.validators.validator_for(schema)(schema)
    found, _ = inventory(golden, settings)
    assert list(judge.iter_errors(found)) == []
    for broken in ({**found, "head": "one"}, {key: found[key] for key in found if key != "manifest"}):
        assert list(judge.iter_errors(broken))


def test_an_object_holds_what_its_inventory_says(golden, raw, settings) -> None:
    for letters in (golden, raw[::40]):
        found, files = inventory(letters, settings)
        content = {path: data for path, data in files.items() if path.startswith("v1/content/")}
        listed = {path: digest for digest, paths in found["manifest"].items() for path in paths}
        assert listed == {path: hashlib.sha512(data).hexdigest() for path, data in content.items()}
        told = {path: digest for digest, paths in found["fixity"]["sha256"].items() for path in paths}
        assert told == {path: hashlib.sha256(data).hexdigest() for path, data in content.items()}
        state = {path for paths in found["versions"]["v1"]["state"].values() for path in paths}
        assert state == {path.removeprefix("v1/content/") for path in content}


@pytest.fixture
def valid(installed) -> Callable[[Path], bool]:
    """Says by ocfl-py whether a folder is a valid object."""
    program = installed("bin/ocfl-validate.py")
    return lambda made: not subprocess.run([program, made], capture_output=True, check=False).returncode


def test_ocfl_py_accepts_objects_and_rejects_a_broken_one(golden, raw, settings, tmp_path: Path, valid) -> None:
    for name, letters in (("ours", golden), ("others", raw[::40])):
        write_package(tmp_path / name, ocfl.pack(contents(letters), settings).files)
        assert valid(tmp_path / name)
    (tmp_path / "ours" / "v1" / "content" / "source" / "_CON.docx").write_text("changed")
    assert not valid(tmp_path / "ours")


def test_an_object_without_an_address_is_asked_for_one(golden, settings) -> None:
    with pytest.raises(MissingMetadataError, match=r"'edition\.url'"):
        ocfl.pack(contents(golden), replace(settings, edition=Metadata()))


def test_files_are_renamed_safely_and_told(golden, settings) -> None:
    packed = ocfl.pack(contents(golden), settings)
    assert "'Brief Müller.txt' is called 'Brief_Muller.txt' in the package" in packed.notes
    assert "'CON.docx' is called '_CON.docx' in the package" in packed.notes


@pytest.fixture
def placed(golden, settings, tmp_path: Path) -> Path:
    write_package(tmp_path / "object", ocfl.pack(contents(golden[:3]), settings).files)
    return tmp_path / "object"


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


HARMS = [
    ("ocfl/digest-differs", lambda made: _append(made / "v1" / "content" / "source" / "_CON.docx", "x")),
    ("ocfl/digest-differs", lambda made: _append(made / "inventory.json", " ")),
    ("ocfl/digest-differs", lambda made: (made / "inventory.json.sha512").unlink()),
    ("ocfl/file-missing", lambda made: (made / "v1" / "content" / "source" / "_CON.docx").unlink()),
    ("ocfl/file-not-listed", lambda made: (made / "v1" / "content" / "more").write_text("x")),
    ("ocfl/declaration-missing", lambda made: (made / "0=ocfl_object_1.1").unlink()),
    ("ocfl/inventory-incorrect", lambda made: (made / "inventory.json").write_text('{"manifest": []}')),
    ("ocfl/inventory-incorrect", lambda made: (made / "inventory.json").write_text("[" * 100_000)),
    ("ocfl/inventory-incorrect", lambda made: (made / "inventory.json").unlink()),
]


def test_an_object_as_it_is_made_is_valid_as_folder_and_as_archive(placed, golden, settings, tmp_path: Path) -> None:
    assert verify(placed) == Verdict("valid")
    write_package(tmp_path / "object.zip", ocfl.pack(contents(golden[:3]), settings).files)
    assert verify(tmp_path / "object.zip") == Verdict("valid")


@pytest.mark.parametrize(("rule", "harm"), HARMS, ids=[f"{rule}-{number}" for number, (rule, _) in enumerate(HARMS)])
def test_a_broken_object_is_told(placed: Path, rule: str, harm) -> None:
    harm(placed)
    found = verify(placed)
    assert (rule in {one.rule for one in found.problems}, found.verdict) == (True, "not valid")


@pytest.mark.parametrize("harm", [harm for _, harm in HARMS], ids=range(len(HARMS)))
def test_a_broken_object_is_rejected_by_ocfl_py_too(placed: Path, harm, valid) -> None:
    harm(placed)
    assert not valid(placed)


def damaged(archive: Path, ending: str) -> str:
    """Damage the packed bytes of the largest member with an ending, and return its path below the top folder."""
    with zipfile.ZipFile(archive) as packed:
        fitting = [each for each in packed.infolist() if each.filename.endswith(ending)]
    member = max(fitting, key=lambda each: each.file_size)
    data = bytearray(archive.read_bytes())
    start = member.header_offset + 30 + len(member.filename) + 20
    data[start : start + 12] = bytes(byte ^ 0xFF for byte in data[start : start + 12])
    archive.write_bytes(data)
    return member.filename.partition("/")[2]


def test_a_damaged_archive_is_told_at_the_file_that_cannot_be_read(golden, settings, tmp_path: Path) -> None:
    archive = tmp_path / "object.zip"
    write_package(archive, ocfl.pack(contents(golden[:1]), settings).files)
    inner = damaged(archive, ".xml")
    found = verify(archive)
    assert (f"{archive}/{inner}", "cannot be read") in {(one.file, one.message) for one in found.problems}
    assert found.verdict == "not valid"


def test_an_archive_whose_inventory_is_damaged_cannot_be_read(golden, settings, tmp_path: Path) -> None:
    archive = tmp_path / "object.zip"
    write_package(archive, ocfl.pack(contents(golden[:1]), settings).files)
    damaged(archive, "inventory.json")
    with pytest.raises(UnreadableInputError, match="cannot be read"):
        verify(archive)


def test_a_crate_that_the_reference_library_zips_is_verified(installed, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<a/>")
    script = (
        "import sys; from rocrate.rocrate import ROCrate; crate = ROCrate();"
        " crate.add_file(sys.argv[1]); crate.write_zip(sys.argv[2])"
    )
    command = [installed("bin/python"), "-c", script, tmp_path / "a.xml", tmp_path / "crate.zip"]
    subprocess.run(command, check=True, capture_output=True)
    assert verify(tmp_path / "crate.zip").verdict == "complete"
