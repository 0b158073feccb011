"""What the API says about itself: beside what each call declares, what every call may answer."""

from typing import Any

from ninja import NinjaAPI, Schema
from ninja.openapi.schema import OpenAPISchema

from gighall.web.api.shapes import RefusalOut


class UnreadableOut(RefusalOut):
    """Why a body or parameter is not taken: each place, and what is wrong there."""

    errors: list[dict[str, Any]]


_REFUSALS: tuple[tuple[int, str, type[Schema]], ...] = (
    (401, "Nobody called: no token, a wrong one, or an ended sign-in.", RefusalOut),
    (403, "A browser called without its CSRF header.", RefusalOut),
    (429, "Called too often; wait a minute.", RefusalOut),
)
_OF_INPUT: tuple[tuple[int, str, type[Schema]], ...] = (
    (400, "The body cannot be read.", RefusalOut),
    (422, "A body or parameter does not have the documented shape.", UnreadableOut),
)


def bytes_answered(media_type: str) -> dict[str, Any]:
    """Return what a call that answers a file adds to its description; a file has no shape."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": "The bytes.", "content": content}}}


class DescribedAPI(NinjaAPI):
    """An API whose description names the refusals that stand before every call as well."""

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        self._described: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description. It takes a second to make, and is the same for everybody: it is made once."""
        prefix = path_prefix or self.get_root_path(path_params or {})
        if prefix not in self._described:
            self._described[prefix] = self._describe(prefix)
        return self._described[prefix]

    def _describe(self, prefix: str) -> OpenAPISchema:
        described = super().get_openapi_schema(path_prefix=prefix)
        shapes = described["components"]["schemas"]
        for _status, _words, shape in (*_REFUSALS, *_OF_INPUT):
            shapes.setdefault(shape.__name__, shape.model_json_schema())
        for calls in described["paths"].values():
            for call in calls.values():
                _add_refusals(call)
        return described


def _add_refusals(call: dict[str, Any]) -> None:
    takes_input = bool(call.get("parameters")) or "requestBody" in call
    for status, words, shape in (*_REFUSALS, *(_OF_INPUT if takes_input else ())):
        reference = {"$ref": f"#/components/schemas/{shape.__name__}"}
        call["responses"].setdefault(
            status, {"description": words, "content": {"application/json": {"schema": reference}}}
        )
