"""What only members may press: a guest is led to the sign-in, and from there back to where they were."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gighall.base.errors import NotYours, Refused
from gighall.web.shared.say import say


def sign_in_to(address: str) -> HttpResponseRedirect:
    """Lead to the sign-in, which leads on to an address."""
    return redirect(f"{reverse('account_login')}?{urlencode({'next': address})}")


def wants_data(request: HttpRequest) -> bool:
    """Say whether the page's script asks, which goes on with the answer itself."""
    return request.headers.get("Accept", "") == "application/json"


def pressed_by_members(page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let members press below a post; a guest comes back to the post, and the script is told what to do."""

    @wraps(page)
    def guarded(request: HttpRequest, post_id: str, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if wants_data(request):
                return JsonResponse({"say": _("Sign in first.")}, status=401)
            return sign_in_to(reverse("forum:post", args=[post_id]))
        try:
            return page(request, post_id, **kwargs)
        except NotYours:
            if wants_data(request):
                return JsonResponse({"say": _("This post is not there any more.")}, status=404)
            raise
        except Refused as refusal:
            if wants_data(request):
                return JsonResponse({"say": say(refusal)}, status=409)
            raise

    return guarded
