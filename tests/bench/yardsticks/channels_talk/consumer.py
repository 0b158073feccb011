"""The socket of the yardstick."""

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.db import transaction

from gighall.guard import find_in

from .models import Message, Person, Talk


class TalkConsumer(AsyncJsonWebsocketConsumer):
    """One person's socket: a group for each of their talks."""

    async def connect(self) -> None:
        """Let in whoever has a token."""
        headers = dict(self.scope["headers"])
        token = headers.get(b"authorization", b"").decode().removeprefix("Bearer ")
        self.person_id, self.talks = await database_sync_to_async(_person_and_talks)(token)
        for talk in self.talks:
            await self.channel_layer.group_add(talk, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave the groups."""
        for talk in self.talks:
            await self.channel_layer.group_discard(talk, self.channel_name)

    async def receive_json(self, content: dict[str, Any], **_more: Any) -> None:
        """Judge and store a message, thank for it, and tell the others."""
        if content["c"] not in self.talks or find_in(content["t"]):
            await self.send_json({"op": "refused", "k": content["k"], "c": content["c"]})
            return
        number = await database_sync_to_async(_store)(self.person_id, content)
        await self.send_json({"op": "ack", "k": content["k"], "c": content["c"], "n": number})
        entry = {"op": "entry", "c": content["c"], "n": number, "by": self.person_id, "t": content["t"]}
        await self.channel_layer.group_send(
            content["c"], {"type": "talk.entry", "entry": entry, "from": self.channel_name}
        )

    async def talk_entry(self, event: dict[str, Any]) -> None:
        """Bring an entry, unless this socket posted it."""
        if event["from"] != self.channel_name:
            await self.send_json(event["entry"])


def _person_and_talks(token: str) -> tuple[int, set[str]]:
    person = Person.objects.get(token=token)
    return person.pk, set(person.talk_set.values_list("name", flat=True))


@transaction.atomic
def _store(person_id: int, content: dict[str, Any]) -> int:
    talk = Talk.objects.select_for_update().get(name=content["c"], people=person_id)
    known = Message.objects.filter(talk=talk, author_id=person_id, key=content["k"]).first()
    if known is not None:
        return known.number
    talk.last_number += 1
    talk.save(update_fields=["last_number"])
    Message.objects.create(
        talk=talk, number=talk.last_number, author_id=person_id, key=content["k"], text=content["t"]
    )
    return talk.last_number
