"""Finds the schemas that ship with teikit, in the installed package or in the source tree."""

from pathlib import Path

from teikit.errors import IncorrectSchemaError
from teikit.messages import escape_control

SHIPPED = {"letter": "teikit-letter.rng"}
# The addresses by which documents name schemas. That of the letter schema is a permanent identifier, which does not
# change with the place where the project is hosted.
ADDRESSES = {
    "letter": "https://w3id.org/teikit/schema/teikit-letter.rng",
    "tei_all": "https://vault.tei-c.org/P5/current/xml/tei/custom/schema/relaxng/tei_all.rng",
}
_HERE = Path(__file__).parent
# A wheel has the schemas in the package, the source tree has them at its top level.
_FOLDERS = (_HERE / "schema", _HERE.parents[1] / "schema")


def name_of_address(uri: str) -> str | None:
    """Return the name of the schema that has an address, by http or https; None if teikit knows no such address."""
    secure = f"https://{uri.removeprefix('http://')}" if uri.startswith("http://") else uri
    return next((name for name, address in ADDRESSES.items() if address == secure), None)


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
