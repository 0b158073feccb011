"""Honest files: nothing is found in them."""

import pytest

from gighall.guard.files import scan_content
from tests.guard.files import makers

INVOICE = """Invoice no. 2024-0012345
Customer no. 4711-0815, order 20240012345
Date 02.01.2024, due 16.01.2024
10 x 1,190.00 EUR = 11,900.00 EUR
VAT ID DE123456789, article 4006381333931, version 10.4.22.1
Tracking number 00340434161094042557
"""
LICENCE = """# Licensed under the Apache License, Version 2.0; you may not use this file except in compliance with it.
# You may obtain a copy at http://www.apache.org/licenses/LICENSE-2.0
# SPDX-License-Identifier: GPL-3.0-or-later <https://www.gnu.org/licenses/>
"""
PROGRAM = (
    LICENCE
    + '''
import os, sys
from app.models import Order

VERSION = (3, 11, 7, "final", 0)
BASE = "http://localhost:8000/api/v1/"
API = "https://api.example.com/v1/orders?limit=100"

@app.route("/orders/<int:id>")
def show(self, id: int) -> str:
    """See https://docs.python.org/3/library/os.html and RFC 2616."""
    logger.info("order %s", self.order.id)
    x = a @ b.T
    return one.name + re.IGNORECASE.name
'''
)
PACKAGE = """{
  "name": "demo", "version": "1.24.1055", "main": "index.js",
  "repository": {"type": "git", "url": "git+https://github.com/acme/demo.git"},
  "dependencies": {"left-pad": "^1.3.0", "@types/node": "20.11.5", "socket.io": "4.7.4"}
}"""
LOG = """2024-01-02 10:11:12,123 INFO [main] 192.168.1.20:5432 connected in 1234567890 ns
2024-01-02T10:11:13Z 10.0.0.1 - - "GET /orders/4155550133 HTTP/1.1" 200 5120 0x7ffee4b0
"""
ESSAY = "Please read the text and write me what you think of the plan. It has 12 chapters. " * 40
HTML = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta name="generator" content="WordPress 6.4 https://wordpress.example.net"/>
<link rel="stylesheet" href="https://cdn.stylehost.net/a.css"/>
<script src="https://code.scripthost.net/x.js">var mail="a@b.co"</script>
</head><body><a href="#top">up</a>
<a href="/orders/7/">order</a><img src="https://pictures.host.net/a.png" alt="A red boat"/>
<p>Version 2.10.3, 5 &lt; 7</p></body></html>"""
SVG = """<?xml version="1.0"?><!-- Generator: Adobe Illustrator 27.0 --><svg xmlns="http://www.w3.org/2000/svg"
 xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd">
<metadata><rdf:RDF><cc:Work rdf:about=""><dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></cc:Work></rdf:RDF></metadata>
<text>Boats 2024</text><path d="M 10.5 20.25 415 5550133 L 1234567 89"/></svg>"""
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 9.0-c001 79.c0204b2, 2023/02/09-06:26:14">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Adobe Photoshop 25.0 (https://www.adobe.com)" '
    'xmpMM:InstanceID="xmp.iid:4155550133-89ab-cdef" photoshop:ColorMode="3"><dc:creator><rdf:Seq><rdf:li>Anna Foo'
    "</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
)
RTF = r"{\rtf1\ansi\deff0{\*\generator Riched20 10.0.19041 https://www.host.net}{\fonttbl{\f0 Calibri;}}\f0 Hello\par}"
DUMP = "".join(
    f"{at:08x}: " + " ".join(f"{(at * 7 + one * 13) % 256:02x}" for one in range(16)) + "\n"
    for at in range(0, 1600, 16)
)
KEYS = (
    "C53ED-44CB6-1CF44-79D67-78DB4\nAC0BF1-D15BA0-406B71-9C0DE5\n6AFF-7B91-98D4-0DD5-CCEB\n82C9B-29406-A5CD6-7412C\n"
    * 3
)
PACKAGE_BY = (
    """{"name": "demo", "author": "Anna Foo <anna.foo@bar.org> (https://annafoo.org)", "version": "1.0.2"}"""
)
LICENCE_BY = (
    "MIT License\n\nCopyright (c) 2014-2023 Anna Foo <anna.foo@bar.org>\n\nPermission is hereby granted…\n"
)
BANNER = "/*!\n * demo v1.0.2\n * Copyright 2019 Foo Works, author: Anna <anna.foo@bar.org>\n */\nrun();\n"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nPRODID:-//Foo//Bar 70.9054//EN\r\nBEGIN:VEVENT\r\nUID:4155550133abc@bar.org\r\n"
    "TZURL:http://tzurl.org/zoneinfo/Europe/Berlin\r\nSUMMARY:Day off\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
FORM = '<!doctype html><form><input type="email" placeholder="you@example.com"><input placeholder="Phone"></form>'
PATCH = (
    "From 1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d Mon Sep 17 00:00:00 2001\nFrom: Anna Foo <anna.foo@bar.org>\n"
    "Date: Fri, 1 Mar 2024 10:11:12 +0100\nSubject: [PATCH] Mend it\n\nSigned-off-by: Anna Foo <anna.foo@bar.org>\n"
)
NAMES = [
    "logo.ai",
    "Final logo.ai",
    "prelude.ly",
    "deploy.sh",
    "main.cc",
    "poster.ps",
    "WhatsApp Video 2024-03-01 at 10.11.12_4f5a6b7c.mp4",
    "WhatsApp Image 2024-03-01 at 10.11.12_abcdef12.jpeg",
    "20240301_101112_12345678.jpg",
    "IMG_20240102_123456.jpg",
    "IMG-20240102-WA0012.jpg",
    "PXL_20240102_101112345.jpg",
    "DSC01234567.JPG",
    "VID_20240102_101112.mp4",
    "WhatsApp Image 2024-01-02 at 10.11.12.jpeg",
    "Screenshot 2024-01-02 at 12.33.44.png",
    "Screenshot_20240102-101112_WhatsApp.jpg",
    "telegram-cloud-photo-size-2-5404000000000000000-y.jpg",
    "signal-2024-01-02-101112.jpg",
    "photo_4155550133.jpg",
    "invoice-2024-0001234567.pdf",
    "report.final.v2.docx",
    "index.html",
    "node.js",
    "README.md",
    "main.rs",
    "app.py",
    "backup.tar.gz",
    "Order 20240012345.pdf",
    "my.project.zip",
    "scan0001.pdf",
    "Foto 12.01.2024 10-11-12.png",
    "received_1234567890123456.jpeg",
    "8f14e45fceea167a5a36dedd4bea2543.png",
    "3f2504e0-4f89-11d3-9a0c-0305e82c3301.pdf",
    "v1.2.3.zip",
    "asp.net.txt",
    "1704190272123.jpg",
    "FB_IMG_1704190272123.jpg",
    "image (1).png",
    "Skype_Picture_2024_01_02T10_11_12_345Z.jpeg",
    "2024-01-02 10.11.12.jpg",
    "numpy-1.26.4-cp311-cp311-manylinux_2_17_x86_64.whl",
    "jquery-3.7.1.min.js",
    "com.example.app.json",
]

FILES = [
    ("a.txt", INVOICE.encode()),
    ("a.csv", b"id,date,amount\n20240001234,2024-01-02,1190.00\n20240001235,2024-01-03,415.55\n"),
    ("a.py", PROGRAM.encode()),
    ("package.json", PACKAGE.encode()),
    ("a.log", LOG.encode()),
    ("a.txt", DUMP.encode()),
    ("a.txt", KEYS.encode()),
    (
        "a.zip",
        makers.zipped(
            {
                "demo/package.json": PACKAGE_BY,
                "demo/LICENSE.txt": LICENCE_BY,
                "demo/AUTHORS": "Anna Foo <anna.foo@bar.org>\n",
                "demo/app.js": BANNER,
                "demo/setup.py": 'setup(name="demo", author_email="anna.foo@bar.org", url="https://annafoo.org")',
            }
        ),
    ),
    ("0001-mend.patch", PATCH.encode()),
    ("de.po", b'"Last-Translator: Anna Foo <anna.foo@bar.org>\\n"\nmsgid "Phone"\nmsgstr "Telefon"\n'),
    (
        "a.tar",
        makers.tarred(
            {
                "debian/changelog": "demo (1.2-3) unstable\n\n  * New.\n\n -- Anna Foo <anna.foo@bar.org>  Fri\n",
                "debian/control": "Source: demo\nMaintainer: Anna Foo <anna.foo@bar.org>\n",
                "demo/__init__.py": '__email__ = "anna.foo@bar.org"\n',
                "go.mod": "module foo.net/bar/demo\nrequire golang.org/x/net v0.1.0\n",
            }
        ),
    ),
    (
        "django.po",
        b'# Translators:\n# Anna Foo <anna.foo@bar.org>, 2013\n# Ben <ben@bar.org>, 2014\nmsgid ""\nmsgstr ""\n',
    ),
    (
        "ChangeLog",
        b"2001-02-03  Anna Foo  <anna.foo@bar.org>\n\n\t* main.c: Mend it (thanks to Ben <ben@bar.org>).\n",
    ),
    (
        "copyright",
        b"Files: *\nCopyright:\n 2012 Anna Foo <anna.foo@bar.org>\nUse it without fee, and pay no one.\n",
    ),
    ("Foo.pm", b"=head1 AUTHOR\n\nAnna Foo <anna.foo@bar.org>\n\n=cut\n"),
    ("a.html", b"<p>Delivered {{ delivery.at }} by {{ order.me }}</p>{% if a.me %}<b>x</b>{% endif %}"),
    (
        "a.enc",
        b"0x94\t0x201D\t#RIGHT MARK\n0x95\t0x2022\t#BULLET\n0x96\t0x2013\t#EN DASH\n0x97\t0x2014\t#EM DASH\n",
    ),
    (
        "words.json",
        b'{"share": "Share on Telegram", "email_placeholder": "name@example.com", "contact": "Contact us"}',
    ),
    (
        "words.xlsx",
        makers.xlsx([["key", "de"], ["cta.call", "Jetzt anrufen"], ["cta.whatsapp", "Share on WhatsApp"]]),
    ),
    ("song.lrc", b"[00:12.00]Call me maybe tonight\n[00:17.20]I left my number\n[00:21.10]oh\n"),
    ("a.srt", b"1\n00:00:01,000 --> 00:00:04,000\nCall me tomorrow at home.\n"),
    ("a.ics", CALENDAR.encode()),
    ("a.html", FORM.encode()),
    ("a.eml", makers.mail("Here is the draft, version 2.1. Until Monday at 10:30.", Subject="Draft")),
    ("a.xml", b'<!DOCTYPE a PUBLIC "-//A//B" "http://www.somebody.org/dtds/partwise.dtd"><a>Sonata</a>'),
    ("a.md", b"See https://somebody.app/docs/reference/ and ![built](https://img.shields.io/npm/v/demo)."),
    ("a.txt", ESSAY.encode()),
    ("a.txt", "Grüße aus Köln, bis morgen um 10:30 Uhr".encode("cp1252")),
    ("a.html", HTML.encode()),
    ("a.svg", SVG.encode()),
    ("a.rtf", RTF.encode("latin-1")),
    (
        "a.vcf",
        b"BEGIN:VCARD\nVERSION:3.0\nPRODID:-//x//y 4155550133//EN\nFN:Anna Foo\nTITLE:Teacher\nEND:VCARD\n",
    ),
    ("a.srt", b"1\n00:00:01,000 --> 00:00:04,000\nSorry, I can't share my number here.\n"),
    (
        "a.pdf",
        makers.pdf(
            [INVOICE],
            information={
                "Producer": "pypdf https://pypdf.example.net",
                "Creator": "TCPDF 6.6 (http://www.tcpdf.org)",
                "Title": "Microsoft Word - offer.docx",
                "Author": "Anna Foo",
                "PTEX.Fullbanner": "This is pdfTeX, Version 3.141592653-2.6-1.40.25",
            },
        ),
    ),
    (
        "a.pdf",
        makers.pdf(
            ["Our docs"],
            links=["https://docs.python.org/3/", "https://creativecommons.org/licenses/by/4.0/"],
            xmp=XMP,
        ),
    ),
    ("a.pdf", makers.pdf(["Pay at the desk"], image=makers.code("4006381333931", "EAN13"))),
    (
        "a.docx",
        makers.docx(
            ["Hello ", "Anna"],
            ["Chapter 1.2.3 of 2024"],
            properties="<dc:creator>Anna Foo</dc:creator>"
            "<cp:lastModifiedBy>python-docx</cp:lastModifiedBy>"
            "<dc:description>generated by python-docx</dc:description>",
        ),
    ),
    (
        "a.xlsx",
        makers.xlsx(
            [
                ["id", "note"],
                [20240012345, "Use the Telegram Bot API with a token"],
                [20240012346, "Call back"],
            ]
        ),
    ),
    (
        "a.xlsx",
        makers.xlsx([["id", "qty", "price"], [20240001234, 12, 1190.5], [4155550133, 345, 678.9], [1, 2, 3]]),
    ),
    ("a.pptx", makers.pptx("Plan 2024", "12 345 678 EUR")),
    ("a.odt", makers.odt("Hello", "10.01.2024")),
    (
        "a.zip",
        makers.zipped(
            {"src/app.py": PROGRAM, "img/IMG_20240102_123456.jpg": makers.picture(kind="JPEG"), "a.svg": SVG}
        ),
    ),
    ("a.tar.gz", makers.tarred({"docs/index.html": HTML, "LICENSE": LICENCE}, "gz")),
    ("a.png", makers.picture()),
    (
        "a.png",
        makers.png_with(
            Software="Matplotlib version3.8.2, https://matplotlib.example.net/",
            Author="Anna Foo",
            Title="Boats",
        ),
    ),
    (
        "a.jpg",
        makers.jpeg_with(
            {
                0x010F: "Canon",
                0x0110: "EOS 5D 4155550133",
                0x0131: "GIMP 2.10.34",
                0x0132: "2024:01:02 10:11:12",
                0x013B: "Anna Foo",
                0xA431: "4155550133",
            },
            comment="CREATOR: gd-jpeg v1.0 (using IJG JPEG v80), quality = 90",
        ),
    ),
    ("a.jpg", makers.picture(kind="JPEG", xmp=XMP.encode())),
    ("own.png", makers.picture(makers.code("https://hall.example/orders/7/"))),
    ("goods.png", makers.picture(makers.code("4006381333931", "EAN13"))),
    ("goods.png", makers.picture(makers.code("036000291452", "UPCA"))),
    ("book.png", makers.picture(makers.code("9783161484100", "EAN13"))),
    ("parcel.png", makers.picture(makers.code("00340434161094042557", "Code128"))),
    ("parcel.png", makers.picture(makers.code("01701234567890", "ITF"))),
    ("network.png", makers.picture(makers.code("WIFI:S:Workshop;T:WPA;P:boats-2024;;"))),
    (
        "ticket.png",
        makers.picture(makers.code("M1FOO/ANNA            EABC123 BERMUCLH 1234 005Y012A0001 100", "Aztec")),
    ),
    (
        "secret.png",
        makers.picture(makers.code("otpauth://totp/Hall:anna?secret=JBSWY3DPEHPK3PXP&issuer=Hall")),
    ),
    ("text.png", makers.picture(makers.code("Table 5, item 12-345"))),
    ("place.png", makers.picture(makers.code("geo:52.520008,13.404954"))),
    *((name, b"Hello") for name in NAMES),
]


@pytest.mark.parametrize(
    ("name", "content"), [pytest.param(*row, id=f"{n}-{row[0]}") for n, row in enumerate(FILES)]
)
def test_nothing_is_found(name: str, content: bytes) -> None:
    scan = scan_content(content, name=name, own_hosts={"hall.example"})

    found = [
        (one.kind, scan.pieces[one.message].where, scan.pieces[one.message].text[one.start : one.end])
        for one in scan.findings
    ]
    assert found == []
