"""Addresses below /account/. allauth's names stay as they are, since its own code looks them up."""

from django.urls import include, path

from . import pages

own = (
    [
        path("", pages.home, name="home"),
        path("terms/", pages.terms, name="terms"),
        path("tokens/", pages.tokens, name="tokens"),
        path("tokens/<str:public_id>/revocations/", pages.revoke_token, name="revoke_token"),
        path("sign-ins/ended/", pages.end_sign_ins, name="end_sign_ins"),
    ],
    "accounts",
)

urlpatterns = [
    path("", include(own)),
    path("", include("allauth.account.urls")),
    path("second-step/", include("allauth.mfa.urls")),
    path("sign-ins/", pages.list_sign_ins, name="usersessions_list"),
]
