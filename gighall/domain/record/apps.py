from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "gighall.domain.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
