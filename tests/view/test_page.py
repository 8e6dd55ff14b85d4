"""The page as a file: everything inside, nothing that a text could break out of."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from tests.strategies import documents
from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.errors import InputError
from vn_dx_ie.records import Observation
from vn_dx_ie.view import render_form_page, render_page

HOSTILE = "</script><script>document.title='x'</script><!-- %SCRIPT% %DATA% & \u2028 <img src=x onerror=alert(1)>"
LAYERS = ("entities", "relations", "records")
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def payload(page: str) -> dict[str, Any]:
    (found,) = DATA.findall(page)
    value: dict[str, Any] = json.loads(found)
    return value


def test_both_sides_with_how_they_agree() -> None:
    text = "Lê An dự tại Huế"
    gold = Document(
        id="a",
        text=text,
        entities=(Entity("e1", "OFFICIAL", 0, 5, "Lê An"), Entity("e2", "PROVINCE", 13, 16, "Huế")),
        relations=(Relation("LOCATED_AT", "e1", "e2"),),
        records=(Observation(indicator="thẻ", value="5", number=5),),
    )
    predicted = Document(id="a", text=text, entities=(Entity("x", "OFFICIAL", 0, 5, "Lê An", 0.5),))
    content = payload(render_page([gold], [predicted], title="Bài"))
    assert content["names"] == ["gold", "predicted"]
    (page,) = content["documents"]
    assert page["counts"] == {"right": 1, "missed": 3}, "an entity, a relation and a record"
    first, second = page["sides"]
    assert first["kinds"] == {"entities": ["right", "missed"], "relations": ["missed"], "records": ["missed"]}
    assert second["kinds"] == {"entities": ["right"], "relations": [], "records": []}
    for side, document in ((first, gold), (second, predicted)):
        assert [side[layer] for layer in LAYERS] == [document.to_dict()[layer] for layer in LAYERS]


def test_a_record_with_a_wrong_slot_is_not_right() -> None:
    sides = [
        Document(id="a", text="", records=(Observation(indicator="thẻ", value="5", number=5, scope=scope),))
        for scope in ("Huế", "Vinh")
    ]
    content = payload(render_page(sides[:1], sides[1:]))
    assert content["documents"][0]["counts"] == {"slots": 1}


def test_what_cannot_be_shown_is_refused() -> None:
    with pytest.raises(InputError, match=r"relations\[0\].head: expected the id of an entity, got 'e1'"):
        render_page([Document(text="", relations=(Relation("R", "e1", "e2"),))])
    with pytest.raises(InputError, match=r"expected text that UTF-8 can hold, got '\\udc80'"):
        render_page([Document(text="\udc80")])


def test_a_single_side_has_no_kinds() -> None:
    document = Document(text="Huế", entities=(Entity("e1", "PROVINCE", 0, 3, "Huế"),))
    content = payload(render_page([document], title="Một"))
    assert content["names"] == ["Một"]
    (page,) = content["documents"]
    assert (page["id"], page["name"]) == (None, "document 1")
    assert page["sides"][0]["entities"] == document.to_dict()["entities"]
    assert page["sides"][0]["kinds"] is None


def test_no_text_breaks_out_of_its_place() -> None:
    document = Document(id=HOSTILE, text=HOSTILE, entities=(Entity("e1", HOSTILE, 0, 9, HOSTILE[:9]),))
    page = render_page([document], [document], title=HOSTILE)
    assert payload(page)["documents"][0]["text"] == HOSTILE
    assert page.count("<script") == page.count("</script>") == 2
    assert "<img" not in page
    assert "\u2028" not in page


def test_the_policy_names_the_pages_own_script_and_style_alone() -> None:
    page = render_page([])
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    for kind, element in (("script-src", r"<script>(.*?)</script>"), ("style-src", r"<style>(.*?)</style>")):
        (source,) = re.findall(element, page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy[1]
    assert policy[1].startswith("default-src 'none';")
    assert "http:" not in page.replace("http-equiv", "")
    assert "https:" not in page


def test_a_page_with_a_form_may_ask_where_it_is_from() -> None:
    page = render_form_page("Trích xuất", "<form></form>", "form { margin: 0; }", "fetch('x');")
    assert payload(page)["documents"] == []
    assert "connect-src 'self';" in page
    assert "connect-src 'none';" in render_page([])
    for part in ("<form></form>", "form { margin: 0; }</style>", "fetch('x');})();"):
        assert part in page


def test_sides_must_be_the_same_documents() -> None:
    with pytest.raises(InputError, match="1 without a predicted counterpart"):
        render_page([Document(id="a", text="")], [Document(id="b", text="")])


@given(documents(with_id=True), documents())
@settings(max_examples=40, deadline=None)
def test_every_entity_is_on_the_page(gold: Document, other: Document) -> None:
    entities = tuple(entity for entity in other.entities if entity.end <= len(gold.text))
    predicted = msgspec.structs.replace(gold, entities=entities, relations=(), records=other.records)
    content = payload(render_page([gold], [predicted]))
    first, second = content["documents"][0]["sides"]
    for side, document in ((first, gold), (second, predicted)):
        assert [side[layer] for layer in LAYERS] == [document.to_dict()[layer] for layer in LAYERS]
        assert [len(side["kinds"][layer]) for layer in LAYERS] == [len(side[layer]) for layer in LAYERS]
    right = [side["kinds"]["entities"].count("right") for side in (first, second)]
    assert right[0] == right[1]
