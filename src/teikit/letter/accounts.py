"""Finds accounts and inventories in a letter: rows that end with a sum or a number, with a rule and a total below."""

import re
from collections.abc import Sequence

from teikit.letter.dates import find_date
from teikit.letter.model import Unit
from teikit.text.lazy_pattern import LazyPattern

# Coins, measures and numbers, in the languages of letters.
_COINS = (
    r"r?th?a?lr|r?thl|reichsthaler|thaler|taler|ggr|gr|groschen|sgr|pf|pfg|fl|gulden|guld|kr|kreuzer|xr?|m|mk|mark|rm|"
    r"fr|frs|francs?|c|cts?|cent|centimes|liv|livres|sols?|sous|den|deniers|l|lb|lib|s|sh|d|qr|£|\$|€|dollars?|cents|"
    r"lire|lir|soldi|sc|scudi|baj|duc|ducati|zecchini|rs|rv|reales|mrs|ptas?|pesetas|réis|réaux|rub|руб|р|коп|к|zł|gr|"
    r"kč|zl|rd|rdr|skill|sk|riksdaler|öre|øre|spd|mark|st|stück|stk|pce|pcs|guinea|gns|ƒ"
)
_NUMBER = r"(?:\d{1,6}(?:[.,]\d{1,3})?(?:\s?[½¼¾⅓⅔⅛])?|\d{1,2}/\d{1,2}|[½¼¾]|[-—–])"
# Blanks are before a number only, and taken whole, so that the time does not grow with them.
_AMOUNT = (
    rf"(?:\s{{0,12}}+(?:(?:n[°º.]?|№|{_COINS})\.?\s{{0,12}}+)?{_NUMBER}(?:\s{{0,2}}(?:{_COINS})\b\.?)?[,;]?"
    r"(?:\s?:(?=\s))?){1,4}\s{0,12}+[.:]?"
)
_END = LazyPattern(
    rf"(?P<gap>(?:\s?\.){{3,}}+\s*+|\s{{3,}}+|\t\s*+|\s?[;:,=—–-]\s++| )(?P<amount>{_AMOUNT})$", re.IGNORECASE
)
_COIN = LazyPattern(rf"(?i)(?<![^\W\d_])(?:{_COINS}|n)[.°º]?(?![^\W\d_])")
_COLUMNS = LazyPattern(rf"(?i)(?:\W*(?:{_COINS})\.?\W*){{2,4}}")
_RULE = LazyPattern(r"[-–—_=.\s]{3,}")
_TOTAL = LazyPattern(
    r"(?i)\W*(?:summa|summe|sa|total|totale|tot|suma|som|sum|in all|in allem|zusammen|ensemble|in tutto|en tout|итого|"
    rf"всего|razem|celkem|összesen|yhteensä)?\W*{_AMOUNT}"
)
_LONGEST_ROW = 120
_FEWEST_ROWS = 3
_MOST_END = 80
_MARKED = LazyPattern(r"(?:\(?\d{1,2}[.)]|\(?[a-z]\)|[-*•·])\s+\S")


def account_runs(units: Sequence[Unit]) -> list[range]:
    """Return the indices of each account: three or more rows, the names of its columns above, a total below."""
    runs: list[range] = []
    index = 0
    while index < len(units):
        end = _end_of_rows(units, index)
        if end - index >= _FEWEST_ROWS:
            start = index - 1 if index and _COLUMNS.fullmatch(units[index - 1].text) else index
            # Below the total may be what was paid on it.
            end = _end_of_rows(units, _end_of_total(units, end))
            runs.append(range(start, end))
        index = max(end, index + 1)
    return runs


def _end_of_rows(units: Sequence[Unit], start: int) -> int:
    index = start
    while index < len(units) and (index == start or units[index].gap <= 1) and is_row(units[index].text):
        index += 1
    return index


def is_row(text: str) -> bool:
    """Return whether a line names something and ends with a sum: after dots or a gap, or with the name of a coin."""
    has_number = any(char.isnumeric() for char in text[-_MOST_END:])
    if len(text) > _LONGEST_ROW or not has_number or not text[-1:].strip(" ") or _MARKED.match(text):
        return False
    match = _END.search(text, max(0, len(text) - _MOST_END))
    if match is None or not any(map(str.isalpha, text[: match.start()])) or not any(map(str.isdigit, match["amount"])):
        return False
    is_apart = (len(match["gap"].strip(" .")) == 0 and len(match["gap"]) > 1) or "\t" in match["gap"]
    if not is_apart and _COIN.search(match["amount"]) is None:
        return False
    found = find_date(text)
    return found is None or not found.has_month


def _end_of_total(units: Sequence[Unit], index: int) -> int:
    """Return where an account ends: after a rule and a total, or a total alone."""
    if index < len(units) and _RULE.fullmatch(units[index].text):
        return index + 2 if index + 1 < len(units) and _TOTAL.fullmatch(units[index + 1].text) else index + 1
    return index + 1 if index < len(units) and _TOTAL.fullmatch(units[index].text) else index
