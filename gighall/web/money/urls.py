"""Addresses of one's money."""

from django.urls import path

from gighall.web.money import pages, payments

app_name = "money"
urlpatterns = [
    path("", pages.statement, name="statement"),
    path("demo-credits/", pages.demo_credits, name="demo_credits"),
    path("payments/", payments.payments, name="payments"),
    path("payments/<str:payment_id>/", payments.payment, name="payment"),
    path("payments/<str:payment_id>/withdrawal/", payments.withdrawal, name="withdrawal"),
]
