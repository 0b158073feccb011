"""Addresses of offers."""

from django.urls import path

from gighall.web.offers import pages

app_name = "offers"
urlpatterns = [
    path("new/<str:conversation_id>/", pages.new, name="new"),
    path("<str:offer_id>/", pages.show, name="show"),
    path("<str:offer_id>/acceptance/", pages.accept, name="acceptance"),
    path("<str:offer_id>/refusal/", pages.decline, name="refusal"),
    path("<str:offer_id>/withdrawal/", pages.withdraw, name="withdrawal"),
]
