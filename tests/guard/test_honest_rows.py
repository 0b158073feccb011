"""What the guard must leave alone: talk, prices, dates, code, names of tools, links to the hall."""

import json
from pathlib import Path

import pytest

from gighall.guard import find_in

OWN_HOSTS = frozenset({"127.0.0.1:8000", "hall.example"})
TALK = Path(__file__).parent.parent / "live" / "help_talk.jsonl"

HONEST = """
See http://127.0.0.1:8000/terms/#outside-contact and https://hall.example/orders/ here.
main.py, node.js, foo.rs, README.md, setup.sh, index.html, docker-compose.yml, lib.so
I know ASP.NET and asp.net, socket.io, vb.net, Node.js and Vue.js.
self.name, os.name, os.path.join(a, b), e.id, user.id, x.info, obj.pk
logger.info("started"); asyncio.run(main()); subprocess.run(args); document.title = "x"
com.example.app.MainActivity and org.apache.tools.ant.Task
System.Net.Http and using System.Net;
UNIQUE constraint failed: customer.id
SET name = excluded.name, city = excluded.city
that works.it is fine now, thanks.is there more?
e.g. this, i.e. that, a.m. and p.m., U.S. and U.K.
pip install react@18.2.0 pytest==8.2.2 and @types/node@20.1.0
git clone git@github.com:psf/requests.git
logo@2x.png and icon@3x.webp
@app.route and @property
"email": "user@example.com"
curl -H 'Accept: text/html' 'https://example.com/users'
for example user@example.org
http://localhost:3000/x and http://10.0.0.1/ and http://db.internal/ and http://[::1]:8000/
https://api.test/v1
$row.id and $user.name
It costs 1200 EUR, or 1.200,50 €, or $1,299.00.
1 000 000 000 rows in 12.5 s
2024-05-01 12:34:56,789 and 01.05.2024 and 5/1/2024
2024-05-01T10:00:00+02:00
14:03:22 [INFO] Listening at: http://127.0.0.1:8001 (31337)
10.0.19045.3803 and 192.168.1.100:8000 and 8.8.8.8
ISBN 978-3-16-148410-0 and 0-306-40615-2
IBAN DE89 3704 0044 0532 0130 00
4111 1111 1111 1111
order 0151-23456-11
Order number: 0151-0004711
order number in the export is 0151-0004711
invoice 2024-000123-55
tracking 1Z999AA10123456784
550e8400-e29b-41d4-a716-446655440000
10263847-4122-4765-b3c3-b8b28b1ce708 and 90263847-4122-4765-9333-112233445566
[87874] 93632 97907
0f 04 89 25 49 21 cf 3c 70 0c
3f786850e387550fdab836ed7e6dc881de23001b
0x7f8b1c2d3e4f and 0b101010101010
01000001 01000010 01000011
00 01 02 03 04 05 06 07 08 09
001 002 003 004 005
08 09 10 11 12
1714571234 and 1714571234567
52.520008, 13.404954
@@ -12,7 +12,9 @@
x = 0123456789
id: 9876543210
line 1234567, column 12345
1,234,567.89 and 1'234'567
I was born in 1990 and have 2 cats
99999999 bytes or 12345678 users
call the function with 1234567 items
matrix 10 20 30 40 50 60 70 80
3.14159265358979
v1.2.3.4567-rc1
Ryzen 9 7950X3D, RTX 4090, 64 GB
sorry, I can't share my phone number or e-mail here
I use gmail a lot, and WhatsApp with my family
the papaya at the dot of noon
הצעה: 12:30 עד 14:00, 120 ש״ח
السعر 120,50 في الساعة 12:30
""".strip().splitlines()

# What looks like a disguise, an account or a proposal, and is none.
HONEST_TALK = """
the manual says it: https://docs.python.org/3/library/asyncio.html
see https://learn.microsoft.com/en-us/dotnet/api/system.string?view=net-8.0
the rates are at https://www.gov.uk/vat-rates
ese es el asunto punto me voy a casa
va bene, preventivo punto no discussioni
mam jedno pytanie kropka no i tyle
no more changes full stop it is done
numpy dot array and pandas dot read csv
wir treffen uns (am) Montag. Die Datei (in) excel ist da
I use gmail a lot
I use gmail and outlook at work
how do I export from WhatsApp into pandas?
the Telegram Bot API returns a 409
the Telegram bot sends messages twice
python-telegram-bot 20.7 and telegram.ext
from telegram import Update
@bot.command() in discord.py
@client.event does not fire on discord
bot.run(TOKEN) # discord
@property
@app.route("/users")
@pytest.fixture
@pytest.mark.parametrize("a", [1])
npm install @angular/core @types/node
@media (max-width: 600px) { .card { color: red; } }
import { x } from '@/components/x'
meet at noon. com\u00adputer is ready
at the dot of noon
look at point one
the papaya is in a zip file
at this point it is fine
the point is that it works
el punto es que funciona
el punto de partida
ponto de vista
obrigado . com certeza
le point est clair, point de vue
I like it . It works . Is it me ?
sorry, I can't share my phone number here
Sorry, I cannot give you my number, it is not allowed.
the rule says you may not send your e-mail
Is it allowed to talk on WhatsApp?
we should not talk outside the platform
I don't want to continue on WhatsApp
please don't contact me on WhatsApp
do I hold the sessions here or off the platform?
one two three four five six seven eight nine ten
ten nine eight seven six five four three two one zero
one two three one two three one two three
I have one or two questions about three of the five files
five six seven eight
step one, step two, step three
1 2 3 4 5 6 7 8 9 10
3 1 4 1 5 9 2 6 5 3 5
0 1 1 0 1 0 0 1 1 0
5 3 0 0 7 0 0 0 0
[1, 0, 2, 9, 4, 3, 7, 8, 5, 6]
x = [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
arr = [0] * 10; arr[i] . append(x)
10l of water, 2l milk
l10n and i18n and k8s and O2
0x1O2l
the user_id column of the instagram export
telegram user_id is empty
the discord bot_token is wrong
WHATSAPP_TOKEN=abc123
whatsapp_chat.txt and "WhatsApp Chat with Anna.txt"
WhatsApp: the export is empty
Telegram: done
my telegram is broken
my instagram is private
my discord is not working
our instagram is updated daily
I tried instagram2csv and telegram v2
discord.js v14
signal 11 (SIGSEGV)
signal: killed
line 42: syntax error
on line anna_s = 3
zoom in on the picture
zoom: 1.5
can you give me your number of rows
what's your number format
give me your phone model and version
what is your email template called?
do you have Telegram installed on the server?
the buyer wrote: let's talk on WhatsApp
The button label is "Message me on WhatsApp"
add a button "Contact me on WhatsApp" to the page
the seller must pay the fee of 5 %
without the fee column the sum is right
the payment fails without the fee field
can I pay you by the way for a second hour if we don't finish
my sister has the same kind of problem, can I give her your email?
pay with PayPal in my shop fails
I integrated PayPal and Stripe
how do I avoid the fee column being summed twice?
he asked me to pay him directly and I said no
send me your CSV
send me the file by e-mail? no, upload it here
the function call me_too is odd
call me when you see the error, I mean the callback
text me = textmessage
for e-mail validation use [\\w.]+@[\\w.]+
re.compile(r"(.)me") and foo(.)bar
s = "a . b . c"
a.b.c.d.e.f
e.g. i.e. a.m. p.m. U.S.A. R.I.P.
x y z a b c d e f
H e l l o   w o r l d
g o o d m o r n i n g
for i in a b c d e f; do echo $i; done
W A S D
the dot com bubble
buy a .com domain
C# and dot net core
I use dot net and asp dot net
config dot dev
look at gmail
I looked at gmail. It is down.
at 10 . It works
user [at] the top
see list[at] and map(at)
A @ B
docker pull foo@sha256:3f786850e387550fdab836ed7e6dc881de23001b
git checkout @{u} and HEAD@{1}
the mailbox host is mail.internal
room 0 1 2 3
double check, triple check
two factor, three way, four eyes
seven of nine, nine to five
one two, three four, five six
twenty twenty four was good
thirty four thousand five hundred twenty one
between nineteen eighty four and two thousand one
issue#1234 and C#2019 and PR #1234
ping me when it's done
dm me about it
@anna can you look at this?
@everyone please read
reply to @anna_s in the thread
follow me: first click here
I'm on Discord a lot, mostly in the Python server
Instagram is better than TikTok
WhatsApp is easier to parse than Telegram
Telegram works, WhatsApp does not
is there an API for Instagram?
Let's move the Telegram parser to its own module
let's use WhatsApp exports as sample data
let's talk about the WhatsApp export
can we continue tomorrow on this page?
we could send the report via e-mail to the customers
the app should text users on WhatsApp
users contact me on the contact form
I want to send an e-mail with Python
can I write to you here?
can we talk about the number on line 3
we can do it on the phone layout too
let's take it to the next level
can we move on to the email template?
shall we start with the email parser
could you share your screen
please share your code
tell me your name and your time zone
what's your phone's operating system?
here is my email template
save my number in a variable
take my number 3 as an example
I can send you my number crunching script
Bluetooth mac 00:1A:2B:3C:4D:5E
IBAN DE89 3704 0044 0532 0130 00 and BIC COBADEFFXXX
invoice number two zero two four zero zero one
order five five one two three zero nine eight
version one dot two dot three
zero point five
two point three five
127 dot 0 dot 0 dot 1
main dot py and index dot html and script dot js
open settings dot json
node dot js
foo dot bar
hello dot world
import numpy as np; a = np.array([1]) @ b
$ ssh root@10.0.0.5
scp file user@host:/tmp
mysql -u root -h db.internal
Die Nummer ist 4711
wie ist deine Lösung
kannst du mir deine Datei schicken
können wir über das Problem reden
ich zahle direkt an der Kasse
pagar directamente en la tienda
¿cuál es tu duda?
dame tu opinión
on peut continuer demain
quel est ton problème
me passa o arquivo
vamos continuar amanhã
pode pagar pelo site
I pushed it to github.com and asked on stackoverflow.com
The change should be removed at some point in time
included at that point in the code
the $cashier parameter is never read, drop it
deine @media für 900 px bricht das Menü beim Bezahlen
@cached_property on the revolut client keeps old rates
We need 120 place settings, send me the proof of one
sort code 00-00-00 and account 000000 on the mock statement, please pay attention to the kerning
IBAN GB00 TEST 0000 0000 0000 00, daar moet de les mee beginnen
Results: 1. Ek 38.14, 2. En 39.02, 3. Tre 40.56, all on one page please
fractions: five over six, then 31 over 4, then 9 over 100, thanks
Say the years as eighteen forty-eight, nineteen fourteen, and nineteen thirty-nine in the reading
품번 010-4471-90 재고가 없어서 견적서에서 뺐고, 표의 합계도 다시 계산했습니다
for the forester's farewell: C-H-E-S-T-N-U-T, each line a tree, please
instagram: 점 찍고 선 그은 무늬로 부탁해요
יש ציור לאינסטה, עיגול ונקודה שחורה באמצע
الأعداد للصف الثاني: سبعة وأربعون، خمسة وتسعون، مئة وثمانية
<a href="https://wa.me/?text=hello">share</a> opens the picker, so the button of the shop is right
waist is 19 oh 4 hundredths, lol, the machine says so, call it 20 and a bit
fetch(url, { signal: running.signal })
""".strip().splitlines()


@pytest.mark.parametrize("text", HONEST + HONEST_TALK)
def test_an_honest_line_is_left_alone(text: str) -> None:
    assert find_in(text, own_hosts=OWN_HOSTS) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("tip me, cash app $lindenbaker", "payment"),
        ("paypal me: @lindenbaker", "payment"),
        ("come to 14 place des Lices, Rennes", "address"),
        ("sort code 20-41-83, account 31920618, pay it there", "payment"),
        ("the button is https://wa.me/491512345678?text=hi", "url"),
        ("https://wa.me/?phone=491512345678", "url"),
        ("ring me: oh seven one, over, double three two, over, nine one four", "phone"),
        ("nineteen twelve double five, double two oh four, call me", "phone"),
        ("my insta is ines dot rossi underscore", "handle"),
        ("line: h a z e l n u t t y, add me there", "handle"),
        ("it isn't a pattern, call it and i pick up: k0 p7 k9 p1 k1 p5 k5 k2 p6 k0 p4", "phone"),
    ],
)
def test_its_neighbours_that_lead_outside_are_found(text: str, kind: str) -> None:
    assert kind in {one.kind for one in find_in(text)}


def test_of_a_whole_help_talk_only_the_contact_details_are_found() -> None:
    lines = [json.loads(line) for line in TALK.read_text(encoding="utf-8").splitlines()]

    found = [
        line["text"][one.start : one.end]
        for line in lines
        for one in find_in(line["text"], own_hosts=OWN_HOSTS)
    ]

    assert len(lines) == 500
    assert found == [
        "sara.and.noor@mail.example",
        "+49 151 23456789",
        "0151 23456789",
        "https://noors-little-shop.com/start?lang=ar",
    ]
