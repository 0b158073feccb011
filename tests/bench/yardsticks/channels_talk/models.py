"""The tables of the yardstick, in a schema of their own."""

from django.db import models


class Person(models.Model):
    """Somebody with a token."""

    token = models.CharField(max_length=80, unique=True)


class Talk(models.Model):
    """A conversation of two."""

    name = models.CharField(max_length=24, unique=True)
    last_number = models.BigIntegerField(default=0)
    people = models.ManyToManyField(Person)


class Message(models.Model):
    """Words in a conversation."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE)
    number = models.BigIntegerField()
    author = models.ForeignKey(Person, on_delete=models.CASCADE)
    key = models.UUIDField()
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["talk", "number"], name="message_number_once"),
            models.UniqueConstraint(fields=["talk", "author", "key"], name="message_key_once"),
        ]
