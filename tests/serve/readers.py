"""Stand-ins for the extractor."""

from __future__ import annotations

import threading
from datetime import date

from vn_dx_ie.document import Document, Entity
from vn_dx_ie.errors import InputError
from vn_dx_ie.records import Evidence, Issuance, Slot


class FirstWord:
    """Finds the first word of a text; fails where it is ``!`` or ``?``, and waits for `go` where it is ``chờ``.

    ``texts`` are those that it was given.
    """

    name, version = "stand-in", "7"

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.started = threading.Event()
        self.go = threading.Event()

    def __call__(
        self, text: str, *, id: str | None = None, published: date | None = None, min_confidence: float | None = None
    ) -> Document:
        """Return the document of one text."""
        self.texts.append(text)
        word = text.partition(" ")[0]
        if word == "!":
            raise InputError("text: expected words, got '!'")
        if word == "?":
            raise KeyError("a secret")
        if word == "chờ":
            self.started.set()
            assert self.go.wait(30)
        place = (Evidence(0, len(word)),)
        record = Issuance(document=word, evidence=place, slots=(Slot("document", 0.5, place),))
        entities = (Entity("e1", "AGENCY", 0, len(word), word),) if word else ()
        return Document(id=id, text=text, published=published, entities=entities, records=(record,))
