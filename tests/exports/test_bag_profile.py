"""BagIt profiles: bags that keep one are accepted by bagit_profile, those that do not are rejected by it and by us."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import bagit
import pytest

import teikit.api
from teikit.errors import UnsupportedError
from teikit.exports.packages.bagit import BagRefusedError
from teikit.exports.profiles.bagit_profile import BagProfileError, read_bag_profile
from teikit.exports.verification.bagit_profile import parse_labels
from teikit.exports.verification.verify import verify
from teikit.operations.export import ExportOptions
from teikit.tei import read_metadata

LETTERS = sorted((Path(__file__).parents[1] / "data" / "letters").glob("*.xml"))[:2]
DAY = date(2024, 5, 6)
ADDRESS = "https://example.org/profile.json"
PROFILE = {
    "BagIt-Profile-Info": {
        "BagIt-Profile-Identifier": ADDRESS,
        "BagIt-Profile-Version": "1.3.0",
        "Source-Organization": "An Archive",
        "External-Description": "Letters",
        "Version": "1.0",
    },
    "Bag-Info": {
        "Source-Organization": {"required": True, "values": ["Town Archive", "City Archive"]},
        "Contact-Name": {"required": True, "repeatable": False},
        "Contact-Email": {"required": False},
    },
    "Manifests-Required": ["md5", "sha256"],
    "Manifests-Allowed": ["md5", "sha256"],
    "Tag-Manifests-Required": ["md5"],
    "Tag-Files-Allowed": ["notes/*"],
    "Allow-Fetch.txt": False,
    "Serialization": "optional",
    "Accept-Serialization": ["application/zip"],
    "Accept-BagIt-Version": ["0.97", "1.0"],
}
META = b"""
[edition]
publisher = "Town Archive"
[bag-info]
Contact-Name = "Ann Archivist"
Contact-Email = ["ann@example.org", "archive@example.org"]
Bag-Count = "1 of 1"
"""


@pytest.fixture
def options(tmp_path: Path) -> ExportOptions:
    """What holds for an export by the profile above."""
    (tmp_path / "profile.json").write_text(json.dumps(PROFILE))
    known = read_metadata(META, "meta.toml")
    return ExportOptions(known, DAY, schema="", bag_profile=tmp_path / "profile.json")


@pytest.fixture
def made(options, tmp_path: Path) -> Path:
    """A bag that keeps the profile."""
    teikit.api.export(LETTERS, "bag", tmp_path / "bag", options)
    return tmp_path / "bag"


def by_us(bag: Path, profile: dict = PROFILE) -> set[str]:
    found = verify(bag, read_bag_profile(json.dumps(profile).encode(), "profile.json"))
    assert found.verdict.endswith("does not keep the profile") is any("profile/" in one.rule for one in found.problems)
    return {one.rule for one in found.problems if one.rule.startswith("bag-profile/")}


def by_the_judge(bag: Path, profile: dict = PROFILE) -> list[str]:
    judge = pytest.importorskip("bagit_profile", reason="bagit_profile, which judges bags by profiles, is missing")
    logging.disable()
    try:
        by = judge.Profile(ADDRESS, profile=json.dumps(profile))
        by.validate_serialization(str(bag))
        by.validate(bagit.Bag(str(bag)))
    except judge.ProfileValidationError as error:
        return [str(error)]
    finally:
        logging.disable(logging.NOTSET)
    return list(map(str, by.report.errors))


def test_a_bag_made_by_a_profile_keeps_it(made: Path) -> None:
    assert (by_us(made), by_the_judge(made)) == (set(), [])
    bagit.Bag(str(made)).validate()
    assert {path.name for path in made.glob("*manifest-*")} == {
        "manifest-md5.txt", "manifest-sha256.txt", "tagmanifest-md5.txt", "tagmanifest-sha256.txt",
        "tagmanifest-sha512.txt",
    }  # fmt: skip
    told = (made / "bag-info.txt").read_text()
    assert f"BagIt-Profile-Identifier: {ADDRESS}\n" in told
    assert "Contact-Email: ann@example.org\nContact-Email: archive@example.org\n" in told


def test_an_archive_keeps_it_too(options, tmp_path: Path) -> None:
    teikit.api.export(LETTERS, "bag", tmp_path / "bag.zip", options)
    assert by_us(tmp_path / "bag.zip") == set()


def _replace(path: Path, old: str, new: str) -> None:
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def _file(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("x")


INFO = "bag-info.txt"
HARMS: list[tuple[str, Callable[[Path], object]]] = [
    ("identifier-differs", lambda bag: _replace(bag / INFO, ADDRESS, "https://example.org/other.json")),
    ("identifier-differs", lambda bag: _replace(bag / INFO, "BagIt-Profile-Identifier", "Profile")),
    ("label-missing", lambda bag: _replace(bag / INFO, "Contact-Name", "Contact")),
    ("label-repeated", lambda bag: _replace(bag / INFO, "Contact-Name: Ann", "Contact-Name: Bob\nContact-Name: Ann")),
    ("value-not-allowed", lambda bag: _replace(bag / INFO, "Town Archive", "Village Archive")),
    ("manifest-missing", lambda bag: (bag / "manifest-md5.txt").unlink()),
    ("manifest-missing", lambda bag: (bag / "tagmanifest-md5.txt").unlink()),
    ("manifest-not-allowed", lambda bag: (bag / "manifest-sha512.txt").write_text("")),
    ("fetch-not-allowed", lambda bag: (bag / "fetch.txt").write_text("")),
    ("tag-file-not-allowed", lambda bag: _file(bag / "papers" / "x.txt")),
    ("version-not-accepted", lambda bag: _replace(bag / "bagit.txt", "1.0", "0.96")),
]


@pytest.mark.parametrize(("rule", "harm"), HARMS, ids=[f"{one[0]}-{number}" for number, one in enumerate(HARMS)])
def test_a_breach_is_told_by_both_judges(made: Path, rule: str, harm: Callable) -> None:
    harm(made)
    assert by_us(made) == {f"bag-profile/{rule}"}
    # bagit's own reading comes first and may refuse the bag as it is.
    assert by_the_judge(made)


ASKED: list[tuple[str, dict]] = [
    ("archive-not-accepted", {"Serialization": "required"}),
    ("tag-file-missing", {"Tag-Files-Required": ["notes/x.txt"]}),
    ("fetch-missing", {"Fetch.txt-Required": True}),
    ("payload-file-missing", {"Payload-Files-Required": ["data/index.xml"]}),
    ("payload-file-not-allowed", {"Payload-Files-Allowed": ["data/tei/*"]}),
    ("version-not-accepted", {"Accept-BagIt-Version": ["0.93"]}),
    ("manifest-missing", {"Tag-Manifests-Required": ["whirlpool"]}),
    ("label-missing", {"Bag-Info": {"Organization-Address": {"required": True}}}),
]


@pytest.mark.parametrize(("rule", "more"), ASKED, ids=[one[0] for one in ASKED])
def test_what_a_profile_asks_and_a_bag_lacks_is_told_and_refused(made: Path, options, rule: str, more: dict) -> None:
    wanted = {**PROFILE, **more}
    assert by_us(made, wanted) == {f"bag-profile/{rule}"}
    # The judge knows no rules for payloads yet.
    assert by_the_judge(made, wanted) or rule.startswith(("payload", "fetch"))
    other = made.parent / "other.json"
    other.write_text(json.dumps(wanted))
    with pytest.raises(BagRefusedError, match="would not keep its profile"):
        teikit.api.export(LETTERS, "bag", made.parent / "new", replace(options, bag_profile=other))
    assert not (made.parent / "new").exists()


@pytest.mark.parametrize(("suffix", "kept"), [("", True), (".zip", False), (".tar", False), (".tgz", False)])
def test_a_folder_may_be_asked_for(options, tmp_path: Path, suffix: str, kept: bool) -> None:  # noqa: FBT001
    (tmp_path / "profile.json").write_text(json.dumps({**PROFILE, "Serialization": "forbidden"}))
    if kept:
        teikit.api.export(LETTERS, "bag", tmp_path / f"bag{suffix}", options)
    else:
        with pytest.raises(BagRefusedError, match="expected a folder"):
            teikit.api.export(LETTERS, "bag", tmp_path / f"bag{suffix}", options)
    assert (tmp_path / f"bag{suffix}").exists() is kept


def test_an_archive_of_another_kind_is_refused(options, tmp_path: Path) -> None:
    with pytest.raises(BagRefusedError, match="is a tar file, expected application/zip"):
        teikit.api.export(LETTERS, "bag", tmp_path / "bag.tar", options)


def test_what_is_missing_is_asked_for_all_at_once_with_the_table_that_gives_it(options, tmp_path: Path) -> None:
    with pytest.raises(BagRefusedError, match=r"'Source-Organization'.*'Contact-Name'.*'bag-info'"):
        teikit.api.export(LETTERS, "bag", tmp_path / "bag", replace(options, metadata=None))


def test_what_is_worked_out_is_not_taken_from_the_user(options, tmp_path: Path) -> None:
    known = read_metadata(b'[bag-info]\nPayload-Oxum = "1.1"', "meta.toml")
    with pytest.raises(BagRefusedError, match="'Payload-Oxum' in 'bag-info' is worked out"):
        teikit.api.export(LETTERS, "bag", tmp_path / "bag", replace(options, metadata=known))


def test_the_examples_of_profiles_are_kept(shared: Path, options, tmp_path: Path) -> None:
    bar = shared / "schemas" / "bagit" / "bagProfileBar.json"
    foo = shared / "schemas" / "bagit" / "bagProfileFoo.json"
    meta = b"""[bag-info]
    Source-Organization = "York University"
    Organization-Address = "4700 Keele Street Toronto, Ontario M3J 1P3 Canada"
    Contact-Name = "Mark Jordan"
    Contact-Phone = "1"
    Contact-Email = "mark@example.org"
    Bag-Count = "1 of 1"
    """
    known = replace(options, metadata=read_metadata(meta, "meta.toml"))
    with pytest.raises(BagRefusedError, match=r"^the bag would not keep its profile: 'DPN/[^;]*; 'DPN/[^;]*$"):
        # What teikit cannot make: the profile's own tag files.
        teikit.api.export(LETTERS, "bag", tmp_path / "bag", replace(known, bag_profile=bar))
    teikit.api.export(LETTERS, "bag", tmp_path / "bag.zip", replace(known, bag_profile=foo))
    found = verify(tmp_path / "bag.zip", read_bag_profile(foo.read_bytes(), "foo"))
    assert found.verdict == "complete and valid, and keeps the profile"


def test_a_profile_is_for_bags_only(options, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedError, match="for bags"):
        teikit.api.export(LETTERS, "mets", tmp_path / "mets", options)
    teikit.api.export(LETTERS[:1], "mets", tmp_path / "mets", replace(options, bag_profile=None))
    with pytest.raises(UnsupportedError, match="is no bag"):
        verify(tmp_path / "mets", read_bag_profile(json.dumps(PROFILE).encode(), "profile.json"))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"BagIt-Profile-Info": []}',
        json.dumps({**PROFILE, "Manifests-Required": "md5"}).encode(),
        json.dumps({**PROFILE, "Bag-Info": {"Contact-Name": True}}).encode(),
        json.dumps({**PROFILE, "Serialization": ["zip"]}).encode(),
        json.dumps({**PROFILE, "Allow-Fetch.txt": "no"}).encode(),
    ],
)  # fmt: skip
def test_what_is_no_profile_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(BagProfileError, match=r"^p: is no BagIt profile: [^\n]+$"):
        read_bag_profile(data, "p")


def test_labels_are_read_with_what_goes_on_below_them() -> None:
    text = "A: one\n  two\nB:three\n\n\tx\nA : four"
    assert list(parse_labels(text)) == [("A", "one two", 1), ("B", "three x", 3), ("A", "four", 6)]
