"""What made-up letters are made from, besides the cue files: names, towns, forms of dates, titles and editors' notes.

The words are our own. `{a}` and `{b}` are the sender and the recipient, `{d}` a date, `{p}` a place, `{n}` a number.
"""

NAMES = {
    "ru": "А. Б. Лесков|Мария Ивановна|Н. Петров|Сергей Орлов|В. Д. Крамской|Елена|И. Т. Зубов|Павел Антонович Рогов".split("|"),
    "pl": "Jan Wolski|Maria Zielińska|K. Brzoza|Stefan Górny|Helena|Adam hr. Dębicki|Z. Sowa".split("|"),
    "fr": "Paul Girard|Louise Carrel|Georges Petit|Claire Dumont|H. de Valmy|J.-B. Morel|Marthe|le comte d'Aubrac".split("|"),
    "de": "Otto Vesely|Karl-Heinz Rupp|Tomas Brandl|Anna Feld|H. v. Lindau|Dr. E. Kreis|Lotte|J. G. Amsler".split("|"),
    "it": "Pietro Bassi|G. Morandi|Lucia Ferri|Ugo|A. di Rovere|Teresa Conti|Don Carlo Neri".split("|"),
    "es": "José Moral|Inés Robledo|P. de la Vega|Juan Antonio Cruz|Rosario|M. Ortega y Luna".split("|"),
    "pt": "João Moreira|Inês da Costa|A. de Sousa Lima|Manuel|Rita Vaz|F. Teles".split("|"),
    "nl": "Pieter de Wit|J. van der Meer|Anna Kuiper|C. Bos|Willem|H. ten Brink|Dr. L. Vos".split("|"),
    "ro": "Ion Dumbravă|Elena Munteanu|G. Pop|Radu|A. D. Crângaș|Maria Ionescu-Bota".split("|"),
    "la": "Ioannes Faber|M. Bucherus|Erhardus Nepos|Petrus Silvius|H. Lignarius|Philippus".split("|"),
    "en": "J. R. Hobbs|H. Whitcombe|E. Stanhope Lee|Mary Ann Dale|R. T. Crane|Wm. Ashby|Tom|Lady Dunmore".split("|"),
}  # fmt: skip
TOWNS = {
    "ru": "Москва|Петроград|Тула|Ясное|С.-Петербург|Нижний Лог".split("|"),
    "pl": "Kraków|Lwów|Łódź|Warszawa|Nowa Wieś".split("|"),
    "fr": "Villeneuve|Saint-Aubin|Dijon|Paris|Aix-les-Monts".split("|"),
    "de": "Altstadt|Königsfeld|Graz|Weimar|Bad Neuhaus|Frankfurt a. M.".split("|"),
    "it": "Firenze|Castelnuovo|Roma|Villa Serena|Monte Alto".split("|"),
    "es": "Madrid|Valdeolmos|Buenos Aires|San Marcos|Sevilla".split("|"),
    "pt": "Lisboa|Vila Nova|Coimbra|Rio de Janeiro|Porto Alto".split("|"),
    "nl": "Leiden|Nieuwveen|Den Haag|Amsterdam|'s-Hertogenveld".split("|"),
    "ro": "București|Iași|Valea Mare|Cluj|Râmnicu".split("|"),
    "la": "Basileae|Lugduni|Vindobonae|Tiguri|Ex Novo Castro".split("|"),
    "en": "Newford|Oldbridge|Port Elm|London|New Haven, Conn.|St. Mary's".split("|"),
}  # fmt: skip
DAYS = {
    "nl": "{d} {m} {y}|den {d}den {m} {y}|den {d} {m} {y}|{d} {m}|{d} {m}. {y}", "it": "{d} {m} {y}|li {d} {m} {y}|a dì {d} {m} {y}|il {d} {m} {y}|{d} {m}",
    "es": "{d} de {m} de {y}|{m} {d} de {y}|a {d} de {m} de {y}|{d} {m} {y}|{d} de {m}", "pt": "{d} de {m} de {y}|{d} {m} {y}|aos {d} de {m} de {y}|{d} de {m}",
    "ro": "{d} {m} {y}|{d} {m}. {y}|la {d} {m} {y}|{y} {m} {d}|{d} {m}", "ru": "{d} {m} {y} г.|{d} {m} {y}|{d}-го {m} {y} г.|{y} г. {m} {d}|{d} {m}",
    "pl": "{d} {m} {y}|dnia {d} {m} {y} r.|d. {d} {m} {y}|{d} {m} [{y}]|{d} {m}", "la": "{d} {m} {y}|{y}, {d} {m}|die {d} {m} anno {y}|{d}. {m}|Id. {m} {y}|pridie Kal. {m} {y}",
    "en": "{d} {m} {y}|{m} {d}, {y}|{m} {d}th, {y}|{d}th {m} {y}|{m} {d}|{d} {m}", "de": "{d}. {m} {y}|den {d}. {m} {y}|d. {d} {m} {y}|am {d}. {m} {y}|den {d}ten {m} {y}|d. {d}. {m}|{d}. {m}",
    "fr": "{d} {m} {y}|le {d} {m} {y}|ce {d} {m}|ce {d} {m} {y}|{d} {m}",
}  # fmt: skip
ANY_DAY = "{d}. {n}. {y}|{d}/{r} {s}|{d}. {r}. {y}|{y}|{y}-{n:02}-{d:02}|{d}.{n}.{s}|{d}/{n} {y}|[{y}]|{d}/{n}"
DATELINES = "{p}, {d}|{p}, {d}.|{p} {d}|{p}, {d}|{d}|{d}.|{p}, {w}|{w}|{w}, {d}|{p}. {d}|{p} / {d}|[{p}, {d}]|{d}. {p}|{p}, {w} {d}|{d}, {p}|{p}"
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
FROM = {"en": "from", "de": "von", "fr": "de", "nl": "van", "it": "di", "es": "de", "pt": "de", "ro": "de la", "ru": "от", "pl": "od", "la": "ab"}  # fmt: skip
LETTER = {"en": "Letter", "de": "Brief", "fr": "Lettre", "nl": "Brief", "it": "Lettera", "es": "Carta", "pt": "Carta", "ro": "Scrisoare", "ru": "Письмо", "pl": "List", "la": "Epistola"}  # fmt: skip
SYLLABLES = {
    "ru": "ка ро ни ла мо те ви ста пра до зе лу ши бе го".split(),
    "": "ka ro ni la mo te vi sta pra do ze lu shi be go ment er an al".split(),
}
MEMO = {
    "en": "To From Date Subject|TO FROM DATE RE", "de": "An Von Datum Betreff", "fr": "À De Date Objet", "nl": "Aan Van Datum Betreft", "it": "A Da Data Oggetto",
    "es": "A De Fecha Asunto", "pt": "Para De Data Assunto", "ro": "Către De_la Data Subiect", "ru": "Кому От Дата Тема", "pl": "Do Od Data Dotyczy", "la": "Ad Ab Data De",
}  # fmt: skip
NOTES = {
    "en": "[Letter from {a} to {b}, {d}]|Manuscript letter, signed, {n} pages. {p}.|Endorsed: {a}, {d}.|Source: Autograph in the archives of {p}.|Printed in: Letters of {a}, vol. {n}.|This letter was sent by {a} to {b}, and is kept in {p}.|Note: the date is in another hand.|Letter of {a}, informing {b} of what was decided.|Original: {p}, box {n}, folder {n}.|Transcribed from the original by the editor.",
    "de": "[Brief von {a} an {b}, {d}]|Handschrift. {n} Blatt, eigenhändig. {p}.|Archivvermerk: {a}, {d}.|Quelle: Original im Archiv {p}.|Gedruckt in: Briefe von {a}, Bd. {n}.|Schreiben von {a} an {b}, aufbewahrt in {p}; die Orthographie folgt der Vorlage.|Der Brief von {a} an {b} ist eigenhändig überliefert.|Konzept, {n} Seiten, ohne Unterschrift.|H: {p}, Nachlass {b}, Nr. {n}.|Anmerkung: Das Datum stammt von fremder Hand.",
    "fr": "[Lettre de {a} à {b}, {d}]|Lettre autographe signée, {n} pages. {p}.|Archives de {p}, carton {n}.|Source : original conservé à {p}.|Publiée dans : Lettres de {a}, t. {n}.|Lettre adressée par {a} à {b}. L'original est conservé à {p}.|Manuscrit, {n} feuillets, cachet de cire.|Note : la date est d'une autre main.|Au dos : {b}, {p}.|Minute de la main de {a}.",
    "nl": "[Brief van {a} aan {b}, {d}]|Handschrift, {n} bladen. {p}.|Bron: origineel in het archief te {p}.|Gedrukt in: Brieven van {a}, deel {n}.|Brief van {a} aan {b}, bewaard in {p}.|Ontvangen en beantwoord {d}.|Autograaf, {n} pagina's, ondertekend.|Noot: de datum is van een andere hand.|Adres: {b}, {p}.|Afschrift, collectie {p}, inv. nr. {n}.",
    "it": "[Lettera di {a} a {b}, {d}]|Autografo, {n} carte. {p}.|Fonte: originale conservato a {p}.|Pubblicata in: Lettere di {a}, vol. {n}.|Lettera di {a} a {b}, conservata nell'archivio di {p}.|Archivio di {p}, fondo {b}, busta {n}.|Minuta di mano di {a}.|Nota: la data è di altra mano.|A tergo: {b}, {p}.|Manoscritto firmato, {n} fogli, sigillo.",
    "es": "[Carta de {a} a {b}, {d}]|Carta autógrafa, {n} hojas. {p}.|Fuente: original en el archivo de {p}.|Publicada en: Cartas de {a}, t. {n}.|Carta de {a} a {b}, conservada en {p}.|Archivo de {p}, legajo {n}.|Borrador de mano de {a}.|Nota: la fecha es de otra mano.|Al dorso: {b}, {p}.|Manuscrito firmado, {n} folios, sello.",
    "pt": "[Carta de {a} a {b}, {d}]|Carta autógrafa, {n} folhas. {p}.|Fonte: original no arquivo de {p}.|Publicada em: Cartas de {a}, t. {n}.|Carta de {a} a {b}, conservada em {p}.|Arquivo de {p}, maço {n}, doc. {n}.|Minuta da mão de {a}.|Nota: a data é de outra mão.|No verso: {b}, {p}.|Manuscrito assinado, {n} fólios, selo.",
    "ro": "[Scrisoare de la {a} către {b}, {d}]|Olografă, {n} file. {p}.|Sursa: original în arhiva din {p}.|Publicată în: Scrisorile lui {a}, vol. {n}.|Scrisoarea lui {a} către {b}, păstrată la {p}.|Biblioteca din {p}, dosar {n}, fila {n}.|Ciornă de mâna lui {a}.|Notă: data este de altă mână.|Pe verso: {b}, {p}.|Manuscris semnat, {n} pagini.",
    "ru": "[Письмо от {a} к {b}, {d}]|Автограф, {n} л. {p}.|Печатается по автографу, хранящемуся в архиве, {p}.|Впервые опубликовано: Письма, т. {n}.|Письмо {a} к {b}, хранится: {p}.|Архив, {p}, ф. {n}, оп. {n}.|Черновик рукою {a}.|Примечание: дата другою рукою.|На конверте: {b}, {p}.|Подлинник, {n} стр., подпись.",
    "pl": "[List od {a} do {b}, {d}]|Autograf, {n} kart. {p}.|Źródło: oryginał w archiwum, {p}.|Opublikowany w: Listy, t. {n}.|List {a} do {b}, przechowywany w archiwum, {p}.|Archiwum, {p}, teka {n}.|Brulion ręką {a}.|Przypis: data inną ręką.|Na kopercie: {b}, {p}.|Rękopis z podpisem, {n} stron.",
    "la": "[Epistola {a} ad {b}, {d}]|Autographum, ff. {n}. {p}.|Exemplar in bibliotheca, {p}.|Edita in: Epistolae, t. {n}.|Epistola {a} ad {b}, servatur {p}.|Bibl. {p}, cod. {n}, fol. {n}.|Apographon manu {a}.|A tergo: {b}, {p}.",
}  # fmt: skip
