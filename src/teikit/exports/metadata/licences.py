"""Recognises Creative Commons licences by their addresses, and gives them the names of SPDX, Zenodo and IIIF."""

import re

_SITE = r"https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)"
_LICENCE = re.compile(rf"{_SITE}/([a-z-]+)/(\d\.\d)/?((deed|legalcode).*)?")
# IIIF Presentation 3.0, rights: the addresses of the licences themselves, which begin with http; not of their deeds.
_RIGHTS = re.compile(
    r"https?://(?:www\.)?(?P<address>creativecommons\.org/licenses/[a-z-]+/\d\.\d/(?:[a-z]{2,3}/)?"
    r"|creativecommons\.org/publicdomain/[a-z]+/\d\.\d/"
    r"|rightsstatements\.org/vocab/[A-Za-z-]+/\d\.\d/)(?:(?:deed|legalcode)[.\w-]*)?"
)


def short_name(address: str) -> str:
    """Return the name of a Creative Commons licence in small letters, such as `cc-by-4.0`; empty for others.

    Versions for one country have none.
    """
    found = _LICENCE.fullmatch(address)
    if found is None or found[1] in {"mark", "certification"}:
        return ""
    return f"cc0-{found[2]}" if found[1] == "zero" else f"cc-{found[1]}-{found[2]}"


def spdx_id(address: str) -> str:
    """Return the SPDX identifier of a Creative Commons licence, such as `CC-BY-4.0`; empty for others."""
    return short_name(address).upper()


def rights_uri(address: str) -> str:
    """Return the http address of a Creative Commons licence or a RightsStatements.org statement; empty for others."""
    found = _RIGHTS.fullmatch(address) or _RIGHTS.fullmatch(f"{address}/")
    return f"http://{found['address']}" if found else ""
