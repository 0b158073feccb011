"""A person who signed up."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from gighall.base import limits
from gighall.base.ids import new_public_id


class PersonManager(BaseUserManager["Person"]):
    """Makes rows only; joining the hall is the action ``accounts.actions.join``."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with this e-mail address, in any case."""
        return self.get(email__iexact=username)

    def make(self, *, email: str, password: str | None, **fields: Any) -> "Person":
        """Insert a person; without a password one signs in by passkey or after a reset."""
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Who someone is to the hall. Others see the public id and the name, never the address."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=limits.PERSON_NAME_CHARACTERS_MAX)
    time_zone = models.CharField(max_length=64, default="UTC")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    # When the person last changed the name or the time zone that others see.
    edited_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_unique_in_any_case")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
