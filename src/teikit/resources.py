"""Finds the schemas that ship with teikit: the letter schema, and the ODDs of TEI's own customisations.

TEI's are in all versions at many addresses, by which documents name them; all mean the one that ships.
"""

import re
from pathlib import Path

from teikit.errors import IncorrectSchemaError
from teikit.messages import escape_control

LETTER = "letter"
TEI_ALL = "tei_all"
# The customisations that the TEI Consortium publishes schemas of; they are compiled when they are used.
TEI_SCHEMAS = (
    "tei_all", "tei_bare", "tei_corpus", "tei_drama", "tei_lite", "tei_minimal", "tei_ms", "tei_simplePrint",
    "tei_speech",
)  # fmt: skip
SHIPPED = {LETTER: "teikit-letter.rng", **{name: f"{name}.odd" for name in TEI_SCHEMAS}}
# Suffixes of schema files that are no ODDs, whatever is in them.
NO_ODDS = frozenset({".rng", ".rnc", ".sch"})
# The addresses that teikit writes into documents. That of the letter schema is a permanent identifier, which does not
# change with the place where the project is hosted.
ADDRESSES = {
    LETTER: "https://w3id.org/teikit/schema/teikit-letter.rng",
    TEI_ALL: "https://vault.tei-c.org/P5/current/xml/tei/custom/schema/relaxng/tei_all.rng",
}
_HERE = Path(__file__).parent
# A wheel has the letter schema in the package, the source tree has it at its top level.
_FOLDERS = (_HERE / "schema", _HERE.parents[1] / "schema", _HERE / "odd" / "customisations")
# What documents call the schemas of TEI: names of former versions, and names with version numbers or dates.
_FORMER_NAMES = {"teilite": "tei_lite", "teisimple": "tei_simplePrint", "tei_simpleprint": "tei_simplePrint"}
# Where copies of TEI's schemas are: its own hosts and the mirror of its Vault, its former build servers, its
# repositories and copies of these.
_TEI_ADDRESS = (
    r"https?://(?:"
    r"(?:[a-z0-9-]+\.)*tei-c\.org(?::[0-9]+)?/(?!(?:vault/)?p[1-4]/)"
    r"|vault\.tei-c\.de(?::[0-9]+)?/(?!p[1-4]/)"
    r"|tei\.oucs\.ox\.ac\.uk(?::[0-9]+)?/"
    r"|(?:raw\.githubusercontent\.com|raw\.github\.com|(?:www\.)?github\.com|(?:cdn\.)?rawgit\.com|raw\.githack\.com"
    r"|rawcdn\.githack\.com|cdn\.jsdelivr\.net/gh|cdn\.statically\.io/gh)/teic/"
    r"|teic\.github\.io/"
    r")(?:[^?#]*/)?(?P<name>[a-z_]+)(?:\.compiled)?\.(?:rng|rnc|odd|isosch|sch)(?:\.xml)?(?:[?#].*)?"
)


def name_of_address(uri: str) -> str | None:
    """Return the name of the schema that ships and has an address, None if teikit knows no such address."""
    secure = f"https://{uri.removeprefix('http://')}" if uri.startswith("http://") else uri
    if secure == ADDRESSES[LETTER]:
        return LETTER
    # Compiled when a document names a schema, and then kept by `re`.
    found = re.fullmatch(_TEI_ADDRESS, uri, re.IGNORECASE | re.DOTALL)
    return _tei_name(found["name"]) if found else None


def _tei_name(written: str) -> str | None:
    name = written.lower()
    return _FORMER_NAMES.get(name) or next((each for each in TEI_SCHEMAS if each.lower() == name), None)


def schema_path(name: str) -> Path:
    """Return the path of a schema, given by the name of a shipped one or by a path.

    Raises:
        IncorrectSchemaError: there is no such schema.
    """
    if name not in SHIPPED:
        path = Path(name)
        if not path.exists():
            reason = f"no such schema file; the schemas that ship are: {', '.join(sorted(SHIPPED))}"
            raise IncorrectSchemaError(f"{escape_control(name)}: {reason}")
        return path
    for folder in _FOLDERS:
        if (folder / SHIPPED[name]).is_file():
            return folder / SHIPPED[name]
    raise IncorrectSchemaError(f"the schema '{name}' is missing from this installation; install teikit again")
