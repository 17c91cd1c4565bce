"""Names to the schemas that ship with teikit, from the installed package or from the tree it is developed in."""

from pathlib import Path

from teikit.errors import IncorrectSchemaError
from teikit.messages import escape_control

SHIPPED = {"letter": "teikit-letter.rng"}
_HERE = Path(__file__).parent
# In a wheel the schemas lie in the package; in the tree they stand at its top, where people look for them.
_FOLDERS = (_HERE / "schema", _HERE.parents[1] / "schema")


def schema_path(name: str) -> Path:
    """Return the file of a schema, given by the name of one that ships with teikit or by a path.

    Raises:
        IncorrectSchemaError: there is none of that name.

    """
    if name not in SHIPPED:
        path = Path(name)
        if not path.exists():
            names = ", ".join(sorted(SHIPPED))
            raise IncorrectSchemaError(
                f"{escape_control(name)}: no such schema file; the schemas that ship are: {names}"
            )
        return path
    for folder in _FOLDERS:
        if (folder / SHIPPED[name]).is_file():
            return folder / SHIPPED[name]
    raise IncorrectSchemaError(f"the schema '{name}' is missing from this installation; install teikit again")
