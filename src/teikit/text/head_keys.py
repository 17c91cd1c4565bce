"""The keys of the heads of texts, in the languages of the projects that write them, and the metadata that they mean."""

import re

from teikit.text.yaml_head import Path

# Those of persons who wrote the letter; the author of a page may be somebody else.
_SENDER = """from sender senders sent_by writer letter_writer absender absenderin briefschreiber von schreiber
    schreiberin expéditeur expediteur expéditrice mittente remitente afzender van remetente"""
_AUTHOR = """author authors creator creators autor autorin autoren verfasser verfasserin auteur auteurs autrice
    autore autori autores autora schrijver"""
_KEYS = {
    "title": "title titel titre titolo título titulo",
    "recipient": """to recipient recipients addressee addressees receiver sent_to empfänger empfaenger empfängerin
        adressat adressatin an destinataire destinataires à destinatario destinataria destinatari geadresseerde
        ontvanger aan destinatário""",
    "copied": "cc copied copies_to",
    "place": """place location from_place place_of_writing place_sent sent_from writing_place ort absendeort schreibort
        ausstellungsort lieu lieu_d_expédition luogo luogo_di_invio lugar plaats local""",
    "language": "language lang sprache langue lingua idioma lengua taal",
    "abstract": """abstract summary description regest regesto zusammenfassung inhalt beschreibung résumé resume
        riassunto sommario descrizione resumen descripción descripcion samenvatting beschrijving resumo""",
    "repository": """repository archive holding_institution library archiv bibliothek archives bibliothèque archivio
        biblioteca archivo archief bibliotheek arquivo""",
    "collection": "collection fonds bestand nachlass sammlung fondo colección coleccion collezione collectie",
    "shelfmark": """shelfmark callnumber call_number signatur cote segnatura signatura signatuur inventory_number
        inventarnummer inventarisnummer""",
    "settlement": "settlement",
    "licence": """licence license rights copyright lizenz rechte licenza diritti licencia derechos licentie rechten
        droits""",
    "publisher": "publisher verlag éditeur editeur editore uitgever",
    "editor": "editor editors edited_by herausgeber herausgeberin curatore",
    "series": "series reihe",
    "source": "source citation quelle fonte fuente bron",
    "url": "url canonical_url",
    "doi": "doi",
}
_DATE = "date datum data fecha"
_LETTER_DATE = """date_written date_of_writing date_sent sent written letter_date date_of_letter briefdatum
    schreibdatum date_lettre date_de_la_lettre"""
# Keys that programs which make web pages read.
_PAGE = """layout draft permalink slug categories category published tags weight aliases sidebar_position
    sidebar_label hide_table_of_contents redirect_from comments pin toc"""
# What is around the keys of a letter, and says nothing of them.
_AROUND = "params param letter brief lettre lettera carta metadata meta correspondence extra"


def _table(keys: dict[str, str]) -> dict[str, str]:
    return {name: key for key, names in keys.items() for name in names.split()}


SENDER_KEYS = frozenset(_SENDER.split())
AUTHOR_KEYS = frozenset(_AUTHOR.split())
PAGE_KEYS = frozenset(_PAGE.split())
LETTER_DATE_KEYS = frozenset(_LETTER_DATE.split())
DATE_KEYS = frozenset(_DATE.split())
_TABLE = _table({**_KEYS, "sender": f"{_SENDER} {_AUTHOR}", "date": f"{_DATE} {_LETTER_DATE}"})
_AROUND_KEYS = frozenset(_AROUND.split())
_PERSONS = {"sender", "recipient", "editor", "copied"}
_NAME = {"name", "nom", "nome", "nombre", "naam"}
# What keys have to look like; other values are kept in words.
_FORMS = {
    "language": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"),
    "url": re.compile(r"https?://\S+"),
    "doi": re.compile(r"(https://doi\.org/)?10\.\S+"),
    # No path of a file.
    "source": re.compile(r".*\s.*"),
}


def spelling(key: str) -> str:
    """Return a key as the table has it: small letters, `_` between words."""
    return re.sub(r"[\s_'’-]+", "_", key.strip().casefold())


def own_names(path: Path) -> tuple[str, ...]:
    """Return a path in the spelling of the table, without what says nothing: `params`, `letter`."""
    names = tuple(map(spelling, path))
    while len(names) > 1 and names[0] in _AROUND_KEYS:
        names = names[1:]
    return names


def metadata_key(path: Path, value: str) -> str:
    """Return the key of the metadata that a value in a head has, "" where there is none."""
    names = own_names(path)
    key = _TABLE.get(names[0], "")
    is_name = len(names) == len(("author", "name")) and names[1] in _NAME and key in _PERSONS
    if len(names) > 1 and not is_name:
        return ""
    form = _FORMS.get(key)
    return key if form is None or form.fullmatch(value) else ""


def is_known(key: str) -> bool:
    """Return whether a name is a key that heads have, of letters or of web pages."""
    name = spelling(key)
    return name in _TABLE or name in PAGE_KEYS or name in _AROUND_KEYS
