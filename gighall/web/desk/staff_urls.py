"""Addresses of cases for staff; they are part of the staff pages and have their names there."""

from django.urls import path

from gighall.web.desk import staff_pages
from gighall.web.transcripts import pages as transcripts

urlpatterns = [
    path("", staff_pages.cases, name="cases"),
    path("<str:case_id>/", staff_pages.case, name="case"),
    path("<str:case_id>/files/<str:file_id>/", staff_pages.case_file, name="case_file"),
    path(
        "<str:case_id>/transcripts/<str:session_id>.<str:form>", transcripts.of_case, name="case_transcript"
    ),
]
