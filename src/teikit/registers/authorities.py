"""Authority files: the URIs of their records, and the numbers by which registers cite them (`<idno type="GND">`)."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_URI = re.compile(r"(?:https?://|urn:|info:)[^\s<>\"{}|\\^`]+")


class _Authority(NamedTuple):
    """An authority file: a part of its URIs, its name, its address, and how registers cite it by number alone.

    `types` are the words of @type and @subtype that mean it, `number` is the form of its numbers, and `uri` is the
    beginning of the URI of a record.
    """

    part: str
    name: str
    address: str
    types: str = ""
    number: str = ""
    uri: str = ""


# In order of preference. URIs of others come last, in their order.
_AUTHORITIES = (
    _Authority(
        "d-nb.info/gnd/", "GND", "https://d-nb.info/gnd/",
        "gnd pnd gkd swd dnb d-nb de-588", r"(?:\(DE-588\))?([0-9]{1,10}-?[0-9Xx])", "https://d-nb.info/gnd/",
    ),
    _Authority(
        "orcid.org/", "ORCID", "https://orcid.org/",
        "orcid", r"([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])", "https://orcid.org/",
    ),
    _Authority(
        "isni.org/", "ISNI", "https://isni.org/",
        "isni", r"((?:[0-9]{4}[ -]?){3}[0-9]{3}[0-9X])", "https://isni.org/isni/",
    ),
    _Authority(
        "viaf.org/viaf/", "VIAF", "https://viaf.org/",
        "viaf", r"(?:viaf/)?([0-9]{1,22})", "https://viaf.org/viaf/",
    ),
    _Authority(
        "id.loc.gov/", "LC", "https://id.loc.gov/",
        "lc lccn lcnaf loc naf", r"(n[a-z]? ?[0-9]{8,10})", "https://id.loc.gov/authorities/names/",
    ),
    _Authority(
        "ror.org/", "ROR", "https://ror.org/",
        "ror", r"(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})", "https://ror.org/",
    ),
    _Authority(
        "geonames.org/", "GeoNames", "https://www.geonames.org/",
        "geonames geoname geonamesid", r"([0-9]{1,9})", "https://www.geonames.org/",
    ),
    _Authority(
        "getty.edu/", "Getty", "https://vocab.getty.edu/",
        "tgn getty-tgn", r"([0-9]{7,10})", "http://vocab.getty.edu/tgn/",
    ),
    _Authority(
        "getty.edu/", "Getty", "https://vocab.getty.edu/",
        "ulan getty-ulan", r"([0-9]{9})", "http://vocab.getty.edu/ulan/",
    ),
    _Authority(
        "bnf.fr/", "BnF", "https://data.bnf.fr/",
        "bnf", r"(?:ark:/12148/)?(cb[0-9]{8}[0-9a-z])", "https://data.bnf.fr/ark:/12148/",
    ),
    _Authority("id.ndl.go.jp/", "NDL", "https://id.ndl.go.jp/", "ndl", r"([0-9]{8})", "http://id.ndl.go.jp/auth/ndlna/"),
    _Authority(
        "pleiades.stoa.org/", "Pleiades", "https://pleiades.stoa.org/",
        "pleiades", r"([0-9]{3,9})", "https://pleiades.stoa.org/places/",
    ),
    _Authority(
        "wikidata.org/", "Wikidata", "https://www.wikidata.org/",
        "wikidata wd", r"(Q[0-9]{1,12})", "http://www.wikidata.org/entity/",
    ),
)  # fmt: skip
_BY_TYPE = {word: each for each in _AUTHORITIES for word in each.types.split()}
_GND = re.compile(r"https?://d-nb\.info/gnd/[0-9Xx-]+/+")
_SEPARATORS = re.compile(r"[ -]")


def is_uri(text: str) -> bool:
    """Return whether a text is an absolute URI that is safe to link to: http, https, urn or info."""
    return _URI.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Return whether a text is an http or https URL that can be shown as a link."""
    return text.startswith(("http://", "https://")) and is_uri(text)


def rank(uri: str) -> int:
    """Return the sort key of a URI, smallest for the best known authority."""
    return next((number for number, each in enumerate(_AUTHORITIES) if each.part in uri), len(_AUTHORITIES))


def authority(uri: str) -> tuple[str, str]:
    """Return the name and the address of a URI's authority file, empty if it is unknown."""
    return next(((each.name, each.address) for each in _AUTHORITIES if each.part in uri), ("", ""))


def sort_uris(uris: Iterable[str]) -> tuple[str, ...]:
    """Return URIs without repetition, the best known authority first."""
    return tuple(sorted(dict.fromkeys(uris), key=rank))


def choose(uris: Sequence[str], preferred: Sequence[str]) -> str:
    """Return the URI of the first of the preferred authorities that has one, or else the first URI; empty for none."""
    names = [authority(uri)[0] for uri in uris]
    found = next((uris[names.index(name)] for name in preferred if name in names), "")
    return found or next(iter(uris), "")


def uri_of(value: str, *types: str) -> str:
    """Return the URI that the value of an `idno` is, or stands for by its type; empty where that is not certain."""
    value = value.strip()
    if is_uri(value):
        # With a slash at its end it would be that of someone else to programs that compare URIs.
        return value.rstrip("/") if _GND.fullmatch(value) else value
    if any(value.removeprefix("www.").startswith(each.part) for each in _AUTHORITIES) and is_uri(f"https://{value}"):
        return f"https://{value}"
    for word in " ".join(types).lower().split():
        known = _BY_TYPE.get(word)
        if known is not None and (found := re.fullmatch(known.number, value)):
            number = found[1] if known.name not in {"ISNI", "LC"} else _SEPARATORS.sub("", found[1])
            return known.uri + number
    return ""


def is_authority_prefix(prefix: str) -> bool:
    """Return whether a prefix is a usual abbreviation of an authority file, such as `gnd`."""
    return prefix.lower() in _BY_TYPE
