"""Addresses of one's money."""

from django.urls import path

from gighall.web.money import pages

app_name = "money"
urlpatterns = [
    path("", pages.statement, name="statement"),
    path("demo-credits/", pages.demo_credits, name="demo_credits"),
]
