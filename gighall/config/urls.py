"""All addresses of the hall."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("gighall.web.home.urls")),
    path("", include("gighall.web.shared.urls")),
    path("", include("gighall.web.contact.urls")),
    path("setup/", include("gighall.web.setup.urls")),
    path("account/organisations/", include("gighall.web.organisations.urls")),
    path("account/", include("gighall.web.accounts.urls")),
    path("terms/", include("gighall.web.accounts.terms_urls")),
    path("gigs/", include("gighall.web.gigs.urls")),
    path("inbox/", include("gighall.web.inbox.urls")),
    path("orders/", include("gighall.web.orders.urls")),
    path("", include("gighall.web.desk.support_urls")),
    path("orders/<str:order_id>/support/", include("gighall.web.desk.urls")),
    path("orders/<str:order_id>/session/", include("gighall.web.sessions.urls")),
    path("orders/<str:order_id>/video/", include("gighall.web.video.urls")),
    path("offers/", include("gighall.web.offers.urls")),
    path("feedback/", include("gighall.web.feedback.urls")),
    path("people/", include("gighall.web.people.urls")),
    path("community/", include("gighall.web.forum.urls")),
    path("files/", include("gighall.web.files.urls")),
    path("money/", include("gighall.web.money.urls")),
    path("staff/", include("gighall.web.staff.urls")),
    path("gallery/", include("gighall.web.gallery.urls")),
    path("api/v1/", include("gighall.web.api.urls")),
]
if settings.GIGHALL_DEMO:
    urlpatterns.append(path("dev/", include("gighall.web.dev.urls")))

handler400 = "gighall.web.shared.errors.bad_request"
handler403 = "gighall.web.shared.errors.forbidden"
handler404 = "gighall.web.shared.errors.not_found"
# Not Django's: django-allauth looks here for the page of its rate limits.
handler429 = "gighall.web.shared.errors.too_many_requests"
handler500 = "gighall.web.shared.errors.server_error"
