"""Letters made up from parts, for shapes that collections of historical letters hardly hold.

Business letters with an address inside, memoranda, telegrams, several signatories, formal closes of three languages. The
words are our own; the recogniser sees only shapes and kinds of cues, so which names stand here does not matter.
"""

import random

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


def made(count):
    """Yield (id, text, label of each word)."""
    for seed in range(count):
        maker = Maker(seed)
        lines = maker.letter()
        between = maker.chance.choice(["\n", "\n\n", "\n\n", "\n\n\n"])
        text = "".join(
            (between if i and first else "\n" if i else "") + line for i, (_, line, first) in enumerate(lines)
        )
        yield f"made-{seed}", text, [label for label, line, _ in lines for _ in line.split()]
