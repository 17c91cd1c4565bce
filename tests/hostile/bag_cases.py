"""Bags in zip files."""

import json
import zipfile

from hostile.bags import DECLARATION, DIGEST, bag, zip_case
from hostile.making import BIDI, ESCAPES, flip, zip_patched
from support.archives import zipped

CASES = (
    zip_case("manifest-of-line-ends", lambda: zipped(bag(manifest=b"\n" * 250_000_000))),
    zip_case("manifest-of-carriage-returns", lambda: zipped(bag(manifest=b"\r" * 60_000_000))),
    zip_case("manifest-of-one-line", lambda: zipped(bag(manifest=b"x" * 200_000_000))),
    zip_case(
        "manifest-of-blanks", lambda: zipped(bag(manifest=b"a" + b" " * 3_000_000 + b"\n" + b"a" + b"\t" * 3_000_000))
    ),
    zip_case(
        "manifest-of-faults",
        lambda: zipped(bag(manifest=b"".join(b"%064x  data/%d\n" % (i, i) for i in range(150_000)))),
    ),
    zip_case(
        "manifest-of-one-name",
        lambda: zipped(bag(manifest=f"{DIGEST}  data/a\n".encode() * 300_000)),
        status=(0, 1, 2),
    ),
    zip_case("manifest-names-up", bag("data/../../x"), status=1),
    zip_case("manifest-names-absolute", bag("/etc/hostname"), status=1, never=("root:",)),
    zip_case("manifest-names-home", bag("~/x"), status=1),
    zip_case("manifest-names-escapes", bag(f"data/{ESCAPES.rstrip()}{BIDI}"), status=1),
    zip_case("manifest-encoded", bag("data/%2e%2e%0a%0d%1b%00"), status=1),
    zip_case("manifest-surrogates", bag("data/\ud800"), status=(1, 2)),
    zip_case("encoding-undefined", bag(declaration=DECLARATION.replace(b"UTF-8", b"undefined"))),
    zip_case("encoding-punycode", bag(declaration=DECLARATION.replace(b"UTF-8", b"punycode"))),
    zip_case("encoding-rot13", bag(declaration=DECLARATION.replace(b"UTF-8", b"rot13"))),
    zip_case("encoding-utf-7", bag(declaration=DECLARATION.replace(b"UTF-8", b"UTF-7")), status=(0, 1, 2)),
    zip_case("encoding-idna", bag(declaration=DECLARATION.replace(b"UTF-8", b"idna")), status=(0, 1, 2)),
    zip_case("encoding-long", lambda: zipped(bag(declaration=DECLARATION.replace(b"UTF-8", b"x" * 100_000)))),
    zip_case("encoding-utf-16", bag(declaration=DECLARATION.replace(b"UTF-8", b"UTF-16"))),
    zip_case(
        "version-of-digits",
        lambda: zipped(bag(declaration=DECLARATION.replace(b"1.0", b"9" * 50_000 + b".0"))),
        status=(0, 1, 2),
    ),
    zip_case(
        "algorithm-unknown",
        [*bag(), ("b/manifest-shake_128.txt", b"00  data/a\n"), ("b/manifest-" + "x" * 200 + ".txt", b"00  data/a\n")],
        status=(0, 1, 2),
    ),
    zip_case("algorithm-escapes", [*bag(), ("b/manifest-\x1b[31m\u202e.txt", b"00  data/a\n")], status=(0, 1, 2)),
    zip_case("oxum-of-digits", [*bag(), ("b/bag-info.txt", b"Payload-Oxum: " + b"9" * 9_000 + b"." + b"9" * 9_000)]),
    zip_case(
        "info-folded", lambda: zipped([*bag(), ("b/bag-info.txt", b"A: b" + b"\n c" * 500_000)]), status=(0, 1, 2)
    ),
    zip_case("info-of-labels", lambda: zipped([*bag(), ("b/bag-info.txt", b"A: b\n" * 500_000)]), status=(0, 1, 2)),
    zip_case("fetch-network", [*bag(), ("b/fetch.txt", b"@URL@/x 1 data/b\n")], status=(0, 1, 2)),
    zip_case(
        "fetch-of-digits",
        [
            *bag(),
            (
                "b/fetch.txt",
                b"http://127.0.0.1:9/x " + b"9" * 9_000 + b" data/b\nfile:///etc/hostname - data/c\n\x1b[31m - ../x\n",
            ),
        ],
        status=(0, 1, 2),
    ),
    zip_case("fetch-not-utf-8", [*bag(), ("b/fetch.txt", b"\xff\xfe - data/\xff\n")]),
    zip_case(
        "tag-manifest-itself", [*bag(), ("b/tagmanifest-sha256.txt", b"00  tagmanifest-sha256.txt\n" * 5)], status=1
    ),
    zip_case("member-up", [*bag(), ("b/../../x", b"x")], status=(1, 2)),
    zip_case("member-up-first", [("../b/bagit.txt", DECLARATION), *bag()], status=(1, 2)),
    zip_case("member-absolute", [*bag(), ("/b/data/x", b"x")], status=(1, 2)),
    zip_case("member-nameless", [*bag(), ("", b"x")], status=(1, 2)),
    zip_case(
        "member-dots", [*bag(), ("b/./data//b", b"x"), ("b/data/a/", b""), (".", b""), ("..", b"")], status=(1, 2)
    ),
    zip_case("member-backslash", [*bag(), ("b\\..\\..\\x", b"x"), ("C:x", b"x"), ("b/data/con", b"x")], status=(1, 2)),
    zip_case("member-escapes", [*bag(), (f"b/data/{ESCAPES}{BIDI}\x9b31m", b"x")], status=(1, 2)),
    zip_case(
        "member-escapes-json",
        [*bag(), (f"b/data/{ESCAPES}{BIDI}[/x]", b"x")],
        "verify b.zip --format json",
        status=(1, 2),
    ),
    zip_case(
        "member-escapes-html",
        [*bag(), (f"b/data/{BIDI}<script>alert(1)</script>", b"x")],
        "verify b.zip --format html --output r.html",
        status=(1, 2),
        writes=("work/r.html",),
        never=("<script>alert", "\u202e"),
    ),
    zip_case(
        "member-escapes-github",
        [*bag(), ("b/data/\n::error::x%0A::stop-commands::y", b"x")],
        "verify b.zip --format github",
        status=(1, 2),
        never=("\n::error::x",),
    ),
    zip_case(
        "member-formula-csv",
        [*bag(), ("b/data/=HYPERLINK(1)", b"x"), ("=1+1/x", b"")],
        "verify b.zip --format csv",
        status=(1, 2),
        never=("\n=", ",="),
    ),
    zip_case("member-twice", lambda: zipped([*bag(), ("b/data/a", b"y")]), status=(1, 2)),
    zip_case(
        "members-40000-of-one-name",
        lambda: zipped([*bag(), *((f"b/data/f{i % 39_999}", b"") for i in range(40_000))], zipfile.ZIP_STORED),
    ),
    zip_case(
        "members-all-of-one-name",
        lambda: zipped([*bag(), *(("b/data/f", b"") for i in range(40_000))], zipfile.ZIP_STORED),
    ),
    zip_case(
        "members-case-and-form",
        [*bag(), ("b/data/A", b"x"), ("b/data/e\u0301", b"x"), ("b/data/\u00e9", b"x")],
        status=(1, 2),
    ),
    zip_case("member-depth", lambda: zipped([*bag(), ("b/data/" + "d/" * 30_000 + "x", b"x")])),
    zip_case("bomb", lambda: zipped([*bag(), ("b/data/bomb", b"\0" * 300_000_000)]), status=(1, 2)),
    zip_case(
        "bomb-tag-file", lambda: zipped([*bag(), ("b/bag-info.txt", b"A: " + b"x" * 300_000_000)]), status=(0, 1, 2)
    ),
    zip_case("crc-wrong", lambda: zip_patched(zipped(bag()), (16, "<I", 0))),
    zip_case("method-99", lambda: zip_patched(zipped(bag()), (10, "<H", 99))),
    zip_case("method-lies-lzma", lambda: zip_patched(zipped(bag()), (10, "<H", 14))),
    zip_case("method-lies-bzip2", lambda: zip_patched(zipped(bag()), (10, "<H", 12))),
    zip_case("lzma", lambda: zipped(bag(), zipfile.ZIP_LZMA), status=(0, 1, 2)),
    zip_case("sizes-lie", lambda: zip_patched(zipped(bag()), (24, "<I", 0xFFFFFFF0)), status=(0, 1, 2)),
    zip_case("sizes-too-small", lambda: zip_patched(zipped(bag()), (24, "<I", 0))),
    zip_case("encrypted", lambda: zip_patched(zipped(bag()), (8, "<H", 1))),
    zip_case("offsets-outside", lambda: zip_patched(zipped(bag()), (42, "<I", 0x7FFFFFF0))),
    zip_case("flipped", lambda: flip(zipped(bag()))),
    zip_case("truncated", lambda: zipped(bag())[:-9], status=2),
    zip_case(
        "link-member",
        lambda: zip_patched(zipped([*bag(), ("b/data/l", b"../../outside/secret.xml")]), (38, "<I", 0o120777 << 16)),
    ),
    zip_case("empty", lambda: b"PK\5\6".ljust(22, b"\0"), status=2),
    zip_case("zip-in-zip", lambda: zipped([("b/b.zip", zipped(bag()))]), status=2),
    zip_case(
        "profile-hostile",
        bag(),
        "verify b.zip --profile p.json",
        status=2,
        prepare=lambda place: place.write("p.json", "[" * 100_000),
    ),
    zip_case(
        "profile-numbers",
        bag(),
        "verify b.zip --profile p.json",
        status=2,
        prepare=lambda place: place.write(
            "p.json",
            '{"BagIt-Profile-Info": {"x": ' + "9" * 9_000 + '}, "Bag-Info": 1e999, "Accept-BagIt-Version": [1, null]}',
        ),
    ),
    zip_case(
        "profile-patterns",
        bag(),
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
    zip_case("profile-device", bag(), "verify b.zip --profile /dev/zero", status=2),
)
