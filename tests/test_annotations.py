"""The corpus itself: sound, apart, varied, and told truly in its data statement."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from scripts.corpus_report import SETS, bars, report
from scripts.diversity import measure
from vn_dx_ie.checking import check
from vn_dx_ie.document import Document
from vn_dx_ie.formats import Located, load_documents
from vn_dx_ie.formats.markup import format_document, read_markup_text
from vn_dx_ie.scoring import agreement

FOLDER = Path(__file__).parent.parent / "annotations"
CORPUS = SETS[:3]
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def documents(name: str) -> list[Document]:
    return load_documents(FOLDER / f"{name}.jsonl")


def articles() -> list[dict[str, str]]:
    with open(FOLDER / "articles.csv", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", [*SETS, "double/second", "double/control"])
def test_every_document_follows_the_guidelines(name: str) -> None:
    found = [f"{one.id}: {finding}" for one in documents(name) for finding in check(one) if not finding.notice]
    assert found == []


@pytest.mark.parametrize("name", [*SETS, "double/first", "double/second"])
def test_every_document_goes_through_the_authoring_format(name: str) -> None:
    for one in documents(name):
        (item,) = read_markup_text(format_document(one), "x")
        assert item == Located("x:1", one)


def test_sets_are_as_large_as_promised_and_apart() -> None:
    ids = {name: [one.id for one in documents(name)] for name in CORPUS}
    assert len(ids["dev"]) >= 60
    assert len(ids["test"]) >= 60
    every = [key for keys in ids.values() for key in keys]
    assert len(every) == len(set(every)) >= 400
    rows = articles()
    assert {(row["id"], row["set"]) for row in rows} == {(key, name) for name, keys in ids.items() for key in keys}
    places = {name: {row["place"] for row in rows if row["set"] == name} for name in CORPUS}
    assert not places["train"] & places["dev"]
    assert not places["train"] & places["test"]
    assert not places["dev"] & places["test"]


def test_articles_are_of_the_length_of_news() -> None:
    for name in CORPUS:
        for one in documents(name):
            assert 200 <= len(re.findall(r"\w+", one.text)) <= 930, one.id


def test_sentences_are_one_of_a_kind() -> None:
    found = measure([one for name in CORPUS for one in documents(name)])
    assert found.one_of_a_kind >= 0.97
    assert found.shared_grams <= 0.2


def test_the_data_statement_gives_the_sizes_of_the_corpus() -> None:
    for path, content in report(FOLDER).items():
        assert path.read_text(encoding="utf-8") == content, "run python scripts/corpus_report.py"


def test_bars_are_as_long_as_their_numbers() -> None:
    chart = bars("A & B", {"x": 100, "<y>": 50})
    widths = [int(width) for width in re.findall(r'width="(\d+)" height="16"', chart)]
    assert widths[0] == 2 * widths[1]
    assert "A &amp; B" in chart
    assert "&lt;y&gt;" in chart


def test_the_agreement_told_is_that_of_the_files() -> None:
    sides = [documents(f"double/{name}") for name in ("first", "second")]
    found = agreement(dict(zip(("first", "second"), sides, strict=True))).to_dict()
    assert found["documents"] >= 40
    pair = found["pairs"]["first – second"]
    for name, value in (
        ("entities, strict F1", pair["entities"]),
        ("relations, strict F1", pair["relations"]),
        ("Cohen's kappa over tokens", pair["kappa"]),
        ("Krippendorff's alpha over tokens", found["alpha"]),
    ):
        assert f"| {name} | {value:.3f} |" in README


def test_the_control_told_is_that_of_the_files() -> None:
    corpus = {one.id: one for name in CORPUS for one in documents(name)}
    control = documents("double/control")
    scores = (
        agreement({"corpus": [corpus[one.id] for one in control], "control": control}).pairs["corpus", "control"].scores
    )
    for name, value in (
        ("entities, strict F1", scores.entities.micro.f1),
        ("relations, strict F1", scores.relations.micro.f1),
        ("SCOPED_TO", scores.relations.by_label["SCOPED_TO"].f1),
        ("REPORTED_BY", scores.relations.by_label["REPORTED_BY"].f1),
    ):
        assert f"| {name}, control | {value:.3f} |" in README


def test_the_example_of_the_authoring_format_is_sound() -> None:
    source = re.findall(
        r"^```\n(@document.*?)^```$", (FOLDER / "FORMAT.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    (item,) = read_markup_text(source[0], "FORMAT.md")
    assert isinstance(item, Located), item
    assert [str(finding) for finding in check(item.document) if not finding.notice] == []
