"""The order of the rooms, where imports do not show it."""

from django.apps import apps
from django.db import models

from tests.architecture.code import DOMAIN, ROOM_HEIGHT, ROOM_LINES, ROOT


def room_of(model: type[models.Model]) -> str | None:
    """Return the room that owns a table; None for tables of installed apps."""
    return model._meta.app_label if model.__module__.startswith("gighall.domain.") else None


def test_every_room_is_an_app_with_a_place_in_the_order() -> None:
    folders = {path.name for path in DOMAIN.iterdir() if (path / "__init__.py").exists()}
    installed = {
        config.label for config in apps.get_app_configs() if config.name.startswith("gighall.domain.")
    }

    assert folders == installed == set(ROOM_HEIGHT)


def test_the_import_contracts_know_the_same_order() -> None:
    contract = (ROOT / ".importlinter").read_text(encoding="utf-8").split("[importlinter:contract:rooms]")[1]
    layers = contract.split("layers =")[1].split("exhaustive")[0].split("\n")

    written = [tuple(part.strip() for part in line.split("|")) for line in layers if line.strip()]

    assert [set(line) for line in written] == [set(line) for line in reversed(ROOM_LINES)]


def test_foreign_keys_point_down_the_order_of_the_rooms() -> None:
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        room = room_of(model)
        if room is None:
            continue
        for field in model._meta.get_fields():
            target = field.related_model
            if not (field.concrete and field.is_relation) or not isinstance(target, type):
                continue
            target_room = room_of(target)
            if target_room in {None, room}:
                continue
            if ROOM_HEIGHT[target_room] >= ROOM_HEIGHT[room]:
                wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")

    assert wrong == []


def test_no_table_points_at_anything_at_all() -> None:
    generic = [
        model._meta.label
        for model in apps.get_models()
        if room_of(model)
        and any(field.name in {"content_type", "object_id"} for field in model._meta.get_fields())
    ]

    assert generic == [], "A generic relation points nowhere in particular, so nobody can say it points down."
