"""Proposals to talk or pay outside, and questions for a contact detail."""

import pytest

from gighall.guard import find_in

PROPOSALS = [
    ("Let's continue on WhatsApp, it is faster", "Let's continue on WhatsApp", "talk"),
    ("can we talk over the phone?", "can we talk over the phone", "talk"),
    ("Could we speak via Skype tomorrow?", "Could we speak via Skype", "talk"),
    ("let's move this to Telegram", "let's move this to Telegram", "talk"),
    ("shall we take it outside the platform?", "shall we take it outside the platform", "talk"),
    ("message me on whatsapp", "message me on whatsapp", "talk"),
    ("Just add me on Discord.", "add me on Discord", "talk"),
    ("write to me by e-mail instead", "write to me by e-mail", "talk"),
    ("we could talk outside the platform", "we could talk outside the platform", "talk"),
    ("I can call you on Skype", "I can call you on Skype", "talk"),
    ("WhatsApp is easier for me", "WhatsApp is easier for me", "talk"),
    ("let's talk on wh@tsapp", "let's talk on wh@tsapp", "talk"),
    ("let's talk on tele gram", "let's talk on tele gram", "talk"),
    ("I know it's against the rules, but let's talk on WhatsApp", "let's talk on WhatsApp", "talk"),
    ("podemos hablar por whatsapp?", "podemos hablar por whatsapp", "talk"),
    ("escríbeme al whatsapp", "escríbeme al whatsapp", "talk"),
    ("lass uns auf WhatsApp schreiben", "lass uns auf WhatsApp schreiben", "talk"),
    ("schreib mir auf Telegram", "schreib mir auf Telegram", "talk"),
    ("on peut parler sur whatsapp ?", "on peut parler sur whatsapp", "talk"),
    ("me chama no whatsapp", "me chama no whatsapp", "talk"),
    ("can you give me your number", "give me your number", "ask"),
    ("Could you please share your e-mail address with me?", "share your e-mail address", "ask"),
    ("what’s your WhatsApp?", "what’s your WhatsApp", "ask"),
    ("Can I have your phone number please", "Can I have your phone number", "ask"),
    ("do you have skype?", "do you have skype", "ask"),
    ("how can I contact you directly?", "how can I contact you directly", "ask"),
    ("¿me das tu número?", "me das tu número", "ask"),
    ("gib mir deine Nummer", "gib mir deine Nummer", "ask"),
    ("donne-moi ton numéro", "donne-moi ton numéro", "ask"),
    ("me passa seu número", "me passa seu número", "ask"),
    ("I can send you my number", "send you my number", "give"),
    ("pay me directly without the fee", "pay me directly without the fee", "pay"),
    ("you can pay me via PayPal", "pay me via PayPal", "pay"),
    ("then we can avoid the fee", "we can avoid the fee", "pay"),
    ("it is cheaper if we do it outside", "cheaper if we do it outside", "pay"),
    ("do you accept bitcoin?", "do you accept bitcoin", "pay"),
    ("just send the money to my paypal", "send the money to my paypal", "pay"),
    ("let's do the payment outside", "let's do the payment outside", "pay"),
    ("paypal me", "paypal me", "pay"),
    ("págame directo sin la comisión", "págame directo sin la comisión", "pay"),
    ("bezahl mich direkt ohne Gebühr", "bezahl mich direkt ohne Gebühr", "pay"),
    ("paie-moi directement sans les frais", "paie-moi directement sans les frais", "pay"),
]


@pytest.mark.parametrize(("text", "words", "value"), PROPOSALS)
def test_a_proposal_is_found(text: str, words: str, value: str) -> None:
    findings = [one for one in find_in(text) if one.kind == "intent"]

    assert findings
    start, end = min(one.start for one in findings), max(one.end for one in findings)
    assert words in text[start:end]
    assert findings[0].value == value


def test_a_proposal_hides_no_contact_detail() -> None:
    text = "let's talk on WhatsApp, call me on +49 151 23456789 or write to me by e-mail: anna [at] foo [dot] org"

    findings = find_in(text)

    assert [one.kind for one in findings] == ["intent", "phone", "intent", "email"]


def test_each_finding_has_a_sentence_for_its_author() -> None:
    sentences = {
        one.kind: one.sentence for one in find_in("call 0151 23456789, anna@foo.de, message me on whatsapp")
    }

    assert sentences == {
        "phone": "This is a phone number.",
        "email": "This is an e-mail address.",
        "intent": "This sounds like going elsewhere to talk or pay.",
    }
