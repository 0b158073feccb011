"""Addresses of the staff pages."""

from django.urls import include, path

from gighall.web.staff import credits, pages, reports

app_name = "staff"
urlpatterns = [
    path("", pages.home, name="home"),
    path("cases/", include("gighall.web.desk.staff_urls")),
    path("credits/", credits.credits, name="credits"),
    path("hall/", pages.hall, name="hall"),
    path("reports/", reports.reports, name="reports"),
    path("terms/", pages.terms, name="terms"),
    path("terms/new/", pages.new_terms, name="new_terms"),
]
