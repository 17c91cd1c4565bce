"""Authority files and their URIs, for what exports and overviews show (see `teikit.registers.authorities`)."""

from teikit.exports.reading.elements import T
from teikit.registers.authorities import authority, choose, is_uri, is_web_address, rank

__all__ = ["ENTRIES", "authority", "choose", "is_uri", "is_web_address", "rank"]
ENTRIES = tuple(T + name for name in ("person", "personGrp", "org", "place", "object", "nym"))
