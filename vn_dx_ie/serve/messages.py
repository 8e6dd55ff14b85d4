"""What goes over the wire, beside documents: the types of requests and answers, which are also their schema."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from vn_dx_ie.document import Document

EXAMPLE_TEXT: Final = "Sáng 8-8, tại Hà Nội, Thủ tướng Chính phủ Phạm Minh Chính chủ trì phiên họp."


class ExtractRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text to read."""

    text: Annotated[
        str, Meta(description="The article, as it stands; offsets count its code points.", examples=[EXAMPLE_TEXT])
    ]
    id: Annotated[str | None, Meta(description="Comes back with the document.", examples=["a1"])] = None
    published: Annotated[
        date | None,
        Meta(
            description="The day of publication, against which days without a year are read.", examples=["2022-08-09"]
        ),
    ] = None
    min_confidence: Annotated[
        float, Meta(ge=0, le=1, description="Leaves out what is less sure, and what rests on it.", examples=[0.5])
    ] = 0.0


# Left as it came until its turn, but described as what it has to be.
_RawExtractRequest = Annotated[
    msgspec.Raw, Meta(extra_json_schema={"$ref": f"#/components/schemas/{ExtractRequest.__name__}"})
]


class BatchRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Several texts to read; each is checked by itself, so that a bad one spoils no other."""

    documents: list[_RawExtractRequest]


class ProblemDetails(msgspec.Struct, frozen=True, kw_only=True):
    """Why there is no result (RFC 9457); ``detail`` says what was expected and what came."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class BatchItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The document of one text of a batch, or why there is none."""

    document: Document | None = None
    problem: ProblemDetails | None = None


class BatchResponse(msgspec.Struct, frozen=True):
    """The results of a batch, one a text, in the order of the request."""

    results: list[BatchItem]


class Health(msgspec.Struct, frozen=True):
    """That the service answers, with which model, and how many requests it has taken on."""

    status: str
    model: str
    version: str
    pending: int
