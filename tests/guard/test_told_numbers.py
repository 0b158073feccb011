"""Numbers to ring, accounts and streets as people tell them in many languages; and talk that only sounds like it."""

import pytest

from gighall.guard import find_in

DIALECTS = [
    (
        "sedum sedum pět, čtyry vosum, dva dva jedna sedum",
        "sedum sedum pět, čtyry vosum, dva dva jedna sedum",
    ),
    (
        "nula deväť jeden osem, štyristo dvanásť, sedem päť",
        "nula deväť jeden osem, štyristo dvanásť, sedem päť",
    ),
    (
        "lüt aa: null sibe nün, feuf füf zwöi, drü drü, eis acht",
        "null sibe nün, feuf füf zwöi, drü drü, eis acht",
    ),
    (
        "ena dyo tria okto mhden enia eksi pente epta epta",
        "ena dyo tria okto mhden enia eksi pente epta epta",
    ),
    ("sefer sab3a tnin khamsa setta wahed tmanya 44", "sefer sab3a tnin khamsa setta wahed tmanya 44"),
    (
        "zero șapte doi doi, trei sute unu, optzeci și patru",
        "zero șapte doi doi, trei sute unu, optzeci și patru",
    ),
    ("sifuri saba moja mbili, mia tatu na nne, hamsini", "sifuri saba moja mbili, mia tatu na nne, hamsini"),
    (
        "zee-row sev-en fo-wer nine-er ait wun six tree zee-row",
        "zee-row sev-en fo-wer nine-er ait wun six tree zee-row",
    ),
]

GLUED = [
    ("звони 8-9один2-8ноль-три3-5О-7", "8-9один2-8ноль-три3-5О-7"),
    ("٠٧٩ثمانية٢ - ٥سبعة - ٣٣صفر", "٠٧٩ثمانية٢ - ٥سبعة - ٣٣صفر"),
    ("۰۹۱دو - ۳چهار۵ - ۶۷هشت۱", "۰۹۱دو - ۳چهار۵ - ۶۷هشت۱"),
    ("wasap o7saba4 - mbili2o - tisa18", "o7saba4 - mbili2o - tisa18"),
    ("muj cislo 77S 61O 4I2", "77S 61O 4I2"),
    ("вайбер О95 два два 7 О8 41", "О95 два два 7 О8 41"),
    ("O6.II.Z4.5O.19 les lettres se ressemblent", "O6.II.Z4.5O.19"),
    ("meine nr o176 - neun neun - 3l - 5o2 (o = null)", "o176 - neun neun - 3l - 5o2"),
]

JOINED = [
    ("o7911 umm two two eh four seven eight", "o7911 umm two two eh four seven eight"),
    (
        "null eins fünf eins Pause vier vier Pause neun null acht",
        "null eins fünf eins Pause vier vier Pause neun null acht",
    ),
    ("0152 drei mal die vier, dann 81 07", "0152 drei mal die vier, dann 81 07"),
    (
        "восемь девятьсот, три пятерки, ноль два, сорок один",
        "восемь девятьсот, три пятерки, ноль два, сорок один",
    ),
    (
        "zes nul, dan drie keer de zeven, en dan acht vier vijf twee",
        "zes nul, dan drie keer de zeven, en dan acht vier vijf twee",
    ),
    (
        "noventa e um, três vezes o 4, dois dois sete zero",
        "noventa e um, três vezes o 4, dois dois sete zero",
    ),
    ("zerosixdouzedouzetrentequatrecinquantesix tout collé", "zerosixdouzedouzetrentequatrecinquantesix"),
]

OFFICES = [
    ("biuro czynne do 16, 22 845 03 71", "22 845 03 71"),
    ("L'atelier est ouvert, 04 78 22 90 13", "04 78 22 90 13"),
    ("ligue para a oficina, 253 610 447, pergunte pelo Sr. Lopes", "253 610 447"),
    ("Рабочий 8 (4852) 70-33-19, спросить Ларису", "8 (4852) 70-33-19"),
    ("९८१० २२ ३३ ०७ ५ यही है मेरा", "९८१० २२ ३३ ०७ ५"),
    ("zap da loja 51 99214-7736", "51 99214-7736"),
]

HONEST = """
two times three is six and three times four is twelve, then four times five is twenty
I need three fives, two tens and six ones in change
three times four twelve, three times five fifteen, three times six eighteen
У меня три тройки и две двойки за четверть, плюс пять пятёрок
He scored two threes, four twos, and six ones in the game, nine boards
my flight booking is 2203 884 1197 and the airline wants a letter
GCSE results: 7 7 0 no wait there is no 0, 7 7 6 5 9 8
oda namba 0712 3054 89, sh 15,000
the tracking number is RR 4471 8820 3 DE
The odds are 3 to 1, 7 to 2 and 11 to 8, in that order.
Upgraded from 10.14.6 to 11.7.10 and then 12.6.1 and the fan noise started
một hai ba bốn, năm sáu bảy tám, rồi quay người
3 session × 250 = 750, GST alag hai ya isi me?
the shop sold 253 610 447 units of nothing, so 12 500 000 in all
the office floor is 120 450 380 in square feet per year
tři plus pět je osm, sedum a dva je devět, čtyry krát dva je osm
zwo drü vier fünf, und nomal vo vorne: eis zwöi drü
""".strip().splitlines()


@pytest.mark.parametrize(("text", "span"), [*DIALECTS, *GLUED, *JOINED, *OFFICES])
def test_a_number_is_found_however_it_is_told(text: str, span: str) -> None:
    assert [text[one.start : one.end] for one in find_in(text) if one.kind == "phone"] == [span]


@pytest.mark.parametrize("text", HONEST)
def test_what_only_sounds_like_a_detail_is_left_alone(text: str) -> None:
    assert find_in(text) == []


ACCOUNTS = [
    ("papara no 1740 228 891, oraya at", "1740 228 891"),
    ("PayPayのIDはpan_yaki8、そっちに送って", "pan_yaki8"),
    ("खाता 3021 0045 8871, आज ही डाल दीजिए", "3021 0045 8871"),
    ("بزن به کارت ۶۰۳۷ ۹۹۱۸ ۴۴۰۲ ۷۷۱۵ به نام احمدی", "۶۰۳۷ ۹۹۱۸ ۴۴۰۲ ۷۷۱۵"),
    ("pune-mi pe revolut @andreivio4k", "@andreivio4k"),
    ("postepay 5333 1710 2204 8816 e parto subito", "5333 1710 2204 8816"),
    ("농협 352-0918-4407-23 예금주 박말숙", "352-0918-4407-23"),
    ("打到建行6217 0028 7001 2345 668 户名王桂芬", "6217 0028 7001 2345 668"),
    ("振込先です。みどり銀行 本店 普通 4471902", "みどり銀行 本店 普通 4471902"),
    ("pošli to na 2301847756/2010", "2301847756/2010"),
    ("konto: 24 1140 2004 0000 3102 7745 6618", "24 1140 2004 0000 3102 7745 6618"),
    ("lipa kwa till 554 8021 uepuke makato", "554 8021"),
    ("ось картка 4441 1110 2093 5587 Мельник", "4441 1110 2093 5587"),
    (
        "iban: DE achtundsechzig, zwo eins null fünf, dann 00 12 34",
        "DE achtundsechzig, zwo eins null fünf, dann 00 12 34",
    ),
    (
        "sort code twenty, forty-one, oh six acct triple two nine oh",
        "twenty, forty-one, oh six acct triple two nine oh",
    ),
    ("bankgiro femtiotvå tolv bindestreck nittiosju 04", "femtiotvå tolv bindestreck nittiosju 04"),
]

HONEST_MONEY = """
Konto 8400 an 1200, das ist die Buchung für den Erlös
my account says 12 deliveries in twenty twenty four and two refunds
the IBAN field takes 22 signs in Germany, in the sample two blanks were left
картка 120 на 80 мм, друк з двох боків, 1500 штук
tarjeta de 350 gramos, 5000 unidades, entrega el 12/08
银行 app 的界面一共 120 个页面
Zelle B14 in der Tabelle ist leer
die 6-stellige BLZ hat zwei Nullen, ist das so richtig in der Vorlage
the bank holiday is on the twenty fifth and the third
sort the list by two, then four, six, eight
swish the brush two or three times, then wait twenty minutes
account for twenty to thirty minutes each
""".strip().splitlines()


@pytest.mark.parametrize(("text", "span"), ACCOUNTS)
def test_an_account_is_found_in_the_words_of_its_country(text: str, span: str) -> None:
    assert [text[one.start : one.end] for one in find_in(text) if one.kind == "payment"] == [span]


@pytest.mark.parametrize("text", HONEST_MONEY)
def test_talk_of_money_and_forms_is_left_alone(text: str) -> None:
    assert find_in(text) == []


STREETS = [
    ("přines to ke mně, Na Výsluní 18, Kolín, zvonek vlevo", "Na Výsluní 18, Kolín"),
    ("Das Paket bitte an Am Rieselfeld 14, 33613 Bielefeld", "Am Rieselfeld 14, 33613 Bielefeld"),
    ("wohn Lindenstr. vierunddreissig B, klingel Odermatt", "Lindenstr. vierunddreissig B"),
    ("wpadnij do mnie, Kościuszki 47/12, Gliwice", "Kościuszki 47/12, Gliwice"),
    ("mieszkam ulica Brzozowa osiem przez trzy, Siedlce", "ulica Brzozowa osiem przez trzy, Siedlce"),
    (
        "moro na Rua das Acácias, quarenta e sete fundos, Canoas",
        "Rua das Acácias, quarenta e sete fundos, Canoas",
    ),
    ("привозите кота сюда: ул. Ткачей, д. 5, кв. 48", "ул. Ткачей, д. 5, кв. 48"),
    (
        "приезжай, улица Гоголя, дом девятнадцать корпус два, Пермь",
        "улица Гоголя, дом девятнадцать корпус два, Пермь",
    ),
    ("può ritirare i disegni da me, via dei Tigli 14 bis, Cesena", "via dei Tigli 14 bis, Cesena"),
    ("Déposez la montre, 27 rue des Orfèvres à Besançon, sonnez", "27 rue des Orfèvres à Besançon"),
    (
        "mande el cuadro a Av. Insurgentes 2207, depto 8, Querétaro",
        "Av. Insurgentes 2207, depto 8, Querétaro",
    ),
    ("कपड़ा भिजवा दो: मकान 22, गली तीन, नई बस्ती", "मकान 22, गली तीन, नई बस्ती"),
    ("ارسل الكتاب على صندوق بريد ٣٣١٧", "صندوق بريد ٣٣١٧"),
    ("书寄到南京市鼓楼区青岛路十二号三单元", "南京市鼓楼区青岛路十二号三单元"),
    ("send the parcel to P. O. B. o. x. eight one nine, Elmsford", "P. O. B. o. x. eight one nine, Elmsford"),
    ("you can pick the guitar up at Unit 5, Brook Mill, Halifax", "Unit 5, Brook Mill, Halifax"),
    ("έλα εδώ Αγίας Λαύρας 33, Πάτρα", "Αγίας Λαύρας 33, Πάτρα"),
    ("kom de wieg halen, Kleine Haven 3a, 4461 BT Goes", "Kleine Haven 3a, 4461 BT Goes"),
]

HONEST_PLACES = """
bring the total to 14, Anna, and send the file by Friday 12, please
Komm auf Seite 14, Absatz zwei, und schick mir den Rest
send the Invoice 2204, Order 18, and the Contract to me in here
przyjdź na poziom 4, Adam, i przynieś Miecz 12, proszę
envoie la version 12, Marie, et passe à la suite
the client's shop is at 18 Tanner Row, put it in the footer
Der Laden des Kunden liegt in der Lindenallee 44, das gehört ins Impressum
en la calle había 40 personas y llegaron 12 más
via mail ne ho mandati 14, di cui 3 sbagliati
bring Psalm 23, Genesis 4, and Mark 12 into the reading
Brochure: 'Our villa lies at 3 Harbour Lane, ten minutes from the ferry. Ring the bell twice.'
отправь 12 глав, дом 5 описан в третьей
""".strip().splitlines()


@pytest.mark.parametrize(("text", "span"), STREETS)
def test_a_street_where_somebody_is_asked_to_come_or_send_is_found(text: str, span: str) -> None:
    assert [text[one.start : one.end] for one in find_in(text) if one.kind == "address"] == [span]


@pytest.mark.parametrize("text", HONEST_PLACES)
def test_places_and_numbers_of_other_things_are_left_alone(text: str) -> None:
    assert [one for one in find_in(text) if one.kind != "intent"] == []
