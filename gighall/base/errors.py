"""The root of every refusal that a person may read."""

from datetime import datetime


def marked(sentence: str) -> str:
    """Mark a sentence for translation where nothing may translate yet; import it as ``_``."""
    return sentence


class Refused(Exception):
    """An expected refusal, with a sentence that tells the person what to do next.

    ``template`` is the marked sentence with ``{names}``, ``values`` what belongs there: doors translate
    the template and fill it in, moments in the reader's time zone. ``sentence`` is the same in English, moments
    in UTC, for logs and for the API's clients.
    """

    code = "refused"

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """Return the sentence in English."""
        printed = {name: _printed(value) for name, value in self.values.items()}
        return self.template.format(**printed) if printed else self.template


def _printed(value: object) -> object:
    return f"{value:%d %B %Y, %H:%M} UTC" if isinstance(value, datetime) else value


class NotYours(Refused):
    """The thing does not exist for this person; doors answer as if it did not exist at all."""

    code = "not_found"
