"""Texts of every language that teikit knows, each in old and new spelling where that matters."""

TEXTS = {
    "bg": (
        (
            "Получих вашето писмо вчера и много се зарадвах, че сте здрави. Ние сме добре, само че зимата е тежка"
            " и няма дърва."
        ),
        ("Скъпи братко, не зная кога ще мога да дойда при вас, защото имам още много работа тук."),
    ),
    "ca": (
        (
            "He rebut la vostra carta i us agraeixo molt les notícies que em doneu de la família. Aquí tots estem"
            " bé, però la feina no s'acaba mai."
        ),
        ("Estimat amic, aquest diumenge no podré venir amb vosaltres perquè la meva mare encara és al llit."),
    ),
    "cs": (
        (
            "Děkuji Vám srdečně za Váš milý list, který mi došel teprve včera, poněvadž jsem byl několik dní na "
            "venkově u svých rodičů."
        ),
        ("Zítra přijedu ranním vlakem a přivezu knihy, o které jste mě žádal. Buďte zdráv a pozdravujte všechny doma."),
        ("Drahý příteli, list Tvůj ze dne 3. května jsem dostal a těším se, že přijdeš k nám, až bude po žních."),
    ),
    "da": (
        (
            "Jeg har i Dag modtaget Dit Brev og takker Dig hjerteligt for de gode Efterretninger. Her er Alt ved "
            "det Gamle, kun at Vinteren er streng."
        ),
        (
            "Tak for brevet, som kom i går. Vi har det godt alle sammen, men lillebror er stadig lidt forkølet og"
            " må blive hjemme."
        ),
        (
            "Min kjære Ven! Jeg har længe villet skrive Dig til, men Du veed jo selv, hvorledes det gaaer, naar "
            "man har saa meget at gjøre; thi her ere vi alle syge."
        ),
    ),
    "de": (
        (
            "Ich habe Ihren Brief vom vorigen Monat richtig erhalten und danke Ihnen herzlich für die schönen "
            "Nachrichten aus der Heimat."
        ),
        (
            "Wir kommen am Sonntag mit dem Zug und bringen den Kindern etwas mit, wenn das Wetter nicht gar zu "
            "schlecht ist."
        ),
    ),
    "el": (
        (
            "Έλαβα το γράμμα σου χθες και χάρηκα πολύ που είστε όλοι καλά. Εμείς εδώ περιμένουμε την άνοιξη για "
            "να ταξιδέψουμε."
        ),
        ("Σᾶς εὐχαριστῶ διὰ τὴν ἐπιστολήν σας καὶ διὰ τὰ βιβλία τὰ ὁποῖα εἴχατε τὴν καλωσύνην νὰ μοῦ στείλετε."),
    ),
    "en": (
        (
            "I received your letter yesterday evening and was very glad to hear that you are all well again after"
            " the long winter."
        ),
        ("We have had no rain for six weeks and the river is so low that the mill cannot work."),
    ),
    "es": (
        (
            "He recibido su carta del pasado mes y le agradezco mucho las noticias que me da de la familia y de "
            "los amigos."
        ),
        ("Aquí no ha llovido desde hace dos meses, y los campos están tan secos que no habrá cosecha este año."),
    ),
    "fi": (
        (
            "Kiitän sinua kirjeestäsi, jonka sain vasta eilen, kun olin ollut monta päivää maalla vanhempieni "
            "luona. Täällä on kaikki hyvin."
        ),
        ("Tulen huomenna aamujunalla ja tuon ne kirjat, joita pyysit. Sano terveisiä kaikille kotona ja voi hyvin."),
    ),
    "fr": (
        (
            "J'ai reçu votre lettre hier au soir et je vous remercie bien des bonnes nouvelles que vous me donnez"
            " de toute la famille."
        ),
        ("Nous n'avons pas eu de pluie depuis six semaines, et la rivière est si basse que le moulin ne tourne plus."),
        (
            "Monseigneur, j'ay receu la lettre que vostre Excellence m'a faict l'honneur de m'escrire, et je ne "
            "sçaurois assez vous remercier de ceste faveur."
        ),
    ),
    "hr": (
        (
            "Primio sam Vaše pismo jučer i veoma sam se obradovao što ste svi zdravi. Mi smo ovdje dobro, samo "
            "što je zima duga."
        ),
        ("Dragi brate, ne znam kada ću moći doći k vama, jer imam još mnogo posla i nitko mi ne može pomoći."),
    ),
    "hu": (
        (
            "Megkaptam tegnap a leveledet és nagyon örültem, hogy mindnyájan jól vagytok. Mi is jól vagyunk, csak"
            " a tél hosszú és hideg."
        ),
        ("Holnap a reggeli vonattal megyek és elviszem a könyveket, amelyeket kértél tőlem."),
    ),
    "it": (
        (
            "Ho ricevuto ieri sera la vostra lettera e vi ringrazio di cuore delle buone notizie che mi date di "
            "tutta la famiglia."
        ),
        ("Qui non piove da sei settimane e il fiume è tanto basso che il mulino non può lavorare."),
        (
            "Magnifico signor mio, ho havuto la vostra delli 3, et inteso quanto mi scrivete de la cosa nostra, "
            "non mi pare che si possa fare altro per hora."
        ),
    ),
    "la": (
        ("Litteras tuas heri accepi, quae mihi gratissimae fuerunt, quod ex iis te cum tuis omnibus valere cognovi."),
        (
            "Librum quem petieras ad te mitto, quamvis nondum totum legerim; tu, cum legeris, quid de eo sentias "
            "mihi scribe."
        ),
    ),
    "nl": (
        ("Ik heb gisteravond uw brief ontvangen en dank u hartelijk voor de goede berichten van de geheele familie."),
        ("Het heeft hier in zes weken niet geregend en het water staat zoo laag dat de molen niet kan malen."),
        (
            "Myn Heer, ick hebbe uwen brief van den 3 deser wel ontfangen, ende sal niet naerlaten het boeck met "
            "den eersten schipper te senden."
        ),
    ),
    "no": (
        (
            "Jeg fikk brevet ditt i går og ble veldig glad for å høre at dere har det bra alle sammen. Her er det"
            " ikke noe nytt."
        ),
        (
            "Eg fekk brevet ditt i går og vart glad for å høyra at de hev det bra. Her er det ikkje noko nytt å "
            "fortelja."
        ),
        (
            "Jeg har igaar mottatt dit brev og takker dig meget for det. Her er alt ved det gamle, bare at "
            "vinteren er blitt lang."
        ),
    ),
    "pl": (
        (
            "Wczoraj otrzymałem twój list i bardzo się ucieszyłem, że wszyscy jesteście zdrowi. U nas także "
            "wszystko dobrze, tylko zima długa."
        ),
        ("Jutro przyjadę porannym pociągiem i przywiozę książki, o które mnie prosiłeś."),
    ),
    "pt": (
        ("Recebi ontem à noite a sua carta e agradeço-lhe muito as boas notícias que me dá de toda a família."),
        ("Não chove aqui há seis semanas e o rio está tão baixo que o moinho não pode trabalhar."),
    ),
    "ro": (
        (
            "Am primit aseară scrisoarea dumneavoastră și vă mulțumesc din inimă pentru veștile bune despre toată"
            " familia."
        ),
        ("Aici n-a plouat de șase săptămâni și apa este atât de mică încât moara nu mai poate lucra."),
    ),
    "ru": (
        (
            "Вчера вечером я получил ваше письмо и очень обрадовался, что вы все здоровы. У нас тоже всё хорошо, "
            "только зима долгая."
        ),
        ("Любезный братъ, письмо твое я получилъ третьяго дня и спѣшу отвѣчать тебѣ, что мы всѣ здоровы."),
    ),
    "sk": (
        (
            "Ďakujem Vám srdečne za Váš milý list, ktorý mi došiel len včera, lebo som bol niekoľko dní na dedine"
            " u svojich rodičov."
        ),
        ("Zajtra prídem ranným vlakom a prinesiem knihy, o ktoré ste ma žiadali. Pozdravujte všetkých doma."),
        ("Drahý priateľ, list Tvoj zo dňa 3. mája som dostal a teším sa, že prídeš k nám, keď bude po žatve."),
    ),
    "sl": (
        (
            "Včeraj sem prejel Vaše pismo in se Vam prisrčno zahvaljujem za dobre novice o vsej družini. Pri nas "
            "je vse po starem."
        ),
        ("Jutri pridem z jutranjim vlakom in prinesem knjige, za katere ste me prosili."),
        ("Dragi prijatelj, Tvoje pismo z dne 3. maja sem prejel in se veselim, da prideš k nam, ko bo po žetvi."),
    ),
    "sv": (
        (
            "Jag fick ditt brev i går kväll och blev mycket glad över att höra att ni alla mår bra igen efter den"
            " långa vintern."
        ),
        ("Här har det icke regnat på sex veckor, och vattnet är så lågt att kvarnen ej kan mala."),
        (
            "Herr Doctorns högt ärade bref af den 3:dje har jag haft äran emottaga, och får jag härmedelst "
            "aflägga min ödmjukaste tacksägelse derför."
        ),
    ),
    "tr": (
        (
            "Mektubunuzu dün akşam aldım ve hepinizin iyi olduğunu öğrenince çok sevindim. Burada her şey "
            "yolunda, yalnız kış çok uzun sürdü."
        ),
        ("Yarın sabah treniyle geleceğim ve benden istediğin kitapları getireceğim."),
    ),
    "uk": (
        (
            "Учора ввечері я одержав вашого листа і дуже зрадів, що ви всі здорові. У нас теж усе добре, тільки "
            "зима довга."
        ),
        ("Завтра приїду ранковим поїздом і привезу книжки, про які ти мене просив."),
    ),
}

# Lithuanian, Latvian, Welsh, Irish, Basque, Albanian, Indonesian, Swahili, Vietnamese, Hebrew, Maltese.
OTHERS = (
    (
        "Vakar vakare gavau tavo laišką ir labai apsidžiaugiau, kad visi esate sveiki. Pas mus taip pat "
        "viskas gerai, tik žiema ilga."
    ),
    ("Rytoj atvažiuosiu rytiniu traukiniu ir atvešiu knygas, kurių prašei."),
    (
        "Vakar vakarā saņēmu tavu vēstuli un ļoti priecājos, ka jūs visi esat veseli. Pie mums arī viss ir "
        "labi, tikai ziema gara."
    ),
    (
        "Cefais eich llythyr neithiwr ac yr oeddwn yn falch iawn o glywed eich bod i gyd yn iach. Mae popeth "
        "yn dda yma, ond mae'r gaeaf yn hir."
    ),
    (
        "Fuair mé do litir aréir agus bhí an-áthas orm a chloisteáil go bhfuil sibh go léir go maith. Tá gach"
        " rud go breá anseo."
    ),
    (
        "Atzo gauean jaso nuen zure gutuna eta asko poztu nintzen guztiok ondo zaudetela jakitean. Hemen dena"
        " ondo dago, baina negua luzea da."
    ),
    (
        "E mora letrën tënde mbrëmë dhe u gëzova shumë që jeni të gjithë mirë. Këtu gjithçka është mirë, "
        "vetëm dimri është i gjatë."
    ),
    (
        "Saya menerima surat Anda kemarin malam dan sangat senang mendengar bahwa kalian semua sehat. Di sini"
        " semuanya baik, hanya musim hujan panjang."
    ),
    (
        "Nilipata barua yako jana jioni na nilifurahi sana kusikia kwamba nyote mko wazima. Hapa kila kitu ni"
        " kizuri, ila mvua ni nyingi."
    ),
    (
        "Tôi đã nhận được thư của anh tối hôm qua và rất vui khi biết mọi người đều khỏe. Ở đây mọi thứ đều "
        "tốt, chỉ có mùa đông dài."
    ),
    ("קיבלתי את מכתבך אתמול בערב ושמחתי מאוד לשמוע שכולכם בריאים."),
    (
        "Irċevejt l-ittra tiegħek ilbieraħ filgħaxija u kont ferħan ħafna li smajt li intom kollha tajbin. "
        "Hawn kollox sew, biss ix-xitwa twila."
    ),
)
