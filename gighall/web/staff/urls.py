"""Addresses of the staff pages."""

from django.urls import include, path

from gighall.web.staff import credits, notes, organisations, pages, payments, reconciliation, reports

app_name = "staff"
urlpatterns = [
    path("", pages.home, name="home"),
    path("", include("gighall.web.desk.staff_urls")),
    path("credits/", credits.credits, name="credits"),
    path("hall/", pages.hall, name="hall"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<str:organisation_id>/", organisations.organisation, name="organisation"),
    path(
        "organisations/<str:organisation_id>/confirmation/",
        organisations.confirmation,
        name="organisation_confirmation",
    ),
    path("organisations/<str:organisation_id>/refusal/", organisations.refusal, name="organisation_refusal"),
    path("payments/", payments.payments, name="payments"),
    path("payments/bank-words/", payments.bank_words, name="bank_words"),
    path("payments/<str:payment_id>/confirmation/", payments.confirmation, name="confirmation"),
    path("payments/<str:payment_id>/refusal/", payments.refusal, name="refusal"),
    path("reconciliation/", reconciliation.reconciliation, name="reconciliation"),
    path("notes/", notes.notes, name="notes"),
    path("reports/", reports.reports, name="reports"),
    path("terms/", pages.terms, name="terms"),
    path("terms/new/", pages.new_terms, name="new_terms"),
]
