"""Servers that answer wrongly, never or without end: Dask schedulers, and schemas and files from the web."""

from hostile.case import Case
from hostile.making import LETTER, grammar, tei

_ANSWERS = (
    "nothing",
    "not-http",
    "silence",
    "loop",
    "large",
    "short",
    "escapes",
    "chunks",
    "negative",
    "gzip",
    "redirect",
    "drips",
    "drips-body",
    "endless-header",
    "endless-body",
    "endless-line",
    "continues",
)
_FILES = {"a.xml": tei(), "a.txt": LETTER, "b.txt": LETTER, "s.rng": grammar("<include href='@URL@/s.rng'/>")}


def _case(name: str, command: str, answer: str, **more: object) -> Case:
    return Case(f"network/{name}-{answer}", command, _FILES, **{"status": 2, "asks": True, "answer": answer, **more})


CASES = (
    *(_case("schema-add", "schema add x --from @URL@/s.rng", answer) for answer in _ANSWERS),
    *(
        _case("include", "validate a.xml --schema s.rng --allow-network", answer, status=(1, 2))
        for answer in ("nothing", "loop", "redirect", "endless-header", "continues", "escapes")
    ),
    *(
        _case("file", "validate @URL@/a.xml --schema letter", answer)
        for answer in ("nothing", "silence", "loop", "large", "redirect", "escapes", "endless-header", "drips")
    ),
    *(
        _case("scheduler", "validate a.xml --schema letter --scheduler tcp://@HOST@", answer)
        for answer in ("nothing", "not-http", "silence", "drips", "endless-body")
    ),
    _case("scheduler-encode", "encode a.txt b.txt -o o --scheduler tcp://@HOST@", "not-http"),
    Case("network/scheduler-nobody", "validate a.xml --schema letter --scheduler tcp://127.0.0.1:1", _FILES, status=2),
    Case(
        "network/scheduler-no-address",
        "validate a.xml --schema letter --scheduler 'x\x1b[31m://\u202e'",
        _FILES,
        status=2,
    ),
    Case(
        "network/scheduler-port",
        "validate a.xml --schema letter --scheduler tcp://127.0.0.1:99999999",
        _FILES,
        status=2,
    ),
    Case(
        "network/scheduler-address-broken", "validate a.xml --schema letter --scheduler 'tcp://[::1'", _FILES, status=2
    ),
    Case(
        "network/scheduler-local-many", "validate a.xml --schema letter --scheduler local:99999999999", _FILES, status=2
    ),
    Case("network/scheduler-local-0", "validate a.xml --schema letter --scheduler local:0", _FILES, status=2),
    Case("network/url-of-secret", "validate file://@SECRET@x --schema letter", _FILES, status=2),
    Case("network/url-broken", "validate 'http://[::1' --schema letter", _FILES, status=2),
    Case("network/url-scheme-unknown", "validate 'x\x1b[31m\u202e://y' --schema letter", _FILES, status=2),
    Case("network/url-chain", "validate 'zip://a.xml::@URL@/x.zip' --schema letter", _FILES, status=2),
    Case(
        "network/url-local-command",
        "validate 'github://x:y@z/a' 'reference://x' 'hdfs://x/y' 'ssh://x/y' --schema letter",
        _FILES,
        status=2,
    ),
    Case(
        "network/allow-network-from-other-host",
        "validate a.xml --schema s.rng --allow-network",
        {"a.xml": tei(), "s.rng": grammar("<include href='http://127.0.0.1:1/s.rng'/>")},
        status=2,
    ),
)
