"""What browsers ask every site for: the offline page, the service worker, the manifest, the hall's colour."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from gighall.web.shared.context import hall_context

HALL_CSS_SECONDS = 300
FAVICON_SECONDS = 86_400
SCRIPT = "text/javascript; charset=utf-8"
STYLE_SHEET = "text/css; charset=utf-8"
# The ground of tokens.css in light; a manifest knows neither themes nor OKLCH.
GROUND = "#fcfbf9"


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show the page that the service worker keeps for when there is no connection."""
    return render(request, "offline/offline.html")


@require_safe
@cache_control(max_age=FAVICON_SECONDS, public=True)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers to the hall's icon when they show something that is no page and names none."""
    return redirect(static("icons/favicon.svg"))


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Answer the service worker at the root, since it may only serve what lies below its own address."""
    path = finders.find("js/sw.js")
    if path is None:
        raise Http404
    return HttpResponse(Path(path).read_text(encoding="utf-8"), content_type=SCRIPT)


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Answer what a device needs to install the hall as an app."""
    name = hall_context(request)["hall"].name
    content = {
        "name": name,
        "short_name": name,
        "description": _("Help by chat, on one page from the first message to the payment."),
        "start_url": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [
            {"src": static("icons/icon.svg"), "type": "image/svg+xml", "sizes": "any"},
            {"src": static("icons/icon-192.png"), "type": "image/png", "sizes": "192x192"},
            {"src": static("icons/icon-512.png"), "type": "image/png", "sizes": "512x512"},
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


def _hue(request: HttpRequest) -> int:
    return int(hall_context(request)["hall"].accent_hue)


@require_safe
@cache_control(public=True, max_age=HALL_CSS_SECONDS)
@condition(etag_func=lambda request: f'"hue-{_hue(request)}"')
def hall_css(request: HttpRequest) -> HttpResponse:
    """Answer the one thing of the look that a hall chooses: the hue of its accent."""
    return HttpResponse(f":root {{ --accent-hue: {_hue(request)}; }}\n", content_type=STYLE_SHEET)
