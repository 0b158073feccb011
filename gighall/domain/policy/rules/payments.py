"""Links that lead to a way to pay. Plain Python."""

from urllib.parse import urlsplit

# Services through which people pay each other. Support's exceptions let links stand, and never these: the hall holds
# and pays the money. Each name stands for itself and for all names below it.
PAYMENT_HOSTS = frozenset(
    {
        "bmc.link",
        "boosty.to",
        "bunq.me",
        "buymeacoffee.com",
        "buy.stripe.com",
        "cash.app",
        "cash.me",
        "checkout.stripe.com",
        "donate.stripe.com",
        "donationalerts.com",
        "invoice.stripe.com",
        "ko-fi.com",
        "liberapay.com",
        "lydia-app.com",
        "mercadopago.com",
        "monzo.me",
        "mpago.la",
        "opencollective.com",
        "patreon.com",
        "pay.google.com",
        "pay.stripe.com",
        "payoneer.com",
        "paypal.com",
        "paypal.me",
        "paytm.me",
        "picpay.me",
        "pix.me",
        "rzp.io",
        "razorpay.me",
        "revolut.com",
        "revolut.me",
        "satispay.com",
        "send.monobank.ua",
        "skrill.com",
        "swish.nu",
        "tikkie.me",
        "tinkoff.ru",
        "tipeee.com",
        "venmo.com",
        "wise.com",
        "yoomoney.ru",
        "zellepay.com",
    }
)


def leads_to_payment(link: str) -> bool:
    """Say whether a link found in a text leads to a service through which people pay each other."""
    try:
        host = (urlsplit(link if "://" in link else f"https://{link}").hostname or "").lower().rstrip(".")
    except ValueError:
        return False
    labels = host.split(".")
    return any(".".join(labels[start:]) in PAYMENT_HOSTS for start in range(len(labels)))
