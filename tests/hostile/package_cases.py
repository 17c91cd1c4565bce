"""Packages other than bags, and packages in folders."""

import hashlib
import json
import os

from hostile.bags import Members, bag, zip_case
from hostile.case import Case, Place
from hostile.making import BIDI, later, laughs
from support.archives import zipped


def _folder(members: Members) -> dict[str, bytes]:
    return dict(members)


def _ocfl(**changes: object) -> Members:
    """An OCFL object with one version, whose inventory differs in some members."""
    digest = hashlib.sha512(b"x").hexdigest()
    inventory: dict[str, object] = {
        "id": "urn:x",
        "type": "https://ocfl.io/1.1/spec/#inventory",
        "digestAlgorithm": "sha512",
        "head": "v1",
        "manifest": {digest: ["v1/content/a"]},
        "versions": {
            "v1": {"created": "2026-01-01T00:00:00Z", "state": {digest: ["a"]}, "message": "x", "user": {"name": "x"}}
        },
    }
    inventory.update(changes)
    return _ocfl_of(json.dumps(inventory).encode())


def _ocfl_of(inventory: bytes) -> Members:
    side = f"{hashlib.sha512(inventory).hexdigest()} inventory.json\n".encode()
    files = [("inventory.json", inventory), ("inventory.json.sha512", side)]
    return [
        ("o/0=ocfl_object_1.1", b"ocfl_object_1.1\n"),
        *((f"o/{n}", c) for n, c in files),
        *((f"o/v1/{n}", c) for n, c in files),
        ("o/v1/content/a", b"x"),
    ]


def _crate(graph: str) -> Members:
    return [
        (
            "c/ro-crate-metadata.json",
            ('{"@context": "https://w3id.org/ro/crate/1.3/context", "@graph": ' + graph + "}").encode(),
        ),
        ("c/a", b"x"),
    ]


_ROOT = '{"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": "https://w3id.org/ro/crate/1.3"}}, {"@id": "./", "@type": "Dataset", "hasPart": %s}'


def _mets(href: str, extra: str = "") -> Members:
    text = (
        f'{extra}<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" OBJID="x"><metsHdr/><fileSec><fileGrp USE="x">'
        f'<file ID="f" SIZE="{"9" * 6_000}" CHECKSUM="00" CHECKSUMTYPE="SHA-256"><FLocat LOCTYPE="URL" xlink:type="simple" xlink:href="{href}"/></file>'
        "</fileGrp></fileSec><structMap><div/></structMap></mets>"
    )
    return [("m/METS.xml", text.encode()), ("m/mets.xml", text.encode())]


def _dspace(core: str, contents: str = "a.xml\n") -> Members:
    return [
        ("d/item_000/dublin_core.xml", core.encode()),
        ("d/item_000/contents", contents.encode()),
        ("d/item_000/a.xml", b"<TEI/>"),
    ]


def _links(place: Place) -> None:
    for name, content in bag():
        place.write(name, content)
    (place.work / "b/data/out").symlink_to(place.secret)
    (place.work / "b/data/up").symlink_to(place.outside)
    (place.work / "b/data/loop").symlink_to(place.work / "b")
    os.mkfifo(place.work / "b/data/pipe")


def _link_of_bag(place: Place) -> None:
    for name, content in bag():
        place.write(name.replace("b/", "real/", 1), content)
    (place.work / "b").symlink_to("real")


def _linked_manifest(place: Place) -> None:
    _links(place)
    (place.work / "b/manifest-sha256.txt").unlink()
    (place.work / "b/manifest-sha256.txt").symlink_to(place.secret)


def _deep_folder(place: Place) -> None:
    folder = place.work / "b"
    _links(place)
    for _ in range(400):
        folder /= "d" * 5
        folder.mkdir()


CASES = (
    zip_case("ocfl-types", later(zipped, _ocfl(manifest=[], versions=7))),
    zip_case(
        "ocfl-versions", later(zipped, _ocfl(versions={"v1": [], "v" + "9" * 6_000: {}, "../x": {"state": None}}))
    ),
    zip_case(
        "ocfl-state",
        later(
            zipped, _ocfl(versions={"v1": {"created": 1, "state": {"x": "y", "z": [1, None, "../../x"]}, "user": []}})
        ),
    ),
    zip_case(
        "ocfl-manifest-outside", later(zipped, _ocfl(manifest={"00": ["../../outside/secret.xml", "/etc/hostname", 7]}))
    ),
    zip_case("ocfl-algorithm", later(zipped, _ocfl(digestAlgorithm="shake_256\x1b[31m"))),
    zip_case("ocfl-algorithm-list", later(zipped, _ocfl(digestAlgorithm=["sha512"], head=7, id={"a": 1}))),
    zip_case("ocfl-head", later(zipped, _ocfl(head="v" + "9" * 9_000))),
    zip_case("ocfl-head-dots", later(zipped, _ocfl(head="../../outside"))),
    zip_case(
        "ocfl-fixity",
        later(zipped, _ocfl(fixity={"md5": {"x": 1}, "sha1": [], "shake_128": {"00": ["a"]}})),
        status=(0, 1, 2),
    ),
    zip_case("ocfl-nested", lambda: zipped(_ocfl_of(b"[" * 200_000))),
    zip_case("ocfl-numbers", lambda: zipped(_ocfl_of(b'{"a": ' + b"9" * 9_000 + b', "b": 1e999, "c": NaN}'))),
    zip_case(
        "ocfl-keys-twice", lambda: zipped(_ocfl_of(b'{"id": "a", "id": "b", "\\ud800": "\\u001b]0;x\\u0007\\u202e"}'))
    ),
    zip_case("ocfl-not-utf-8", lambda: zipped(_ocfl_of(b'{"id": "\xff"}'))),
    zip_case(
        "ocfl-side-file", lambda: zipped([(n, b"\xff\0" * 50_000 if n.endswith("sha512") else c) for n, c in _ocfl()])
    ),
    zip_case("crate-nested", lambda: zipped(_crate("[" * 200_000))),
    zip_case(
        "crate-types",
        later(
            zipped,
            _crate(
                '[1, null, {"@id": 7}, {"@id": ["./"]}, '
                + _ROOT % '[{"@id": 1}, null, "x", {"@id": "../outside/secret.xml"}]'
                + "]"
            ),
        ),
    ),
    zip_case("crate-numbers", lambda: zipped(_crate("[" + _ROOT % ("9" * 9_000) + "]"))),
    zip_case(
        "crate-addresses",
        later(
            zipped,
            _crate(
                "["
                + _ROOT
                % '[{"@id": "file:///etc/hostname"}, {"@id": "http://127.0.0.1:9/"}, {"@id": "http://[::1"}, {"@id": "%zz%00"}, {"@id": "\\ud800\\u202e"}]'
                + "]"
            ),
        ),
    ),
    zip_case(
        "crate-loop",
        later(
            zipped,
            _crate(
                "["
                + _ROOT % '[{"@id": "./"}, {"@id": "b/"}]'
                + ', {"@id": "b/", "@type": "Dataset", "hasPart": {"@id": "./"}}]'
            ),
        ),
    ),
    zip_case(
        "crate-chain",
        lambda: zipped(
            _crate(
                "["
                + _ROOT % '{"@id": "f0/"}'
                + "".join(
                    f', {{"@id": "f{i}/", "@type": "Dataset", "hasPart": {{"@id": "f{i + 1}/"}}}}'
                    for i in range(20_000)
                )
                + "]"
            )
        ),
    ),
    zip_case("mets-outside", later(zipped, _mets("../../outside/secret.xml"))),
    zip_case("mets-device", later(zipped, _mets("file:///dev/zero"))),
    zip_case("mets-address", later(zipped, _mets("http://[::1")), status=(0, 1, 2)),
    zip_case("mets-encoded", later(zipped, _mets("%2e%2e/%2e%2e/x%00%1b%ff"))),
    zip_case("mets-entity", later(zipped, _mets("&e;", "<!DOCTYPE mets [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"))),
    zip_case(
        "mets-laughs",
        lambda: zipped(
            _mets(
                "&a8;",
                laughs("m"),
            )
        ),
    ),
    zip_case(
        "mets-nested",
        lambda: zipped([("m/mets.xml", b'<mets xmlns="http://www.loc.gov/METS/"><structMap>' + b"<div>" * 200_000)]),
    ),
    zip_case(
        "dspace-core",
        later(
            zipped,
            _dspace(
                "<dublin_core>"
                + "<dcvalue element='x'/>" * 9
                + "<dcvalue element='"
                + BIDI
                + "'>&#27;</dcvalue></dublin_core>"
            ),
        ),
    ),
    zip_case(
        "dspace-contents",
        later(
            zipped,
            _dspace(
                "<dublin_core/>",
                "../../outside/secret.xml\n-r -s 1 -f /etc/hostname\n\tbundle:\x1b[31m\n" + "x" * 50_000,
            ),
        ),
    ),
    zip_case(
        "dspace-entity",
        later(
            zipped,
            _dspace(
                "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><dublin_core><dcvalue element='title'>&e;</dcvalue></dublin_core>"
            ),
        ),
    ),
    zip_case(
        "archivematica-csv",
        [
            ("t/objects/a", b"x"),
            ("t/metadata/metadata.csv", b'filename,dc.title\nobjects/a,"' + b"x" * 200_000 + b'\n"\0,\n../../x,=1\n'),
            ("t/metadata/checksum.sha256", b"00  ../objects/../../outside/secret.xml\n"),
        ],
        status=(1, 2),
    ),
    zip_case(
        "archivematica-csv-quotes",
        lambda: zipped(
            [
                ("t/objects/a", b"x"),
                ("t/metadata/metadata.csv", b'filename\n"' + b'""' * 5_000_000),
                ("t/metadata/checksum.md5", b"\n" * 3_000_000),
            ]
        ),
        status=(0, 1, 2),
    ),
    zip_case(
        "archivematica-csv-columns",
        lambda: zipped(
            [("t/objects/a", b"x"), ("t/metadata/metadata.csv", b"filename" + b",dc.title" * 500_000 + b"\n")]
        ),
        status=(0, 1, 2),
    ),
    Case("verify/folder-with-links", "verify b", prepare=_links, status=1),
    Case("verify/folder-that-is-a-link", "verify b", prepare=_link_of_bag, status=(0, 1, 2)),
    Case("verify/folder-manifest-is-a-link", "verify b", prepare=_linked_manifest, status=(1, 2)),
    Case("verify/folder-deep", "verify b", prepare=_deep_folder, status=(1, 2)),
    Case("verify/folder-up-in-manifest", "verify b", _folder(bag("data/../../../outside/secret.xml")), status=1),
    Case(
        "verify/folder-ocfl-up",
        "verify o",
        _folder(_ocfl(manifest={"00": ["v1/content/../../../../outside/secret.xml"]})),
        status=1,
    ),
    Case("verify/folder-mets-outside", "verify m", _folder(_mets("../../outside/secret.xml")), status=(1, 2)),
    Case(
        "verify/folder-crate-outside",
        "verify c",
        _folder(_crate("[" + _ROOT % '[{"@id": "../../outside/secret.xml", "@type": "File"}]' + "]")),
        status=(1, 2),
    ),
    Case("verify/folder-empty", "verify .", status=2),
    Case("verify/device", "verify /dev/zero", status=2),
    Case("verify/missing-with-escapes", f"verify 'x{BIDI}\x1b[31m.zip'", status=2),
    Case("verify/nothing-named", "verify", status=2),
)
