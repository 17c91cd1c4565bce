"""Letters made up from parts, so that the habits of a few editions do not become law.

Letters of all languages, in many orders and layouts: private letters, business letters, memoranda, telegrams. Their
words are drawn from `words.toml`, `cues.toml` and `samples.toml` of the language's folder; the recogniser sees only shapes and kinds of
cues, so which names and words those are does not matter.
"""

import random
import textwrap

from made_kinds import KINDS

from teikit.letter.cues import language_cues, language_words
from teikit.letter.languages import LANGUAGES, read_words

# Languages that most letters are in, so that those of all others together do not outnumber them.
FREQUENT = ("en", "de", "fr", "it", "es", "la")
# Where a line stands: begins a block, is the next line of it, or goes on in the line above.
BLOCK, LINE, RUN = "block", "line", "run"
# Forms of all languages. {d}: a day, or a date; {m}, {n}, {r}: a month; {y}, {s}: a year; {p}: a place; {w}: a weekday.
ANY_DAY = "{d}. {n}. {y}|{d}/{r} {s}|{d}. {r}. {y}|{y}|{y}-{n:02}-{d:02}|{d}.{n}.{s}|{d}/{n} {y}|[{y}]|{d}/{n}".split(
    "|"
)
DATELINES = [
    "{p}, {d}", "{p}, {d}.", "{p} {d}", "{p}, {d}", "{d}", "{d}.", "{p}, {w}", "{w}", "{w}, {d}", "{p}. {d}", "{p} / {d}",
    "[{p}, {d}]", "{d}. {p}", "{p}, {w} {d}", "{d}, {p}", "{p}",
]  # fmt: skip


class LetterMaker:
    """Makes a letter from a seeded source of chance, as (labels, text, where it stands)."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.language = self.chance.choice([*LANGUAGES, *FREQUENT * 3])
        self.cues = {**language_cues(self.language), **language_words(self.language)}
        self.samples = read_words(self.language, "samples")
        self.units = read_words(self.language, "places").get("units") or read_words("en", "places")["units"]
        self.name, self.other = self.person(), self.person()
        self.lines = []

    def often(self, share):
        return self.chance.random() < share

    def person(self):
        return self.chance.choice(self.samples["names"])

    def town(self):
        return self.chance.choice(self.samples["towns"])

    def number(self, most):
        return self.chance.randint(1, most)

    def cue(self, kind, longest=60):
        return self.chance.choice([each for each in self.cues[kind] if len(each) <= longest])

    def up(self, text):
        return text[:1].upper() + text[1:]

    def block(self, labels, lines):
        labels = (labels,) if isinstance(labels, str) else labels
        self.lines += [(labels, line, LINE if i else BLOCK) for i, line in enumerate(lines)]

    # words

    def word(self):
        """Return a word of a sentence: half of them are function words, the others mean nothing."""
        if self.often(0.45):
            return self.chance.choice(self.cues["function_words"])
        if self.often(0.2):
            return self.cue("self" if self.often(0.5) else "you")
        made = "".join(self.chance.choice(self.samples["syllables"]) for _ in range(self.chance.randint(2, 4)))
        return self.up(made) if self.often(0.45 if self.samples["has_capital_nouns"] else 0.04) else made

    def sentence(self, low, high):
        row = [self.word() for _ in range(self.chance.randint(low, high))]
        for share, made in ((0.15, self.person), (0.05, self.date), (0.05, self.town)):
            if self.often(share):
                row.insert(self.chance.randrange(len(row)), made())
        if self.often(0.08):
            row.insert(
                0, self.cue(self.chance.choice(["salute", "valediction", "yours", "yours", "kin", "note", "office"]))
            )
        return self.up(" ".join(row)) + self.chance.choice(". . . . ! ?".split())

    def paragraph(self):
        return " ".join(
            self.sentence(5, 22) for _ in range(self.chance.randint(*self.chance.choice([(1, 1), (1, 2), (2, 6)])))
        )

    def date(self):
        month = self.chance.choice(self.chance.choice(self.cues["months"])[:2])
        small = self.samples["has_small_months"] and self.often(0.85)
        number, year = self.number(12), self.chance.randint(1580, 1990)
        form = self.chance.choice(self.samples["dates"] if self.often(0.75) else ANY_DAY)
        roman = "I II III IV V VI VII VIII IX X XI XII".split()[number - 1]
        return form.format(
            d=self.number(28), m=month if small else self.up(month), y=year, n=number, r=roman, s=str(year)[2:]
        )

    def dateline(self):
        found = self.chance.choice(DATELINES).format(p=self.town(), d=self.date(), w=self.up(self.cue("weekday")))
        words = found.split()
        if len(words) > 2 and self.often(0.12):
            cut = self.chance.randrange(1, len(words))
            return [" ".join(words[:cut]), " ".join(words[cut:])]
        return [found.upper() if self.often(0.04) else found]

    def street(self):
        name = self.person().split()[-1]
        form = self.chance.choice(
            ["{n} {S} {x}", "{n}, {s} {x}", "{S} {x} {n}", "{x}{s} {n}", "{S} {x}, {n}", "{x} {n}"]
        )
        street = self.cue("street", 12)
        return form.format(n=self.number(99), s=street, S=self.up(street), x=name)

    def body_name(self):
        return self.up(self.cue(self.chance.choice(["organisation", "institution"]))) + self.chance.choice(
            ["", " " + self.town(), " " + self.word(), f" {self.cue('function_words')} {self.town()}"]
        )

    def title(self):
        office = f"{self.up(self.cue('office'))} ({self.person().split()[-1]})"
        one, two = (
            self.chance.choice([name, name, f"{self.up(self.cue('honorific'))} {name}", office])
            for name in (self.name, self.other)
        )
        to, frm, letter = (self.samples[key] for key in ("to", "from", "letter"))
        n = self.number(1500)
        return self.chance.choice(
            [
                f"{one} {to} {two}", f"{one} {to} {two}.", f"{letter} {frm} {one} {to} {two}", f"{letter} {frm} {one} {to} {two}, {self.date()}", f"{n}. {one} {to} {two}",
                f"{letter.upper()} N° {n}.", f"{letter} {n}", f"No. {n}", f"{n}", f"{n}.", f"{self.up(to)} {two}", f"{n}. {self.up(to)} {two}",
                f"{n}. {two}", f"{one.upper()} {to.upper()} {two.upper()}", f"{one} {to} {two}, {self.date()}",
                f"{n}. {one} {to} {two}, {self.town()}, {self.date()}", f"[{self.up(to)} {two}]", f"{letter} {to} {two}", f"{one} – {two}", f"{n} | {one} {to} {two}",
            ]
        )  # fmt: skip

    def subject(self):
        words = [self.word() for _ in range(self.chance.randint(2, 9))]
        words.insert(self.chance.randrange(len(words)), self.person() if self.often(0.3) else self.town())
        if self.often(0.2):
            words.insert(0, self.cue(self.chance.choice(["honorific", "office", "organisation"])))
        text = " ".join(words)
        if self.often(0.2):
            return " ".join(word.upper() if self.often(0.7) else word for word in words)
        return text.upper() + self.chance.choice(["", "."]) if self.often(0.7) else self.up(text)

    def salutation(self):
        end = self.chance.choice([",", ",", "!", ":", ".", "", " !", ":—", ";", ".—"])
        last = self.other.split()[-1]
        name = self.chance.choice(["", "", last, self.other, f"{self.cue('honorific')} {last}", self.cue("kin")])
        first = self.cue("salute")
        if self.often(0.15):
            first += " " + self.chance.choice([self.cue("salute"), self.cue("function_words") + " " + self.cue("kin")])
        return self.up(f"{first} {name}".strip()) + end

    def valediction(self):
        first = self.up(self.cue("valediction"))
        if self.often(0.35):
            first += " " + " ".join(self.word() for _ in range(self.chance.randint(1, 7)))
        if self.often(0.1):
            first += self.chance.choice([", &c.", " &c.", " etc.", ", etc."])
        lines = [first + self.chance.choice([",", ",", "", ".", "!"])]
        if self.often(0.12):
            return [
                self.up(self.cue(self.chance.choice(["yours", "valediction"]), 16))
                + self.chance.choice(["", "", ",", "."])
            ]
        if self.often(0.3):
            yours = self.cue("yours") + self.chance.choice(
                ["", " " + self.cue("valediction", 20), " " + self.cue("kin")]
            )
            lines.append(self.chance.choice([yours, self.up(yours)]) + self.chance.choice([",", "", ""]))
        return lines[1:] if len(lines) > 1 and self.often(0.4) else lines

    def names(self):
        mark = self.chance.choice(["", "", "", "", "", "(signed) ", "[signed] ", "/s/ ", self.cue("signed") + " "])
        initials = ". ".join(word[0] for word in self.name.split()) + "."
        name = self.chance.choice([self.name, self.name, self.name.split()[0], self.name.split()[-1], initials])
        if self.often(0.1):
            return self.several_names()
        if self.often(0.06):
            name += f" {self.chance.choice(['in', 'zu', 'de', 'a', 'of', 'da'])} {self.town()}"
        lines = [mark + (name.upper() if self.often(0.15) else name) + self.chance.choice(["", "", "."])]
        if self.often(0.08):
            lines[0] = lines[0].rstrip(".") + f", {self.cue('office')} {self.cue('function_words')} {self.town()}."
        elif self.often(0.2):
            lines.insert(self.chance.choice([0, 1, 1]), self.up(self.cue("office")))
        return lines

    def several_names(self):
        """Return the names of several people who sign, each on a line of its own."""
        names = [self.name, *(self.person() for _ in range(self.chance.randint(1, 4)))]
        if self.often(0.4):
            names = [f"{name[0]}. {name.split()[-1]}" for name in names]
        if self.often(0.4):
            names = [name.upper() for name in names]
        end = self.chance.choice([",", ",", "", "."])
        return [name + end for name in names[:-1]] + [names[-1] + self.chance.choice(["", ".", "."])]

    def recipient(self, *, beginning=0.3):
        honorific = self.up(self.cue("honorific")) + " " if self.often(0.7) else ""
        lines = [honorific + self.other]
        if self.often(beginning):
            lines[0] = f"{self.chance.choice([self.cue('addressee'), self.up(self.cue('addressee'))])} {lines[0]}"
        for line, share in (
            (self.up(self.cue("office")) + self.chance.choice(["", ", " + self.body_name()]), 0.35),
            (self.body_name(), 0.2),
            (self.street(), 0.3),
        ):
            if self.often(share):
                lines.append(line)
        if self.often(0.6):
            town = self.town().upper() if self.often(0.3) else self.town()
            lines = [f"{', '.join(lines)}, {town}"] if self.often(0.2) else [*lines, town]
        end = self.chance.choice(["", "", ",", "."])
        return [line + end for line in lines]

    def note(self):
        text = self.chance.choice(self.samples["notes"]).format(
            a=self.name, b=self.other, d=self.date(), p=self.town(), n=self.number(300)
        )
        if self.often(0.2):
            text += " " + self.sentence(4, 16)
        return [f"[{text}]" if self.often(0.2) and text[0] != "[" else text]

    # parts

    def opening(self):
        if self.often(0.08):
            self.block("note", self.note())
        if self.often(0.4):
            self.block("head", [self.title()] + ([self.title()] if self.often(0.15) else []))
        top = [*self.sender(), *self.place_and_date(), *self.marks()]
        if self.often(0.1):
            self.chance.shuffle(top)
        if self.often(0.25):
            top.insert(
                self.chance.choice([len(top), self.chance.randrange(len(top) + 1)]), ("address", self.recipient())
            )
        if self.often(0.16):
            top.append(("head", [self.subject() for _ in range(self.chance.choice([1, 1, 2]))]))
        for labels, lines in top:
            self.block(labels, lines)
        if self.often(0.82):
            self.block("salute", [self.salutation()])
            if self.often(0.05):
                self.block("dateline", self.dateline())
            if self.often(0.07):
                self.lines.append((("p",), self.paragraph() + " " + self.sentence(9, 20), RUN))

    def sender(self):
        """Yield the sender's address or letterhead, the date on its last line or beside it."""
        if not self.often(0.3):
            return
        lines = [
            line
            for line, share in (
                (self.body_name(), 0.4), (self.body_name(), 0.2), (self.name, 0.1), (self.street(), 0.7),
                (self.town() + self.chance.choice(["", " 9", f", N. {self.number(20)}", f" ({self.town()})"]), 0.5),
            )
            if self.often(share)
        ]  # fmt: skip
        lines = [line.upper() for line in lines] if self.often(0.3) else lines
        if lines and self.often(0.25):
            place = self.chance.choice([0, -1])
            lines[place] = f"{self.date()} {lines[place]}" if self.often(0.4) else f"{lines[place]} {self.date()}"
            yield ("dateline", "letterhead"), lines
        elif lines:
            yield "letterhead", lines

    def place_and_date(self):
        if self.often(0.75):
            received = [f"[{self.up(self.cue('received'))} {self.date()}]"] if self.often(0.06) else []
            yield "dateline", [*self.dateline(), *received]

    def marks(self):
        if self.often(0.12):
            number = f"{self.up(self.cue('reference'))} {self.number(9999)}"
            yield "reference", [number + self.chance.choice(["", ".", "/B", "-52", ".]"])]
        if self.often(0.06):
            mark = self.cue("classification")
            yield "reference", [mark.upper() if self.often(0.5) else self.up(mark)]

    def body(self):
        for _ in range(self.chance.randint(1, 6)):
            self.block("p", [self.paragraph()])
        if self.often(0.2):
            self.block("p", [self.sentence(2, 6)])

    def closing(self):
        late = self.often(0.1)
        if self.often(0.2):
            self.close_with_name()
        else:
            self.set_off_close(late=late)
        if self.often(0.12):
            self.block("signed", self.names())
        if late:
            self.block("dateline", self.dateline())
        address = self.recipient(beginning=0.5) if self.often(0.2) else []
        early = self.often(0.5)
        if address and early:
            self.block("address", address)
        self.after()
        if address and not early:
            self.block("address", address)
        if self.often(0.05):
            self.block("postscript", [f"{self.number(3)} {self.cue('enclosure')}."])
        if self.often(0.15):
            self.block("note", self.note())

    def run_in(self, labels, text):
        self.lines.append(((labels,), text, RUN))

    def close_with_name(self):
        """Add a close whose signature stands on its last line, sometimes all of it in the last paragraph."""
        close = self.valediction()
        if self.often(0.25):
            self.run_in("valediction", " ".join(close))
            if self.often(0.5):
                self.block("signed", self.names())
                return
        else:
            self.block("valediction", close)
        labels, text, where = self.lines[-1]
        self.lines[-1] = (labels, text.rstrip("."), where)
        self.run_in("signed", self.names()[0])

    def set_off_close(self, *, late):
        if self.often(0.75):
            self.block("valediction", self.valediction())
        if self.often(0.1) and not late:
            self.block("dateline", self.dateline())
        if self.often(0.9):
            self.block("signed", self.names())

    def after(self):
        """Add a postscript, marked or not."""
        if self.often(0.15):
            mark = self.up(self.cue("postscript")) + self.chance.choice([". ", " ", ": ", ".- "])
            self.block("postscript", [mark + self.sentence(5, 20)])
            if self.often(0.2):
                self.block("postscript", [self.paragraph()])
        elif self.often(0.12):
            for _ in range(self.chance.choice([1, 1, 2])):
                self.block("postscript", [self.paragraph() if self.often(0.8) else self.sentence(2, 6)])
        else:
            return
        if self.often(0.2):
            self.block("signed", [self.name[0] + "."])

    def memo(self):
        if self.often(0.3):
            self.block("head", [self.up(self.cue("memo")).upper()])
        names = self.chance.choice(self.samples["memo"])
        values = (self.recipient(beginning=0)[0], self.person(), self.date(), self.sentence(3, 6).rstrip(".!?"))
        rows = list(zip(("address", "address", "dateline", "reference"), names, values, strict=True))
        if self.often(0.5):
            rows = [rows[1], rows[0], *rows[2:]]
        if self.often(0.3):
            rows = [row for row in rows if row[0] != "dateline"]
        self.lines += [
            ((labels,), f"{name}: {value}", LINE if i else BLOCK) for i, (labels, name, value) in enumerate(rows)
        ]
        if self.often(0.4):
            self.block("salute", [self.salutation()])
        self.body()
        if self.often(0.4):
            self.closing()

    def letter(self):
        kinds = [(LetterMaker.memo, 0.04), *KINDS, (LetterMaker.usual, 1 - 0.04 - sum(share for _, share in KINDS))]
        (make,) = self.chance.choices([kind for kind, _ in kinds], [share for _, share in kinds])
        make(self)
        return self.lines

    def usual(self):
        self.opening()
        self.body()
        self.closing()

    # layout

    def text(self):
        """Return the letter as it may be typed: tight, with blank lines, double-spaced, indented, or wrapped."""
        between = self.chance.choice(["\n", "\n\n", "\n\n", "\n\n\n"])
        within = "\n\n" if between == "\n\n\n" and self.often(0.5) else "\n"
        width = self.chance.randint(56, 76) if self.often(0.2) else 0
        first, right = (self.chance.choice([2, 4, 8]), self.chance.randint(20, 45)) if self.often(0.15) else (0, 0)
        made = ""
        for (label, *_), line, where in self.letter():
            text = line
            if where == RUN:
                made += " " + text
                continue
            indent = first if label == "p" else right if label in {"dateline", "valediction", "signed"} else 0
            if width and label in {"p", "postscript", "note"}:
                text = textwrap.fill(text, width, break_on_hyphens=False, break_long_words=False)
            made += (between if where == BLOCK else within) + " " * indent + text
        return made.lstrip("\n")


def make_letters(count):
    """Yield (id, text, labels that each word may have) of some letters."""
    for seed in range(count):
        maker = LetterMaker(seed)
        text = maker.text()
        yield f"made-{seed}", text, [labels for labels, line, _ in maker.lines for _ in line.split()]
