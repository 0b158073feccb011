from django.apps import AppConfig


class GigsConfig(AppConfig):
    name = "gighall.domain.gigs"
    label = "gigs"
    default_auto_field = "django.db.models.BigAutoField"
