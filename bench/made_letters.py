"""Letters made up from parts, for shapes that collections of historical letters hardly hold.

Business letters with an address inside, memoranda, telegrams, several signatories, formal closes of three languages. The
words are our own; the recogniser sees only shapes and kinds of cues, so which names stand here does not matter.
"""

import random

from teikit.letter.cues import LANGUAGES, language_cues

PEOPLE = ["Anna Feld", "J. R. Hobbs", "Tomas Brandl", "Louise Carrel", "H. Whitcombe", "Paul Girard", "Ines Moral", "E. Stanhope Lee",
          "Karl-Heinz Rupp", "Mary Ann Dale", "Georges Petit", "W. Lindqvist", "R. T. Crane", "Otto Vesely", "Claire Dumont"]  # fmt: skip
PLACES = [
    "Newford",
    "Oldbridge",
    "Altstadt",
    "Villeneuve",
    "Port Elm",
    "Königsfeld",
    "Saint-Aubin",
    "Graz",
    "Leeds",
    "Dijon",
]
WORDS = {
    "en": "the matter which you raised in your letter was laid before us on the last day of the month and we have since had the time to look at it with some care so that I can now tell you what my colleagues think of the plan and of its cost".split(),
    "de": "die Sache von der Sie in Ihrem Brief schreiben ist uns am letzten Tag des Monats vorgelegt worden und wir haben sie seitdem mit einiger Sorgfalt geprüft so dass ich Ihnen nun sagen kann was man hier von dem Plan und seinen Kosten hält".split(),
    "fr": "l'affaire dont vous parlez dans votre lettre nous a été soumise le dernier jour du mois et nous avons eu depuis le temps de la regarder avec soin de sorte que je puis maintenant vous dire ce que nous pensons du projet et de son prix".split(),
}
DATES = {
    "en": ["4 May 1921", "May 4, 1921", "12th March 1874", "November 30, 1956", "2 January 1962"],
    "de": ["4. Mai 1921", "den 12. März 1874", "30. November 1956", "2.1.1962"],
    "fr": ["le 4 mai 1921", "12 mars 1874", "le 30 novembre 1956"],
}
SALUTES = {
    "en": [
        "Dear Sir,",
        "Dear Mr. {last}:",
        "Dear Mrs. {last},",
        "Gentlemen:",
        "Dear Dr. {last},",
        "My dear {last},",
        "Sir,",
        "Dear Comrade {last},",
    ],
    "de": [
        "Sehr geehrter Herr {last}!",
        "Sehr geehrte Frau {last},",
        "Lieber {last}!",
        "Sehr geehrte Herren,",
        "Verehrter Herr Professor,",
    ],
    "fr": ["Monsieur,", "Monsieur le Directeur,", "Cher Monsieur,", "Madame,", "Cher ami,", "Monsieur le Maire,"],
}
CLOSES = {
    "en": [
        ["Yours truly,"],
        ["Yours sincerely,"],
        ["I am, Sir,", "your obedient servant,"],
        ["I have the honour to be, Sir,", "Your most obedient servant,"],
        ["With kind regards,"],
        ["Very respectfully,"],
        ["Fraternally yours,"],
    ],
    "de": [
        ["Mit vorzüglicher Hochachtung"],
        ["Mit freundlichen Grüßen"],
        ["Hochachtungsvoll"],
        ["Mit besten Grüßen", "Ihr"],
        ["In aufrichtiger Verehrung", "Ihr ergebener"],
    ],
    "fr": [
        ["Veuillez agréer, Monsieur, l'assurance de mes sentiments distingués."],
        ["Je vous prie d'agréer, Monsieur, l'expression de ma considération très haute."],
        ["Recevez, cher ami, mes salutations les plus cordiales."],
        ["Bien à vous,"],
        ["Agréez, Madame, mes hommages respectueux."],
    ],
}
OFFICES = {"en": ["President", "Secretary", "Managing Director", "Chairman", "Secretary of the Committee", "Head of the Department", "Treasurer", "Acting Director"],
           "de": ["Direktor", "Vorsitzender", "Leiter der Abteilung", "Generalsekretär"], "fr": ["Directeur", "Le Secrétaire général", "Président", "Conservateur"]}  # fmt: skip
BODIES = {"en": ["{place} Historical Society", "Ministry of Works", "County Museum", "Northern Steam Company Ltd.", "Department of Antiquities", "Central Committee of the Workers' Union"],
          "de": ["Verein für Landeskunde", "Stadtarchiv {place}", "Verlag Ambros und Sohn", "Ministerium für Unterricht"], "fr": ["Société d'histoire de {place}", "Bibliothèque municipale", "Ministère des Travaux publics"]}  # fmt: skip
STREETS = {
    "en": ["12 Mill Street", "4 Queen's Road", "P.O. Box 41"],
    "de": ["Lindengasse 7", "Hauptplatz 2"],
    "fr": ["8, rue des Halles", "2, place du Marché"],
}
HONORIFICS = {
    "en": ["Mr. {name}", "Dr. {name}", "Comrade {name}", "Mrs. {name}", "Professor {name}", "{name}, Esq."],
    "de": ["Herrn {name}", "Herrn Dr. {name}", "Frau {name}"],
    "fr": ["Monsieur {name}", "Madame {name}", "M. {name}"],
}
NUMBERS = {
    "en": ["No.", "File", "Despatch No.", "Our ref.:"],
    "de": ["Nr.", "Aktenzeichen", "Zl."],
    "fr": ["N°", "Réf.:"],
}
MARKS = ["CONFIDENTIAL", "Confidential", "TOP SECRET", "SECRET", "Personal and confidential", "PRIVATE", "Restricted"]
MEMO = {
    "en": [("To", "From", "Date", "Subject"), ("TO", "FROM", "DATE", "RE")],
    "de": [("An", "Von", "Datum", "Betreff")],
    "fr": [("À", "De", "Date", "Objet")],
}
LAST = {
    "en": [["cc: {name}"], ["Enclosures: 2"], ["Encl."], ["Copy to: {name}"]],
    "de": [["Anlagen: 2"], ["Beilage"]],
    "fr": [["Pièce jointe"], ["Copie à {name}"]],
}
POSTSCRIPTS = {
    "en": ["P.S. {body}", "PS {body}"],
    "de": ["P.S. {body}", "NB. {body}"],
    "fr": ["P.-S. {body}", "P.S. {body}"],
}


class Maker:
    """Makes letters from a seeded source of chance, as (label, text of a line, begins a block)."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.language = self.chance.choice(["en", "en", "de", "fr"])
        self.lines = []

    def pick(self, table):
        found = self.chance.choice(table[self.language] if isinstance(table, dict) else table)
        return self.fill(found) if isinstance(found, str) else [self.fill(x) for x in found]

    def fill(self, text):
        name = self.chance.choice(PEOPLE)
        return text.format(
            name=name,
            last=name.split()[-1],
            place=self.chance.choice(PLACES),
            body=self.sentence(8, 14) if "{body}" in text else "",
        )

    def often(self, share):
        return self.chance.random() < share

    def sentence(self, low, high):
        words = WORDS[self.language]
        start = self.chance.randrange(len(words))
        row = [words[(start + i) % len(words)] for i in range(self.chance.randint(low, high))]
        return " ".join(row).capitalize() + "."

    def block(self, label, lines):
        self.lines += [(label, line, not i) for i, line in enumerate(lines)]

    def body(self):
        for _ in range(self.chance.randint(1, 4)):
            self.block("p", [" ".join(self.sentence(9, 25) for _ in range(self.chance.randint(1, 4)))])

    def opening(self):
        if self.often(0.5):
            self.block(
                "letterhead",
                [self.pick(BODIES), *([self.pick(STREETS) + ", " + self.pick(PLACES)] if self.often(0.7) else [])],
            )
        if self.often(0.25):
            self.block("reference", [self.pick(MARKS)])
        if self.often(0.2):
            self.block(
                "reference",
                [
                    self.pick(NUMBERS)
                    + self.chance.choice([" ", ". "])
                    + str(self.chance.randint(10, 9999))
                    + self.chance.choice(["", "/B", "-52"])
                ],
            )
        address = [
            x
            for x, keep in (
                (self.pick(HONORIFICS), 0.8),
                (self.pick(OFFICES), 0.3),
                (self.pick(BODIES), 0.6),
                (self.pick(STREETS), 0.4),
                (self.pick(PLACES), 0.6),
            )
            if self.often(keep)
        ]
        place = [self.pick(PLACES) + ", "] if self.often(0.5) else [""]
        dateline = [place[0] + self.pick(DATES)]
        if self.often(0.8):
            self.block("dateline", dateline)
        if self.often(0.8) and address:
            self.block("address", address)
        if self.often(0.15):
            self.block("reference", ["Ref. No. " + str(self.chance.randint(10, 999))])
        if self.often(0.85):
            self.block("salute", [self.pick(SALUTES)])

    def signature(self, *, sure=False):
        mark = self.chance.choice(["", "", "", "(signed) ", "(sgd.) ", "(ss) ", "[signed] ", "/s/ "])
        name = self.chance.choice(PEOPLE)
        lines = [mark + (name.upper() if self.often(0.2) else name) + ("." if self.often(0.1) else "")]
        if sure or self.often(0.5):
            lines.insert(self.chance.choice([0, 1, 1]), self.pick(OFFICES))
        self.block("signed", lines)

    def closing(self):
        if self.often(0.9):
            self.block("valediction", self.pick(CLOSES))
        self.signature()
        if self.often(0.3):
            self.signature(sure=True)
        if self.often(0.2):
            self.block("postscript", [self.pick(POSTSCRIPTS)])
        if self.often(0.2):
            self.block("note", self.pick(LAST))

    def memo(self):
        if self.often(0.3):
            self.block("head", ["MEMORANDUM"])
        labels = self.pick(MEMO)
        values = (self.pick(HONORIFICS), self.chance.choice(PEOPLE), self.pick(DATES), self.sentence(3, 6).rstrip("."))
        rows = list(zip(("address", "address", "dateline", "reference"), labels, values, strict=True))
        if self.often(0.5):
            rows = [rows[1], rows[0], *rows[2:]]
        if self.often(0.3):
            rows = [row for row in rows if row[0] != "dateline"]
        self.lines += [(label, f"{name}: {value}", not i) for i, (label, name, value) in enumerate(rows)]
        self.body()
        if self.often(0.3):
            self.signature()

    def telegram(self):
        if self.often(0.6):
            self.block("head", ["TELEGRAM"])
        if self.often(0.7):
            self.block("dateline", [self.pick(PLACES) + ", " + self.pick(DATES)])
        if self.often(0.5):
            self.block("address", [self.chance.choice(PEOPLE).upper() + " " + self.pick(PLACES).upper()])
        self.block("p", [" STOP ".join(self.sentence(4, 9).rstrip(".") for _ in range(3)).upper()])
        self.block("signed", [self.chance.choice(PEOPLE).upper()])

    def letter(self):
        shape = self.chance.random()
        if shape < 0.15:
            self.memo()
        elif shape < 0.22:
            self.telegram()
        else:
            self.opening()
            self.body()
            self.closing()
        return self.lines


# What the varied letters below are made from, besides the cue files of all languages.
NAMES = {
    "ru": ["А. Б. Лесков", "Мария Ивановна", "Н. Петров", "Сергей Орлов", "В. Д. Крамской", "Елена"],
    "pl": ["Jan Wolski", "Maria Zielińska", "K. Brzoza", "Stefan Górny", "Helena"],
    "": PEOPLE,
}  # fmt: skip
TOWNS = {"ru": ["Москва", "Петроград", "Тула"], "pl": ["Kraków", "Lwów", "Łódź"], "": PLACES}
DAYS = {
    "nl": ["{d} {m} {y}", "den {d}den {m} {y}"], "it": ["{d} {m} {y}", "li {d} {m} {y}"], "es": ["{d} de {m} de {y}", "{m} {d} de {y}"],
    "pt": ["{d} de {m} de {y}"], "ro": ["{d} {m} {y}"], "ru": ["{d} {m} {y} г.", "{d} {m} {y}"], "pl": ["{d} {m} {y}", "dnia {d} {m} {y} r."],
    "la": ["{d} {m} {y}", "{y}, {d} {m}"], "en": ["{d} {m} {y}", "{m} {d}, {y}", "{m} {d}th, {y}"], "de": ["{d}. {m} {y}", "den {d}. {m} {y}", "d. {d} {m} {y}"],
    "fr": ["{d} {m} {y}", "le {d} {m} {y}", "ce {d} {m}"],
}  # fmt: skip
TO = {
    "en": "to",
    "de": "an",
    "fr": "à",
    "nl": "aan",
    "it": "a",
    "es": "a",
    "pt": "a",
    "ro": "către",
    "ru": "—",
    "pl": "do",
    "la": "ad",
}
FROM = {
    "en": "from",
    "de": "von",
    "fr": "de",
    "nl": "van",
    "it": "di",
    "es": "de",
    "pt": "de",
    "ro": "de la",
    "ru": "от",
    "pl": "od",
    "la": "ab",
}
SYLLABLES = {
    "ru": "ка ро ни ла мо те ви ста пра до зе лу ши бе го".split(),
    "": "ka ro ni la mo te vi sta pra do ze lu shi be go ment er an al".split(),
}
LETTER = {
    "en": "Letter", "de": "Brief", "fr": "Lettre", "nl": "Brief", "it": "Lettera", "es": "Carta", "pt": "Carta", "ro": "Scrisoare",
    "ru": "Письмо", "pl": "List", "la": "Epistola",
}  # fmt: skip


class Varied(Maker):
    """Letters of all languages in many orders, their words drawn from the cue files."""

    def __init__(self, seed):
        super().__init__(seed)
        self.language = self.chance.choice([*LANGUAGES, "en", "de", "fr", "nl", "it", "es", "ru"])
        self.cues = language_cues(self.language)
        self.name = self.person()
        self.other = self.person()

    def person(self):
        return self.chance.choice(NAMES.get(self.language, NAMES[""]))

    def town(self):
        return self.chance.choice(TOWNS.get(self.language, TOWNS[""]))

    def cue(self, kind, longest=60):
        return self.chance.choice([each for each in self.cues[kind] if len(each) <= longest])

    def up(self, text):
        return text[:1].upper() + text[1:]

    def sentence(self, low, high):
        row = [self.word() for _ in range(self.chance.randint(low, high))]
        if self.often(0.15):
            row.insert(self.chance.randrange(len(row)), self.person())
        if self.often(0.05):
            row.insert(self.chance.randrange(len(row)), self.date())
        return self.up(" ".join(row)) + self.chance.choice(". . . . ! ?".split())

    def word(self):
        """Return a word of a sentence: half of them are function words, the others mean nothing."""
        if self.often(0.45):
            return self.chance.choice(self.cues["stopwords"])
        if self.often(0.2):
            return self.chance.choice(self.cues["self"] if self.often(0.5) else self.cues["you"])
        sounds = SYLLABLES.get(self.language, SYLLABLES[""])
        made = "".join(self.chance.choice(sounds) for _ in range(self.chance.randint(2, 4)))
        capital = self.often(0.45) if self.language == "de" else self.often(0.04)
        return self.up(made) if capital else made

    def date(self):
        day, year = self.chance.randint(1, 28), self.chance.randint(1750, 1990)
        month = self.chance.choice(self.chance.choice(self.cues["months"])[:2])
        month = month if self.language in {"fr", "it", "es", "pt", "ro", "ru", "pl", "nl"} else self.up(month)
        form = self.chance.choice(
            [
                *DAYS[self.language] * 4,
                "{d}. {n}. {y}",
                "{d}/{r} {s}",
                "{d}. {r}. {y}",
                "{d} {m}",
                "{y}",
                "{y}-{n:02}-{d:02}",
            ]
        )
        number = self.chance.randint(1, 12)
        roman = "I II III IV V VI VII VIII IX X XI XII".split()[number - 1]
        return form.format(d=day, m=month, y=year, n=number, r=roman, s=str(year)[2:])

    def dateline(self):
        form = self.chance.choice(
            [
                "{p}, {d}",
                "{p}, {d}.",
                "{p} {d}",
                "{p}, {d}",
                "{d}",
                "{d}.",
                "{p}, {w}",
                "{w}",
                "{w}, {d}",
                "{p}. {d}",
                "{p} / {d}",
            ]
        )
        return form.format(p=self.town(), d=self.date(), w=self.up(self.cue("weekday")))

    def sender_lines(self):
        street = f"{self.chance.randint(1, 90)} {self.up(self.cue('street'))} {self.person().split()[-1]}"
        return [
            line
            for line, share in (
                (self.up(self.cue("organisation")) + " " + self.town(), 0.3),
                (street, 0.8),
                (self.town() + self.chance.choice(["", " 9", ", N. " + str(self.chance.randint(1, 20))]), 0.5),
            )
            if self.often(share)
        ]

    def subject(self):
        words = [self.word() for _ in range(self.chance.randint(2, 9))]
        words.insert(self.chance.randrange(len(words)), self.person() if self.often(0.3) else self.town())
        text = " ".join(words)
        if self.often(0.2):
            words = [word.upper() if self.often(0.7) else word for word in words]
            return " ".join(words)
        return text.upper() + self.chance.choice(["", "."]) if self.often(0.7) else self.up(text)

    def title(self):
        office = f"{self.up(self.cue('office'))} ({self.person().split()[-1]})"
        one = self.chance.choice([self.name, f"{self.up(self.cue('honorific'))} {self.name}", office])
        two = self.chance.choice([self.other, f"{self.up(self.cue('honorific'))} {self.other}", office])
        to, frm, letter = TO[self.language], FROM[self.language], LETTER[self.language]
        number = self.chance.randint(1, 1500)
        return self.chance.choice(
            [
                f"{one} {to} {two}", f"{one} {to} {two}.", f"{letter} {frm} {one} {to} {two}", f"{number}. {one} {to} {two}",
                f"{letter.upper()} N° {number}.", f"{letter} {number}", f"No. {number}", f"{number}", f"{to.capitalize()} {two}",
                f"{one.upper()} {to.upper()} {two.upper()}", f"{one} {to} {two}, {self.date()}",
            ]
        )  # fmt: skip

    def salutation(self):
        ends = self.chance.choice([",", ",", "!", ":", ".", "", " !", ":—", ", "]).rstrip()
        name = self.chance.choice(
            ["", self.other.split()[-1], self.other, f"{self.cue('honorific')} {self.other.split()[-1]}"]
        )
        return self.up(f"{self.cue('salute')} {name}".strip()) + ends

    def valediction(self):
        first = self.up(self.cue("valediction"))
        if self.often(0.35):
            first += " " + " ".join(self.word() for _ in range(self.chance.randint(1, 5)))
        lines = [first + self.chance.choice([",", ",", "", ".", "!"])]
        if self.often(0.3):
            yours = self.cue("yours") if self.often(0.5) else self.cue("yours") + " " + self.cue("valediction", 20)
            lines.append(self.chance.choice([yours, self.up(yours)]) + self.chance.choice([",", "", ""]))
        if self.often(0.15):
            lines = lines[1:] or lines
        return lines

    def names(self):
        mark = self.chance.choice(["", "", "", "", "(signed) ", "[signed] ", self.cue("signed") + " "])
        name = self.chance.choice(
            [self.name, self.name, self.name.split()[0], self.name.split()[-1], self.name[0] + "."]
        )
        name = mark + (name.upper() if self.often(0.15) else name) + self.chance.choice(["", "", "."])
        lines = [name]
        if self.often(0.2):
            lines.insert(self.chance.choice([0, 1, 1]), self.up(self.cue("office")))
        return lines

    def recipient(self):
        lines = [f"{self.up(self.cue('honorific'))} {self.other}"]
        if self.often(0.3):
            lines[0] = f"{self.cue('addressee')} {lines[0]}"
        if self.often(0.4):
            lines.append(self.up(self.cue("office")) + ", " + self.up(self.cue("organisation")))
        if self.often(0.3):
            lines.append(f"{self.chance.randint(1, 90)}, {self.cue('street')} {self.person().split()[-1]}")
        if self.often(0.6):
            lines.append(self.town().upper() if self.often(0.3) else self.town())
        return [line + self.chance.choice(["", ",", "."]) for line in lines]

    def note(self):
        kind = self.up(self.cue("note"))
        text = f"{kind} {self.chance.choice([self.name, self.other])}: {self.sentence(5, 14)}"
        return [f"[{text}]" if self.often(0.4) else text]

    def opening(self):
        if self.often(0.08):
            self.block("note", self.note())
        if self.often(0.4):
            self.block("head", [self.title()] + ([self.title()] if self.often(0.2) else []))
        top = [*self.sender(), *self.place_and_date(), *self.marks()]
        if self.often(0.25):
            top.insert(self.chance.randrange(len(top) + 1), ("address", self.recipient()))
        if self.often(0.12):
            top.append(("head", [self.subject()]))
        for label, lines in top:
            self.block(label, lines)
        if self.often(0.8):
            self.block("salute", [self.salutation()])

    def sender(self):
        lines = self.sender_lines() if self.often(0.3) else []
        if not lines:
            return
        lines = [line.upper() for line in lines] if self.often(0.3) else lines
        last = lines.pop() if self.often(0.2) else ""
        if lines:
            yield ("letterhead" if self.often(0.5) else "dateline", lines)
        if last:
            yield "dateline", [f"{last} {self.date()}"]

    def place_and_date(self):
        if self.often(0.75):
            yield "dateline", [self.dateline()] + ([f"[Received {self.date()}]"] if self.often(0.08) else [])

    def marks(self):
        if self.often(0.15):
            number = f"{self.up(self.cue('reference'))} {self.chance.randint(1, 9999)}"
            yield "reference", [number + self.chance.choice(["", ".", "/B"])]
        if self.often(0.08):
            yield "reference", [self.up(self.cue("classification"))]

    def body(self):
        for _ in range(self.chance.randint(1, 6)):
            length = self.chance.choice([(1, 1), (1, 2), (2, 5)])
            self.block("p", [" ".join(self.sentence(5, 22) for _ in range(self.chance.randint(*length)))])
        if self.often(0.2):
            self.block("p", [self.sentence(2, 6)])

    def closing(self):
        late = self.often(0.1)
        if self.often(0.25):
            close = self.valediction()
            self.block("valediction", close[:-1])
            self.lines.append(("valediction", close[-1].rstrip("."), not close[:-1]))
            self.lines.append(("signed", self.names()[0], None))
        else:
            self.set_off_close(late=late)
        if late:
            self.block("dateline", [self.dateline()])
        address = self.recipient() if self.often(0.2) else []
        early = self.often(0.7)
        if address and early:
            self.block("address", address)
        self.after()
        if address and not early:
            self.block("address", address)
        if self.often(0.08):
            self.block("postscript", [f"{self.chance.randint(1, 3)} {self.cue('enclosure')}."])
        if self.often(0.15):
            self.block("note", self.note())

    def set_off_close(self, *, late):
        if self.often(0.7):
            self.block("valediction", self.valediction())
        if self.often(0.1) and not late:
            self.block("dateline", [self.dateline()])
        if self.often(0.93):
            self.block("signed", self.names())

    def after(self):
        """Add a postscript, marked or not."""
        if self.often(0.15):
            mark = self.up(self.cue("postscript")) + self.chance.choice([". ", " ", ": "])
            self.block("postscript", [mark + self.sentence(5, 20)])
        elif self.often(0.12):
            for _ in range(self.chance.choice([1, 1, 2])):
                self.block("postscript", [" ".join(self.sentence(5, 20) for _ in range(self.chance.randint(1, 3)))])
            if self.often(0.2):
                self.block("signed", [self.name[0] + "."])

    def letter(self):
        self.opening()
        self.body()
        self.closing()
        return self.lines


def made(count):
    """Yield (id, text, label of each word): a third of kinds of letters, two thirds varied."""
    for seed in range(count):
        maker = Maker(seed) if seed % 3 == 0 else Varied(seed)
        lines = maker.letter()
        between = maker.chance.choice(["\n", "\n\n", "\n\n", "\n\n\n"])
        text = "".join(
            (" " if first is None else between if i and first else "\n" if i else "") + line
            for i, (_, line, first) in enumerate(lines)
        )
        yield f"made-{seed}", text, [label for label, line, _ in lines for _ in line.split()]
