"""Addresses of cases and tickets for staff; they are part of the staff pages and have their names there."""

from django.urls import path

from gighall.web.desk import exception_pages, staff_pages, ticket_pages
from gighall.web.transcripts import pages as transcripts

urlpatterns = [
    path("cases/", staff_pages.cases, name="cases"),
    path("cases/<str:case_id>/", staff_pages.case, name="case"),
    path("cases/<str:case_id>/files/<str:file_id>/", staff_pages.case_file, name="case_file"),
    path(
        "cases/<str:case_id>/transcripts/<str:session_id>.<str:form>",
        transcripts.of_case,
        name="case_transcript",
    ),
    path("tickets/", ticket_pages.tickets, name="tickets"),
    path("tickets/<str:ticket_id>/", ticket_pages.ticket, name="ticket"),
    path("tickets/<str:ticket_id>/notes/", ticket_pages.notes, name="ticket_notes"),
    path("tickets/<str:ticket_id>/assignment/", ticket_pages.assignment, name="ticket_assignment"),
    path("tickets/<str:ticket_id>/grant/", ticket_pages.grant, name="ticket_grant"),
    path("tickets/<str:ticket_id>/refusal/", ticket_pages.refusal, name="ticket_refusal"),
    path("exceptions/", exception_pages.exceptions, name="exceptions"),
    path("exceptions/<str:waiver_id>/revocation/", exception_pages.revocation, name="revocation"),
]
