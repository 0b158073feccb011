from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gighall.domain.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
