"""The labels of the lines above memoranda and e-mails, in many languages: what "From:", "An:" or "Objet:" introduces.

A mail may have labels in one language and its text in another, so those of all languages are known together.
"""

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class LabelKind(StrEnum):
    """What a labelled line states."""

    FROM = "from"
    TO = "to"
    COPY = "copy"
    DATE = "date"
    SUBJECT = "subject"
    # A reference, a degree of urgency, attachments.
    REFERENCE = "reference"
    # By whom it goes, or to whom an answer.
    OTHER = "other"


_LABELS = {
    LabelKind.FROM: (
        "from|sender|sent by|von|absender|de|du|expéditeur|da|dal|dalla|mittente|remitente|remetente|van|afzender|från|"
        "fra|avsändare|afsender|avsender|lähettäjä|od|odesílatel|odesilatel|nadawca|от|от кого|отправитель|від|"
        "від кого|kimden|gönderen|feladó|από|de la|expeditor"
    ),
    LabelKind.TO: (
        "to|for|memorandum for|memorandum to|memo for|memo to|an|empfänger|à|a|au|pour|destinataire|destinataires|"
        "destinatario|destinatari|destinatarios|destinatário|per|para|al|alla|aan|till|til|vastaanottaja|do|dla|komu|"
        "pro|adresát|кому|до|címzett|kime|alıcı|către|προς|für|voor"
    ),
    LabelKind.COPY: (
        "cc|c.c|bcc|b.c.c|ccn|cco|cci|copy|copies|copy to|copies to|copied to|kopie|kopie an|kopie aan|nachrichtlich|"
        "verteiler|copie|copie à|copies à|copia|copia a|copia per|cópia|cópia para|kopia|kopia till|kopi|kopi til|"
        "kopio|distribution|копия|копія|másolat|bilgi|κοιν|kópia|do wiadomości|na vědomí|zur kenntnis|per conoscenza|"
        "ter kennisname|till kännedom|til orientering|tiedoksi|para conocimiento|para conhecimento"
    ),
    LabelKind.DATE: (
        "date|dated|sent|datum|gesendet|envoyé|envoyé le|date d'envoi|data|inviato|inviata|fecha|enviado|enviado el|"
        "enviada|enviada em|enviado em|verzonden|skickat|dato|sendt|lähetetty|päivämäärä|päiväys|дата|отправлено|"
        "надіслано|wysłano|odesláno|datum odeslání|elküldve|dátum|tarih|gönderme tarihi|ημερομηνία|trimis"
    ),
    LabelKind.SUBJECT: (
        "subject|subj|re|betreff|betr|betrifft|betreffs|betrifft|objet|sujet|oggetto|ogg|asunto|assunto|onderwerp|"
        "betreft|ämne|ärende|emne|vedr|vedrørende|angående|angår|aihe|asia|тема|предмет|относно|temat|dotyczy|předmět|"
        "věc|tárgy|konu|subiect|θέμα|zadeva|predmet"
    ),
    LabelKind.REFERENCE: (
        "ref|reference|our ref|your ref|file|file no|az|aktenzeichen|unser zeichen|réf|nos réf|rif|referencia|kenmerk|"
        "dnr|diarienr|classification|importance|priority|wichtigkeit|priorität|priorité|priorità|prioriteit|"
        "attachment|attachments|anlage|anlagen|pièces jointes|allegati|allegato|adjuntos|anexos|bijlagen|bijlage|"
        "bilagor|bilag|liitteet|вложения|вложение|załączniki"
    ),
    LabelKind.OTHER: (
        "through|thru|via|durch|über|sous couvert|s/c|par|attention|attn|att|z.hd|z. hd|zu händen|à l'attention de|"
        "all'attenzione di|a la atención de|t.a.v|reply-to|reply to|antwort an|répondre à|rispondi a|responder a|"
        "antwoord aan|svara till|svar til"
    ),
}
_KINDS = {label: kind for kind, labels in _LABELS.items() for label in labels.split("|")}
# A label, dots or blanks, and a colon, or a wide gap in its place.
_LABELLED = re.compile(
    r"[*_\s]{0,4}(?P<label>[^\W\d_][^:\t\n]{0,24}?)[ .·…_*-]{0,40}(?P<mark>:|\t| {3})[*_ \t:]*(?P<value>.*)", re.DOTALL
)
_LEADERS = re.compile(r"(?:\s*\.){2,}$")
_AGAIN = re.compile(r"(?:\t|\s{3,})(?=[^\W\d_][^\s:]{0,14}(?: [^\s:]{1,14})?\s?:)")


class LabelledLine(NamedTuple):
    """A line with a label: the kind of its label, where its value begins (from 0), and its value."""

    kind: LabelKind
    start: int
    value: str


@lru_cache(256)
def read_label(text: str) -> LabelledLine | None:
    """Return what a line with a label states, None for any other line."""
    match = _LABELLED.match(text[:200])
    kind = _KINDS.get(_LEADERS.sub("", match["label"]).strip(" .*_").casefold().replace("’", "'")) if match else None
    if match is None or kind is None:
        return None
    start = match.start("value")
    return LabelledLine(kind, start, text[start:].strip())


def is_date_line(text: str) -> bool:
    """Return whether a line has the label of a date."""
    found = read_label(text)
    return found is not None and found.kind is LabelKind.DATE


def second_label(text: str) -> int:
    """Return where a second label begins in a line with one, after a wide gap; 0 where there is none."""
    if read_label(text) is None:
        return 0
    starts = (match.end() for match in _AGAIN.finditer(text) if read_label(text[match.end() :]) is not None)
    return next(starts, 0)
