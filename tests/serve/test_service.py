"""The service over HTTP: what it answers, what it refuses and how it says so."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

pytest.importorskip("fastapi")
from fastapi import Request
from fastapi.testclient import TestClient

import vn_dx_ie
from tests.serve.readers import FirstWord
from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.serve import Limits, create_app
from vn_dx_ie.serve.body import read_body
from vn_dx_ie.serve.messages import BatchResponse, ExtractRequest, Health, ProblemDetails
from vn_dx_ie.serve.problems import ProblemError

LIMITS = Limits(max_chars=40, max_batch=3, timeout=20, queue=1)
JSON = {"Content-Type": "application/json"}
ARTICLE = (
    "Sáng 8-8, tại Hà Nội, Thủ tướng Chính phủ Phạm Minh Chính chủ trì phiên họp thứ ba của Ủy ban. "
    "Tỉnh Tuyên Quang đã thành lập 1.871 tổ công nghệ số cộng đồng, đạt 100%."
)


@pytest.fixture
def reader() -> FirstWord:
    return FirstWord()


@pytest.fixture
def client(reader: FirstWord) -> Iterator[TestClient]:
    with TestClient(create_app(reader, LIMITS), raise_server_exceptions=False) as client:
        yield client
        reader.go.set()  # nothing may wait for ever


def counts(client: TestClient) -> dict[str, float]:
    found = re.findall(r"^(vn_dx_ie_\S+) (\S+)$", client.get("/metrics").text, flags=re.MULTILINE)
    return {name: float(value) for name, value in found}


def test_a_text_gives_its_document(client: TestClient) -> None:
    request = {"text": "Huế họp", "id": "a1", "published": "2022-08-09"}
    response = client.post("/extract", json=request)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    document = Document.from_dict(response.json())
    assert response.json() == document.to_dict()
    assert (document.id, str(document.published), document.entities[0].text) == ("a1", "2022-08-09", "Huế")


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        (b"{", 400, "expected JSON in UTF-8, got something else: Input data was truncated"),
        (b'{"text": "\xff"}', 400, "expected JSON in UTF-8, got something else: .*can't decode byte 0xff"),
        (b'{"text": "\\ud800"}', 400, "expected JSON in UTF-8"),
        (b"{}", 422, "Object missing required field `text`"),
        (b'{"text": 5}', 422, r"Expected `str`, got `int` - at `\$.text`"),
        (b'{"text": "a", "lang": "vi"}', 422, "Object contains unknown field `lang`"),
        (b'{"text": "a", "published": "8-8"}', 422, r"Invalid RFC3339 encoded date - at `\$.published`"),
        (b'{"text": "a", "min_confidence": 2}', 422, r"Expected `float` <= 1.0 - at `\$.min_confidence`"),
        (b'{"text": "!"}', 422, "text: expected words, got '!'"),
        (json.dumps({"text": "ờ" * 41}).encode(), 413, "text: expected at most 40 characters, got 41"),
        (b'{"text": "?"}', 500, "expected a result, got an internal KeyError$"),
    ],
)
def test_a_bad_request_is_told_what_was_expected(client: TestClient, body: bytes, status: int, detail: str) -> None:
    response = client.post("/extract", content=body, headers=JSON)
    assert response.headers["content-type"] == "application/problem+json"
    problem = msgspec.json.decode(response.content, type=ProblemDetails)
    assert response.status_code == problem.status == status
    assert re.match(detail, problem.detail)


def test_a_body_is_as_large_as_the_longest_text_at_the_most(client: TestClient) -> None:
    longest = json.dumps({"text": "😀" * 40}).encode()
    assert client.post("/extract", content=longest, headers=JSON).status_code == 200
    larger = b" " * LIMITS.max_body + longest
    for content in (larger, iter([larger])):  # with its length declared, and without
        response = client.post("/extract", content=content, headers=JSON)
        assert response.status_code == 413
        assert response.json()["detail"].startswith(f"body: expected at most {LIMITS.max_body} bytes, got ")


def test_a_caller_who_leaves_is_no_error_of_the_service() -> None:
    messages = iter([{"type": "http.request", "body": b'{"te', "more_body": True}, {"type": "http.disconnect"}])

    async def receive() -> dict[str, Any]:
        return next(messages)

    request = Request({"type": "http", "headers": [(b"content-type", b"application/json")]}, receive)
    with pytest.raises(ProblemError, match="body: expected its end, got 4 bytes of it"):
        asyncio.run(read_body(request, 100))


def test_only_what_is_declared_as_json_is_read(client: TestClient) -> None:
    response = client.post("/extract", content=b'{"text": "a"}', headers={"Content-Type": "text/plain"})
    assert (response.status_code, response.json()["detail"]) == (
        415,
        "Content-Type: expected application/json, got text/plain",
    )


def test_other_paths_and_methods_are_problems_too(client: TestClient) -> None:
    for response, status in ((client.get("/nowhere"), 404), (client.get("/extract"), 405)):
        assert (response.status_code, response.json()["status"]) == (status, status)
        assert response.headers["content-type"] == "application/problem+json"


def test_bad_texts_of_a_batch_spoil_no_other(client: TestClient) -> None:
    response = client.post("/extract/batch", json={"documents": [{"text": "Huế"}, {"id": "b"}, {"text": "?"}]})
    assert response.status_code == 200
    results = msgspec.json.decode(response.content, type=BatchResponse).results
    assert [item.document.text if item.document else None for item in results] == ["Huế", None, None]
    assert [item.problem.status if item.problem else None for item in results] == [None, 422, 500]
    response = client.post("/extract/batch", json={"documents": [{"text": "Huế"}] * 4})
    assert (response.status_code, response.json()["detail"]) == (413, "documents: expected at most 3 documents, got 4")


def test_a_request_that_runs_over_is_answered_and_the_next_is_served(reader: FirstWord) -> None:
    with TestClient(create_app(reader, Limits(timeout=0.05, workers=2))) as client:
        for path, body in (("/extract", {"text": "chờ"}), ("/extract/batch", {"documents": [{"text": "chờ"}] * 3})):
            response = client.post(path, json=body)
            assert response.status_code == 503
            assert response.json()["detail"].startswith("expected an answer within 0.05 s, got none")
        assert client.get("/health").json()["pending"] == 2, "their threads are still at it"
        reader.go.set()
    assert reader.texts == ["chờ"] * 2, "the rest of the batch is not read any more"


def test_what_cannot_wait_is_sent_away(reader: FirstWord) -> None:
    with (
        TestClient(create_app(reader, Limits(workers=1, queue=0))) as client,
        ThreadPoolExecutor(1) as elsewhere,
    ):
        first = elsewhere.submit(client.post, "/extract", json={"text": "chờ"})
        assert reader.started.wait(30)
        response = client.post("/extract", json={"text": "Huế"})
        assert (response.status_code, response.headers["retry-after"]) == (429, "1")
        assert response.json()["detail"].startswith("expected at most 1 requests at a time")
        assert client.get("/health").status_code == 200, "it answers all the while"
        reader.go.set()
        assert first.result(30).status_code == 200
        assert client.post("/extract", json={"text": "Huế"}).status_code == 200


def test_health(client: TestClient) -> None:
    found = msgspec.json.decode(client.get("/health").content, type=Health)
    assert found == Health("ok", "stand-in", "7", 0)


def test_requests_failures_characters_and_seconds_are_counted(client: TestClient) -> None:
    client.post("/extract", json={"text": "Huế họp"})
    client.post("/extract", json={})
    client.post("/extract/batch", json={"documents": [{"text": "Vinh"}, {"text": "!"}]})
    client.get("/nowhere")
    found = counts(client)
    assert found['vn_dx_ie_requests_total{path="/extract",status="200"}'] == 1
    assert found['vn_dx_ie_requests_total{path="other",status="404"}'] == 1
    assert found['vn_dx_ie_failures_total{path="/extract",status="422"}'] == 1
    assert found['vn_dx_ie_failures_total{path="/extract/batch",status="422"}'] == 1
    assert found["vn_dx_ie_characters_total"] == len("Huế họp") + len("Vinh")
    assert found['vn_dx_ie_request_seconds_count{path="/extract"}'] == 2


def test_other_origins_may_call_only_where_they_are_named(client: TestClient, reader: FirstWord) -> None:
    origin = {"Origin": "https://example.org"}
    assert "access-control-allow-origin" not in client.post("/extract", json={"text": "a"}, headers=origin).headers
    named = TestClient(create_app(reader, LIMITS, ["https://example.org"]))
    headers = named.post("/extract", json={"text": "a"}, headers=origin).headers
    assert headers["access-control-allow-origin"] == "https://example.org"


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"max_chars": 0}, "max_chars: expected at least 1, got 0"),
        ({"workers": 0}, "workers: expected at least 1, got 0"),
        ({"timeout": 0}, "expected queue >= 0 and timeout > 0, got 16 and 0"),
    ],
)
def test_limits_must_let_something_through(limits: dict[str, int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Limits(**limits)


def test_many_at_a_time_get_what_one_gets(extractor: vn_dx_ie.Extractor) -> None:
    expected = extractor(ARTICLE).to_dict()
    with TestClient(create_app(extractor, Limits(workers=8))) as client, ThreadPoolExecutor(8) as callers:
        responses = list(callers.map(lambda _: client.post("/extract", json={"text": ARTICLE}), range(16)))
    assert [response.json() for response in responses] == [expected] * 16


@pytest.mark.parametrize("minimum", [0.5, 0.97])
def test_min_confidence_is_that_of_the_extractor(extractor: vn_dx_ie.Extractor, minimum: float) -> None:
    with TestClient(create_app(extractor)) as client:
        response = client.post("/extract", json={"text": ARTICLE, "min_confidence": minimum})
    assert response.json() == vn_dx_ie.load(min_confidence=minimum)(ARTICLE).to_dict()


class TestDescription:
    @pytest.fixture
    def description(self, client: TestClient) -> dict[str, Any]:
        found: dict[str, Any] = client.get("/openapi.json").json()
        return found

    def test_every_reference_leads_somewhere(self, description: dict[str, Any]) -> None:
        assert description["openapi"].startswith("3.1")
        wanted = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(description)))
        assert {"Document", "ExtractRequest", "Meeting", "ProblemDetails"} <= wanted <= set(schemas(description))

    def test_every_operation_is_told_of_with_its_answers(self, description: dict[str, Any]) -> None:
        operations = {path: each for path, methods in description["paths"].items() for each in methods.values()}
        assert set(operations) == {"/", "/extract", "/extract/batch", "/health", "/metrics"}
        for operation in operations.values():
            assert operation["summary"]
            assert operation["responses"]["200"]["description"]
        assert set(operations["/extract"]["responses"]) == {"200", "400", "413", "415", "422", "429", "503"}

    def test_examples_are_of_their_types(self, description: dict[str, Any]) -> None:
        single, several = (description["paths"][path]["post"] for path in ("/extract", "/extract/batch"))
        msgspec.convert(example(single["requestBody"]), ExtractRequest)
        document = Document.from_dict(example(single["responses"]["200"]))
        assert document.problems() == ()
        assert len(example(several["requestBody"])["documents"]) == 2
        msgspec.convert(example(several["responses"]["200"]), BatchResponse)

    def test_fields_are_described(self, description: dict[str, Any]) -> None:
        fields = schemas(description)["ExtractRequest"]["properties"]
        assert all(field["description"] and field["examples"] for field in fields.values())
        items = schemas(description)["BatchRequest"]["properties"]["documents"]["items"]
        assert items == {"$ref": "#/components/schemas/ExtractRequest"}


def schemas(description: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = description["components"]["schemas"]
    return found


def example(part: dict[str, Any]) -> Any:
    return part["content"]["application/json"]["example"]
