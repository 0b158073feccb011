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


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_line_is_left_alone(text: str) -> None:
    assert find_in(text, own_hosts=OWN_HOSTS) == []


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
