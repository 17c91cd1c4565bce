"""Packages that `teikit verify` reads: bags, OCFL objects, RO-Crates, METS and others, as folders, zip and tar files."""

import hashlib
import io
import json
import os
import tarfile
import zipfile

from hostile.case import Case, Place
from hostile.making import BIDI, ESCAPES, later, tarred, zip_patched, zipped

Members = list[tuple[str, bytes]]
_TXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_DIGEST = hashlib.sha256(b"x").hexdigest()


def _bag(
    payload: str = "data/a", manifest: bytes | None = None, more: Members | None = None, declaration: bytes = _TXT
) -> Members:
    """The members of a bag with one file."""
    lines = f"{_DIGEST}  {payload}\n".encode("utf-8", "surrogatepass") if manifest is None else manifest
    return [("b/bagit.txt", declaration), ("b/manifest-sha256.txt", lines), ("b/data/a", b"x"), *(more or [])]


def _zip(name: str, members: object, command: str = "verify b.zip", **more: object) -> Case:
    """A case of a zip file; members may be a list, or a function that returns the bytes of the file."""
    content = members if callable(members) else later(zipped, members)
    return Case(f"verify/{name}", command, {"b.zip": content}, **{"status": (1, 2), **more})  # type: ignore[arg-type,dict-item]


def _tar(name: str, content: object, file: str = "b.tar", **more: object) -> Case:
    return Case(f"verify/tar-{name}", f"verify {file}", {file: content}, **{"status": (1, 2), **more})  # type: ignore[arg-type,dict-item]


def _folder(members: Members) -> dict[str, bytes]:
    return dict(members)


def _sparse(size: int = 1 << 40) -> bytes:
    """A tar file in GNU's format, whose member is a hole of a terabyte."""
    info = tarfile.TarInfo("b/data/hole")
    info.type = tarfile.GNUTYPE_SPARSE
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    octal = b"\x80" + size.to_bytes(11, "big")
    block[386:410] = b"%011o\0" % 0 + b"%011o\0" % 0
    block[483:495] = octal
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    # The three members before it have a block for the header, and one for the content.
    return tarred(_bag())[: 3 * 1_024] + bytes(block) + b"\0" * 1_024


def _sparse_pax(size: int = 1 << 40) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in _bag():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        info = tarfile.TarInfo("b/GNUSparseFile.0/hole")
        info.pax_headers = {
            "GNU.sparse.major": "1",
            "GNU.sparse.minor": "0",
            "GNU.sparse.name": "b/data/hole",
            "GNU.sparse.realsize": str(size),
        }
        info.size = 512
        archive.addfile(info, io.BytesIO(b"1\n0\n1\n".ljust(512, b"\0")))
    return data.getvalue()


def _pax(value: str, key: str = "comment", count: int = 1) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        for name, content in _bag():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            info.pax_headers = {f"{key}{i or ''}": value for i in range(count)}
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def _linked(kind: bytes, target: str, name: str = "b/data/link") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for each, content in _bag():
            info = tarfile.TarInfo(each)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        archive.addfile(info)
    return data.getvalue()


def _flip(data: bytes, step: int = 101) -> bytes:
    changed = bytearray(data)
    for at in range(40, len(changed), step):
        changed[at] ^= 0x15
    return bytes(changed)


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
    for name, content in _bag():
        place.write(name, content)
    (place.work / "b/data/out").symlink_to(place.secret)
    (place.work / "b/data/up").symlink_to(place.outside)
    (place.work / "b/data/loop").symlink_to(place.work / "b")
    os.mkfifo(place.work / "b/data/pipe")


def _link_of_bag(place: Place) -> None:
    for name, content in _bag():
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
    _zip("manifest-of-line-ends", lambda: zipped(_bag(manifest=b"\n" * 250_000_000))),
    _zip("manifest-of-carriage-returns", lambda: zipped(_bag(manifest=b"\r" * 60_000_000))),
    _zip("manifest-of-one-line", lambda: zipped(_bag(manifest=b"x" * 200_000_000))),
    _zip(
        "manifest-of-blanks", lambda: zipped(_bag(manifest=b"a" + b" " * 3_000_000 + b"\n" + b"a" + b"\t" * 3_000_000))
    ),
    _zip(
        "manifest-of-faults",
        lambda: zipped(_bag(manifest=b"".join(b"%064x  data/%d\n" % (i, i) for i in range(150_000)))),
    ),
    _zip(
        "manifest-of-one-name",
        lambda: zipped(_bag(manifest=f"{_DIGEST}  data/a\n".encode() * 300_000)),
        status=(0, 1, 2),
    ),
    _zip("manifest-names-up", _bag("data/../../x"), status=1),
    _zip("manifest-names-absolute", _bag("/etc/hostname"), status=1, never=("root:",)),
    _zip("manifest-names-home", _bag("~/x"), status=1),
    _zip("manifest-names-escapes", _bag(f"data/{ESCAPES.rstrip()}{BIDI}"), status=1),
    _zip("manifest-encoded", _bag("data/%2e%2e%0a%0d%1b%00"), status=1),
    _zip("manifest-surrogates", _bag("data/\ud800"), status=(1, 2)),
    _zip("encoding-undefined", _bag(declaration=_TXT.replace(b"UTF-8", b"undefined"))),
    _zip("encoding-punycode", _bag(declaration=_TXT.replace(b"UTF-8", b"punycode"))),
    _zip("encoding-rot13", _bag(declaration=_TXT.replace(b"UTF-8", b"rot13"))),
    _zip("encoding-utf-7", _bag(declaration=_TXT.replace(b"UTF-8", b"UTF-7")), status=(0, 1, 2)),
    _zip("encoding-idna", _bag(declaration=_TXT.replace(b"UTF-8", b"idna")), status=(0, 1, 2)),
    _zip("encoding-long", lambda: zipped(_bag(declaration=_TXT.replace(b"UTF-8", b"x" * 100_000)))),
    _zip("encoding-utf-16", _bag(declaration=_TXT.replace(b"UTF-8", b"UTF-16"))),
    _zip(
        "version-of-digits",
        lambda: zipped(_bag(declaration=_TXT.replace(b"1.0", b"9" * 50_000 + b".0"))),
        status=(0, 1, 2),
    ),
    _zip(
        "algorithm-unknown",
        [*_bag(), ("b/manifest-shake_128.txt", b"00  data/a\n"), ("b/manifest-" + "x" * 200 + ".txt", b"00  data/a\n")],
        status=(0, 1, 2),
    ),
    _zip("algorithm-escapes", [*_bag(), ("b/manifest-\x1b[31m\u202e.txt", b"00  data/a\n")], status=(0, 1, 2)),
    _zip("oxum-of-digits", [*_bag(), ("b/bag-info.txt", b"Payload-Oxum: " + b"9" * 9_000 + b"." + b"9" * 9_000)]),
    _zip("info-folded", lambda: zipped([*_bag(), ("b/bag-info.txt", b"A: b" + b"\n c" * 500_000)]), status=(0, 1, 2)),
    _zip("info-of-labels", lambda: zipped([*_bag(), ("b/bag-info.txt", b"A: b\n" * 500_000)]), status=(0, 1, 2)),
    _zip("fetch-network", [*_bag(), ("b/fetch.txt", b"@URL@/x 1 data/b\n")], status=(0, 1, 2)),
    _zip(
        "fetch-of-digits",
        [
            *_bag(),
            (
                "b/fetch.txt",
                b"http://127.0.0.1:9/x " + b"9" * 9_000 + b" data/b\nfile:///etc/hostname - data/c\n\x1b[31m - ../x\n",
            ),
        ],
        status=(0, 1, 2),
    ),
    _zip("fetch-not-utf-8", [*_bag(), ("b/fetch.txt", b"\xff\xfe - data/\xff\n")]),
    _zip("tag-manifest-itself", [*_bag(), ("b/tagmanifest-sha256.txt", b"00  tagmanifest-sha256.txt\n" * 5)], status=1),
    _zip("member-up", [*_bag(), ("b/../../x", b"x")], status=(1, 2)),
    _zip("member-up-first", [("../b/bagit.txt", _TXT), *_bag()], status=(1, 2)),
    _zip("member-absolute", [*_bag(), ("/b/data/x", b"x")], status=(1, 2)),
    _zip("member-nameless", [*_bag(), ("", b"x")], status=(1, 2)),
    _zip("member-dots", [*_bag(), ("b/./data//b", b"x"), ("b/data/a/", b""), (".", b""), ("..", b"")], status=(1, 2)),
    _zip("member-backslash", [*_bag(), ("b\\..\\..\\x", b"x"), ("C:x", b"x"), ("b/data/con", b"x")], status=(1, 2)),
    _zip("member-escapes", [*_bag(), (f"b/data/{ESCAPES}{BIDI}\x9b31m", b"x")], status=(1, 2)),
    _zip(
        "member-escapes-json",
        [*_bag(), (f"b/data/{ESCAPES}{BIDI}[/x]", b"x")],
        "verify b.zip --format json",
        status=(1, 2),
    ),
    _zip(
        "member-escapes-html",
        [*_bag(), (f"b/data/{BIDI}<script>alert(1)</script>", b"x")],
        "verify b.zip --format html --output r.html",
        status=(1, 2),
        writes=("work/r.html",),
        never=("<script>alert", "\u202e"),
    ),
    _zip(
        "member-escapes-github",
        [*_bag(), ("b/data/\n::error::x%0A::stop-commands::y", b"x")],
        "verify b.zip --format github",
        status=(1, 2),
        never=("\n::error::x",),
    ),
    _zip(
        "member-formula-csv",
        [*_bag(), ("b/data/=HYPERLINK(1)", b"x"), ("=1+1/x", b"")],
        "verify b.zip --format csv",
        status=(1, 2),
        never=("\n=", ",="),
    ),
    _zip("member-twice", lambda: zipped([*_bag(), ("b/data/a", b"y")]), status=(1, 2)),
    _zip(
        "members-40000-of-one-name",
        lambda: zipped([*_bag(), *((f"b/data/f{i % 39_999}", b"") for i in range(40_000))], zipfile.ZIP_STORED),
    ),
    _zip(
        "members-all-of-one-name",
        lambda: zipped([*_bag(), *(("b/data/f", b"") for i in range(40_000))], zipfile.ZIP_STORED),
    ),
    _zip(
        "members-case-and-form",
        [*_bag(), ("b/data/A", b"x"), ("b/data/e\u0301", b"x"), ("b/data/\u00e9", b"x")],
        status=(1, 2),
    ),
    _zip("member-depth", lambda: zipped([*_bag(), ("b/data/" + "d/" * 30_000 + "x", b"x")])),
    _zip("bomb", lambda: zipped([*_bag(), ("b/data/bomb", b"\0" * 300_000_000)]), status=(1, 2)),
    _zip("bomb-tag-file", lambda: zipped([*_bag(), ("b/bag-info.txt", b"A: " + b"x" * 300_000_000)]), status=(0, 1, 2)),
    _zip("crc-wrong", lambda: zip_patched(zipped(_bag()), (16, "<I", 0))),
    _zip("method-99", lambda: zip_patched(zipped(_bag()), (10, "<H", 99))),
    _zip("method-lies-lzma", lambda: zip_patched(zipped(_bag()), (10, "<H", 14))),
    _zip("method-lies-bzip2", lambda: zip_patched(zipped(_bag()), (10, "<H", 12))),
    _zip("lzma", lambda: zipped(_bag(), zipfile.ZIP_LZMA), status=(0, 1, 2)),
    _zip("sizes-lie", lambda: zip_patched(zipped(_bag()), (24, "<I", 0xFFFFFFF0)), status=(0, 1, 2)),
    _zip("sizes-too-small", lambda: zip_patched(zipped(_bag()), (24, "<I", 0))),
    _zip("encrypted", lambda: zip_patched(zipped(_bag()), (8, "<H", 1))),
    _zip("offsets-outside", lambda: zip_patched(zipped(_bag()), (42, "<I", 0x7FFFFFF0))),
    _zip("flipped", lambda: _flip(zipped(_bag()))),
    _zip("truncated", lambda: zipped(_bag())[:-9], status=2),
    _zip(
        "link-member",
        lambda: zip_patched(zipped([*_bag(), ("b/data/l", b"../../outside/secret.xml")]), (38, "<I", 0o120777 << 16)),
    ),
    _zip("empty", lambda: b"PK\5\6".ljust(22, b"\0"), status=2),
    _zip("zip-in-zip", lambda: zipped([("b/b.zip", zipped(_bag()))]), status=2),
    _zip(
        "profile-hostile",
        _bag(),
        "verify b.zip --profile p.json",
        status=2,
        prepare=lambda place: place.write("p.json", "[" * 100_000),
    ),
    _zip(
        "profile-numbers",
        _bag(),
        "verify b.zip --profile p.json",
        status=2,
        prepare=lambda place: place.write(
            "p.json",
            '{"BagIt-Profile-Info": {"x": ' + "9" * 9_000 + '}, "Bag-Info": 1e999, "Accept-BagIt-Version": [1, null]}',
        ),
    ),
    _zip(
        "profile-patterns",
        _bag(),
        "verify b.zip --profile p.json",
        status=(1, 2),
        prepare=lambda place: place.write(
            "p.json",
            json.dumps(
                {
                    "BagIt-Profile-Info": {
                        "BagIt-Profile-Identifier": "@URL@",
                        "Source-Organization": "x",
                        "External-Description": "x",
                        "Version": "1",
                    },
                    "Tag-Files-Allowed": ["*" * 30 + "x"],
                    "Payload-Files-Allowed": ["*a" * 40],
                    "Payload-Files-Required": ["../../x"],
                    "Tag-Files-Required": ["../outside/secret.xml"],
                }
            ),
        ),
    ),
    _zip("profile-device", _bag(), "verify b.zip --profile /dev/zero", status=2),
    _tar("sparse-1-tb", _sparse),
    _tar("sparse-pax-1-tb", _sparse_pax),
    _tar("pax-headers-of-60-mb", lambda: _pax("x" * 60_000_000), "b.tar.gz", status=(0, 1, 2)),
    _tar("pax-headers-many", lambda: _pax("x", "k", 60_000), "b.tar.gz", status=(0, 1, 2)),
    _tar("pax-path", later(_pax, "../../outside/x", "path"), "b.tgz"),
    _tar("pax-size", later(_pax, "9" * 50, "size"), "b.tgz"),
    _tar("pax-size-negative", later(_pax, "-1", "size"), "b.tgz"),
    _tar("pax-mtime", later(_pax, "1e999", "mtime"), "b.tgz", status=(0, 1, 2)),
    _tar("pax-uid", later(_pax, "9" * 9_000, "uid"), "b.tgz", status=(0, 1, 2)),
    _tar("pax-charset", later(_pax, "undefined", "hdrcharset"), "b.tgz", status=(0, 1, 2)),
    _tar("link-outside", lambda: _linked(tarfile.SYMTYPE, "../../outside/secret.xml")),
    _tar("link-hard-outside", lambda: _linked(tarfile.LNKTYPE, "/etc/hostname")),
    _tar("link-loop", lambda: _linked(tarfile.SYMTYPE, "link")),
    _tar("link-hard-itself", lambda: _linked(tarfile.LNKTYPE, "b/data/link")),
    _tar("device", lambda: _linked(tarfile.CHRTYPE, "")),
    _tar("pipe", lambda: _linked(tarfile.FIFOTYPE, "")),
    _tar("unknown-type", lambda: _linked(b"Q", "")),
    _tar("nameless", lambda: _linked(tarfile.REGTYPE, "", ""), status=(0, 1, 2)),
    _tar("up", lambda: tarred([*_bag(), ("b/../../x", b"x")])),
    _tar("escapes", lambda: tarred([*_bag(), (f"b/data/{ESCAPES}{BIDI}", b"x")])),
    _tar("members-40000", lambda: tarred([*_bag(), *(("b/data/f", b"") for _ in range(40_000))])),
    _tar("long-names", lambda: tarred([*_bag(), ("b/data/" + "x/" * 100_000, b"")])),
    _tar("truncated", lambda: tarred(_bag())[:1_200]),
    _tar("truncated-gz", lambda: tarred(_bag(), "w:gz")[:-20], "b.tar.gz"),
    _tar("gz-bomb", lambda: tarred([*_bag(), ("b/data/z", b"\0" * 300_000_000)], "w:gz"), "b.tar.gz"),
    _tar("gz-flipped", lambda: _flip(tarred(_bag(), "w:gz"), 41), "b.tar.gz"),
    _tar("gz-no-tar", b"\x1f\x8b\x08\0", "b.tar.gz", status=2),
    _tar("bz2-named-gz", lambda: tarred(_bag(), "w:bz2"), "b.tar.gz", status=(0, 1, 2)),
    _tar("not-tar", b"\0" * 100_000, status=2),
    _tar("header-of-size-negative", lambda: tarred(_bag()).replace(b"00000000001\0", b"\xff" * 11 + b"\xfe", 1)),
    _zip("ocfl-types", later(zipped, _ocfl(manifest=[], versions=7))),
    _zip("ocfl-versions", later(zipped, _ocfl(versions={"v1": [], "v" + "9" * 6_000: {}, "../x": {"state": None}}))),
    _zip(
        "ocfl-state",
        later(
            zipped, _ocfl(versions={"v1": {"created": 1, "state": {"x": "y", "z": [1, None, "../../x"]}, "user": []}})
        ),
    ),
    _zip(
        "ocfl-manifest-outside", later(zipped, _ocfl(manifest={"00": ["../../outside/secret.xml", "/etc/hostname", 7]}))
    ),
    _zip("ocfl-algorithm", later(zipped, _ocfl(digestAlgorithm="shake_256\x1b[31m"))),
    _zip("ocfl-algorithm-list", later(zipped, _ocfl(digestAlgorithm=["sha512"], head=7, id={"a": 1}))),
    _zip("ocfl-head", later(zipped, _ocfl(head="v" + "9" * 9_000))),
    _zip("ocfl-head-dots", later(zipped, _ocfl(head="../../outside"))),
    _zip(
        "ocfl-fixity",
        later(zipped, _ocfl(fixity={"md5": {"x": 1}, "sha1": [], "shake_128": {"00": ["a"]}})),
        status=(0, 1, 2),
    ),
    _zip("ocfl-nested", lambda: zipped(_ocfl_of(b"[" * 200_000))),
    _zip("ocfl-numbers", lambda: zipped(_ocfl_of(b'{"a": ' + b"9" * 9_000 + b', "b": 1e999, "c": NaN}'))),
    _zip(
        "ocfl-keys-twice", lambda: zipped(_ocfl_of(b'{"id": "a", "id": "b", "\\ud800": "\\u001b]0;x\\u0007\\u202e"}'))
    ),
    _zip("ocfl-not-utf-8", lambda: zipped(_ocfl_of(b'{"id": "\xff"}'))),
    _zip(
        "ocfl-side-file", lambda: zipped([(n, b"\xff\0" * 50_000 if n.endswith("sha512") else c) for n, c in _ocfl()])
    ),
    _zip("crate-nested", lambda: zipped(_crate("[" * 200_000))),
    _zip(
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
    _zip("crate-numbers", lambda: zipped(_crate("[" + _ROOT % ("9" * 9_000) + "]"))),
    _zip(
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
    _zip(
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
    _zip(
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
    _zip("mets-outside", later(zipped, _mets("../../outside/secret.xml"))),
    _zip("mets-device", later(zipped, _mets("file:///dev/zero"))),
    _zip("mets-address", later(zipped, _mets("http://[::1")), status=(0, 1, 2)),
    _zip("mets-encoded", later(zipped, _mets("%2e%2e/%2e%2e/x%00%1b%ff"))),
    _zip("mets-entity", later(zipped, _mets("&e;", "<!DOCTYPE mets [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"))),
    _zip(
        "mets-laughs",
        lambda: zipped(
            _mets(
                "&a8;",
                "<!DOCTYPE m [<!ENTITY a 'ha'>"
                + "".join(f"<!ENTITY a{i} '{('&a;' if i == 0 else f'&a{i - 1};') * 10}'>" for i in range(9))
                + "]>",
            )
        ),
    ),
    _zip(
        "mets-nested",
        lambda: zipped([("m/mets.xml", b'<mets xmlns="http://www.loc.gov/METS/"><structMap>' + b"<div>" * 200_000)]),
    ),
    _zip(
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
    _zip(
        "dspace-contents",
        later(
            zipped,
            _dspace(
                "<dublin_core/>",
                "../../outside/secret.xml\n-r -s 1 -f /etc/hostname\n\tbundle:\x1b[31m\n" + "x" * 50_000,
            ),
        ),
    ),
    _zip(
        "dspace-entity",
        later(
            zipped,
            _dspace(
                "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><dublin_core><dcvalue element='title'>&e;</dcvalue></dublin_core>"
            ),
        ),
    ),
    _zip(
        "archivematica-csv",
        [
            ("t/objects/a", b"x"),
            ("t/metadata/metadata.csv", b'filename,dc.title\nobjects/a,"' + b"x" * 200_000 + b'\n"\0,\n../../x,=1\n'),
            ("t/metadata/checksum.sha256", b"00  ../objects/../../outside/secret.xml\n"),
        ],
        status=(1, 2),
    ),
    _zip(
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
    _zip(
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
    Case("verify/folder-up-in-manifest", "verify b", _folder(_bag("data/../../../outside/secret.xml")), status=1),
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
