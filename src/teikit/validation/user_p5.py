"""The user's own copy of TEI P5, with its prose: kept in the schema store under the name `tei`."""

import os
from pathlib import Path

from teikit.errors import IncorrectSchemaError
from teikit.odd.reading.p5_file import read_p5_file
from teikit.p5.specs import Library
from teikit.storage.files import read_file
from teikit.storage.references import local_path
from teikit.validation.fetch import WebFetcher
from teikit.validation.loading import find_schema, store
from teikit.validation.store import P5_NAME

PUBLISHED = "https://www.tei-c.org/Vault/P5/current/xml/tei/odd/p5subset.xml"


def fetch_p5(source: str, web: WebFetcher) -> tuple[dict[str, bytes], str]:
    """Return the file at a path or URL by its path or URI, and the version of the TEI P5 in it.

    Raises:
        IncorrectSchemaError: it cannot be fetched, or is not TEI P5.
        UnreadableInputError: the file cannot be read.
    """
    path = local_path(source)
    if path is None:
        name, data = web.load(source, "")
    else:
        name, data = os.path.abspath(path), read_file(path, "schema-bytes")  # noqa: PTH100  links are kept
    return {name: data}, read_p5_file(source, data).version


def find_p5(name: str) -> Path:
    """Return the file with another TEI P5: that which was added under a name, else the file at a path.

    Raises:
        IncorrectSchemaError: there is no such file.
    """
    stored = None if "/" in name or "." in name else store().find(name)
    if name == P5_NAME and stored is None:
        raise IncorrectSchemaError(f"{name}: was not added; 'teikit schema add {name} --from p5subset.xml' adds it")
    return find_schema(name)[0] if stored is None else stored.main


def user_p5() -> Library | None:
    """Return the user's copy of TEI P5 with its prose, None if there is none.

    Raises:
        IncorrectSchemaError: it is damaged.
    """
    stored = store().find(P5_NAME)
    if stored is None or not stored.is_p5:
        return None
    try:
        return read_p5_file(str(stored.main), read_file(stored.main))
    except IncorrectSchemaError:
        raise IncorrectSchemaError(f"the schema '{P5_NAME}' is not TEI P5; add it again with --force") from None
