"""The roles of contributors: from the words of editions to MARC relators, and to the types of DataCite."""

import re
import unicodedata
from collections.abc import Mapping

# Beginnings of the words that resp and @role have, in English, German, French, Italian, Spanish and Latin; then the
# MARC relator. The first that a role's words begin with counts.
_WORDS: Mapping[str, str] = {
    "translat": "trl", "traduct": "trl", "traduc": "trl", "traduit": "trl", "traduz": "trl", "tradot": "trl",
    "ubersetz": "trl", "ubertrag": "trl", "transcri": "trc", "transkri": "trc", "trascri": "trc",
    "annotat": "cwt", "annotier": "cwt", "comment": "cwt", "kommentier": "cwt", "kommentar": "cwt",
    "encod": "mrk", "markup": "mrk", "codier": "mrk", "kodier": "mrk", "auszeichn": "mrk", "codifica": "mrk",
    "proofread": "pfr", "korrekturl": "pfr", "relect": "pfr",
    "edit": "edt", "hrsg": "edt", "herausg": "edt", "hg": "edt", "edier": "edt",
    "photo": "pht", "foto": "pht", "programm": "prg", "illustrat": "ill", "compil": "com", "collector": "col",
    "fund": "fnd", "financ": "fnd", "finanz": "fnd", "sponsor": "spn", "forderung": "fnd",
    "research": "res", "recherch": "res", "data manage": "dtm", "datenmanag": "dtm", "project lead": "pdr",
    "project direct": "pdr", "principal invest": "pdr", "projektleit": "pdr", "direction": "pdr", "host": "his",
    "copyright": "cph", "rights hold": "cph", "rechteinhab": "cph", "distribut": "dst", "vertrieb": "dst",
    "publish": "pbl", "verlag": "pbl", "produc": "pro", "author": "aut", "autor": "aut", "verfass": "aut",
    "auteur": "aut", "sender": "crp", "absender": "crp", "expediteur": "crp", "addressee": "rcp",
    "recipient": "rcp", "empfang": "rcp", "adressat": "rcp", "destinat": "rcp",
}  # fmt: skip
_DATACITE: Mapping[str, str] = {
    "trl": "Translator", "edt": "Editor", "res": "Researcher", "dtm": "DataManager", "pdr": "ProjectLeader",
    "his": "HostingInstitution", "cph": "RightsHolder", "dst": "Distributor", "spn": "Sponsor", "fnd": "Sponsor",
    "pro": "Producer",
}  # fmt: skip
# Links to MARC relators, as @ref of resp has them.
_RELATOR = re.compile(r"(?:https?://id\.loc\.gov/vocabulary/relators/|marcrelator:)?([a-z]{3})")
_FILLER = re.compile(r"^(?:(?:the|digital|scholarly|tei|xml|und|and|et|fur|der|die|das|by|von|par)\b[\s/-]*)+")


def _plain(words: str) -> str:
    """Return words in small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    return "".join(one for one in decomposed if not unicodedata.combining(one)).strip()


def relator(role: str) -> str:
    """Return the MARC relator code of a role in words, empty if there is none for it."""
    words = _FILLER.sub("", _plain(role))
    if (match := _RELATOR.fullmatch(words)) and match[1] in _WORDS.values():
        return match[1]
    return next((code for beginning, code in _WORDS.items() if words.startswith(beginning)), "")


def datacite_type(role: str) -> str:
    """Return the type of contributor in DataCite for a role in words, `Other` if there is none for it."""
    return _DATACITE.get(relator(role), "Other")
