"""Addresses of organisations."""

from django.urls import path

from gighall.web.organisations import invitations, members, pages

app_name = "organisations"
urlpatterns = [
    path("", pages.index, name="index"),
    path("new/", pages.new, name="new"),
    path("invitations/<str:token>/", invitations.show, name="invitation"),
    path("invitations/<str:token>/acceptance/", invitations.accept, name="acceptance"),
    path("<str:organisation_id>/", pages.show, name="show"),
    path("<str:organisation_id>/edit/", pages.edit, name="edit"),
    path("<str:organisation_id>/departure/", members.leave, name="departure"),
    path("<str:organisation_id>/invitations/", invitations.invite, name="invitations"),
    path(
        "<str:organisation_id>/invitations/<str:invitation_id>/withdrawal/",
        invitations.withdraw,
        name="withdrawal",
    ),
    path("<str:organisation_id>/members/<str:person_id>/removal/", members.remove, name="removal"),
    path("<str:organisation_id>/members/<str:person_id>/ownership/", members.own, name="ownership"),
    path("<str:organisation_id>/members/<str:person_id>/handover/", members.hand_over, name="handover"),
]
