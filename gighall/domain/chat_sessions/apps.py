from django.apps import AppConfig


class ChatSessionsConfig(AppConfig):
    name = "gighall.domain.chat_sessions"
    label = "chat_sessions"
    default_auto_field = "django.db.models.BigAutoField"
