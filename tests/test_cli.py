"""Every command, called well and badly; the extractor itself is a stand-in."""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from click.testing import CliRunner, Result

from vn_dx_ie.cli import main
from vn_dx_ie.cli.summary import printer
from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.errors import InputError, MissingExtraError, ModelError
from vn_dx_ie.formats import load_documents, write_documents
from vn_dx_ie.records import Directive, Issuance, Meeting, Observation, Participant

ROOT = Path(__file__).parent.parent
RECORDS = (
    Meeting(
        name="Phiên họp thứ ba [trực tuyến]",
        date=date(2022, 8, 8),
        part_of_day="morning",
        mode="hybrid",
        places=("Hà Nội",),
        organizers=("Ủy ban Quốc gia về chuyển đổi số",),
        participants=(
            Participant(agency="Bộ Công an"),
            Participant(name="Phạm Minh Chính", positions=("Thủ tướng Chính phủ",), role="chair"),
        ),
    ),
    Observation(
        indicator="Tổ công nghệ số cộng đồng",
        value="1.871",
        number=1871,
        period=(date(2022, 1, 1), date(2022, 12, 31)),
        scope="Tuyên Quang",
    ),
    Directive(issuer="Thủ tướng", addressees=("Bộ Công an",), content="khẩn trương rà soát"),
    Issuance(document="Quyết định số 206/QĐ-TTg", issuer="Thủ tướng Chính phủ", date=date(2024, 2, 28)),
)
SOUND = Document(id="a", text="Hà Nội", entities=(Entity("e1", "PROVINCE", 0, 6, "Hà Nội"),), records=RECORDS)


class StandIn:
    """Marks the first word of each text; a text with ``!`` in it fails."""

    def pipe(
        self,
        documents: Iterable[Document],
        batch_size: int = 64,
        on_error: Callable[[int, Document, Exception], None] | None = None,
    ) -> Iterator[Document]:
        batch: list[Document] = []
        for index, document in enumerate(documents):
            if "!" in document.text:
                assert on_error
                on_error(index, document, InputError("too loud") if "!!" in document.text else KeyError("x"))
                continue
            batch.append(self.extract(document))
            if len(batch) == batch_size:
                yield from batch
                batch = []
        yield from batch

    def extract(self, document: Document) -> Document:
        word = (document.text.split() or [""])[0]
        start = document.text.find(word)
        entities = (Entity("e1", "AGENCY", start, start + len(word), word),) if word else ()
        return msgspec.structs.replace(document, entities=entities, records=RECORDS)


LOADED: list[dict[str, float]] = []


@pytest.fixture(autouse=True)
def extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(model: Path | None = None, **settings: float) -> StandIn:
        LOADED.append(settings)
        if model is not None and not model.is_dir():
            raise ModelError(f"{model}: no such model folder")
        return StandIn()

    module = ModuleType("vn_dx_ie.extractor")
    module.load = load  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "vn_dx_ie.extractor", module)


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def lines(result: Result) -> list[Document]:
    return [Document.from_dict(json.loads(line)) for line in result.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    (place / "a.txt").write_bytes("Hà Nội\r\nhoà".encode())
    (place / "b.txt").write_bytes(b"")
    (place / "c.jsonl").write_text('{"id": "c1", "text": "Bộ Y tế"}\n{"id": "c2", "text": "UBND"}\n', encoding="utf-8")
    return place


class TestExtract:
    def test_documents_come_out_in_order_one_a_line(self, folder: Path) -> None:
        result = run("extract", folder, "--batch-size", 3)
        assert result.exit_code == 0
        assert [document.id for document in lines(result)] == ["a", "b", "c1", "c2"]
        assert lines(result)[0].text == "Hà Nội\r\nhoà"
        assert lines(result)[0].entities[0].text == "Hà"
        assert result.stderr == "4 documents done, 0 failed\n"

    @pytest.mark.parametrize("arguments", [("--format", "json"), ("-o", "x.json")])
    def test_an_array_of_documents(self, folder: Path, tmp_path: Path, arguments: tuple[str, str]) -> None:
        given = [tmp_path / part if part.endswith(".json") else part for part in arguments]
        result = run("extract", folder, *given)
        raw = result.stdout or (tmp_path / "x.json").read_text(encoding="utf-8")
        assert [document["id"] for document in json.loads(raw)] == ["a", "b", "c1", "c2"]

    def test_a_file_takes_the_place_of_standard_output(self, folder: Path, tmp_path: Path) -> None:
        result = run("extract", folder, "-o", tmp_path / "out.jsonl")
        assert (result.exit_code, result.stdout) == (0, "")
        assert len(load_documents(tmp_path / "out.jsonl")) == 4

    def test_standard_input(self) -> None:
        assert lines(run("extract", "-", stdin="Hà Nội".encode()))[0].text == "Hà Nội"
        assert [document.id for document in lines(run("extract", "-", stdin=b'{"id":"x","text":""}'))] == ["x"]

    def test_what_fails_is_named_and_the_rest_goes_on(self, folder: Path) -> None:
        (folder / "b.txt").write_bytes(b"\x89PNG\r\n\x1a")
        (folder / "c.jsonl").write_text('{"text": "một"}\n{"text": \n{"text": "!"}\n{"text": "hai"}\n{"text": "!!"}\n')
        result = run("extract", folder, "--batch-size", 2)
        assert result.exit_code == 1
        assert [document.text for document in lines(result)] == ["Hà Nội\r\nhoà", "một", "hai"]
        assert result.stderr.splitlines() == [
            f"error: {folder / 'b.txt'}: expected UTF-8, got 0x89 at byte 0",
            f"error: {folder / 'c.jsonl'}:2: Input data was truncated",
            f"error: {folder / 'c.jsonl'}:3: KeyError: 'x'",
            f"error: {folder / 'c.jsonl'}:5: too loud",
            "3 documents done, 4 failed",
        ]

    def test_settings_of_the_extractor(self, folder: Path) -> None:
        run("extract", folder, "--threads", 2, "--min-confidence", "0.75")
        assert LOADED[-1] == {"threads": 2, "min_confidence": 0.75}
        assert run("extract", folder, "--min-confidence", "75").exit_code == 2

    def test_no_documents_are_no_failure(self, tmp_path: Path) -> None:
        (tmp_path / "x.jsonl").touch()
        result = run("extract", tmp_path / "x.jsonl")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "0 documents done, 0 failed\n")

    @pytest.mark.parametrize(("out", "summary_on"), [((), "stderr"), (("-o", "out.jsonl"), "stdout")])
    def test_the_summary_is_for_reading(self, folder: Path, out: tuple[str, ...], summary_on: str) -> None:
        given = [folder.parent / part if part.endswith("jsonl") else part for part in out]
        result = run("extract", folder / "a.txt", "--summary", *given)
        summary = getattr(result, summary_on)
        for part in (
            *("Phiên họp thứ ba [trực tuyến]", "2022-08-08, morning", "Hà Nội, hybrid", "Phạm Minh Chính"),
            *("Thủ tướng Chính phủ", "1.871", "Tổ công nghệ số cộng đồng", "Tuyên Quang", "khẩn trương rà soát"),
            *("Quyết định số 206/QĐ-TTg", "2024-02-28"),
        ):
            assert part in summary
        assert max(map(len, summary.splitlines())) <= 100
        assert summary.index("chair") < summary.index("attendee")
        other = result.stdout if summary_on == "stderr" else result.stderr
        assert "Figures" not in other

    def test_a_text_cannot_steer_the_terminal(self) -> None:
        show = printer(stream := io.StringIO())
        show(Document(id="\x1b[31m", text="", records=(Meeting(name="họp\n\x1b]0;x\x07"), Issuance(document="\x1b"))))
        assert "\x1b" not in stream.getvalue()
        assert "họp" in stream.getvalue()

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["missing.txt"], "error: missing.txt: no such file or folder"),
            ([__file__], ".xmi, got '.py'"),
            (["-", "--format", "xml"], "'xml' is not one of 'jsonl', 'json'"),
            (["-", "--model", "nowhere"], "error: nowhere: no such model folder"),
            (["-", "--batch-size", "0"], "0 is not in the range x>=1"),
            (["-", "-o", "no/such/folder.jsonl"], "error: no/such/folder.jsonl: No such file or directory"),
            ([], "Missing argument 'PATH...'"),
        ],
    )
    def test_a_wrong_call(self, arguments: list[str], message: str) -> None:
        result = run("extract", *arguments, stdin=b"x")
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr

    def test_an_input_is_never_written_over(self, folder: Path) -> None:
        before = (folder / "c.jsonl").read_bytes()
        result = run("extract", folder, "-o", folder / "c.jsonl")
        assert result.exit_code == 2
        assert "expected an output other than the inputs" in result.stderr
        assert (folder / "c.jsonl").read_bytes() == before


class TestEvaluate:
    def test_tables_and_json(self, tmp_path: Path) -> None:
        write_documents([SOUND], tmp_path / "gold.jsonl")
        write_documents([msgspec.structs.replace(SOUND, records=())], tmp_path / "predicted.jsonl")
        table = run("evaluate", tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl")
        assert table.exit_code == 0
        assert "PROVINCE" in table.stdout
        scores = json.loads(run("evaluate", tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl", "--json").stdout)
        assert scores["entities"]["micro"]["f1"] == 1.0
        assert scores["records"]["meeting"]["found"] == {
            "precision": 0,
            "recall": 0,
            "f1": 0,
            "tp": 0,
            "fp": 0,
            "fn": 1,
        }

    def test_intervals_calibration_and_errors(self, tmp_path: Path) -> None:
        unsure = msgspec.structs.replace(SOUND, entities=(Entity("e1", "LOCATION", 0, 6, "Hà Nội", 0.5),))
        for name, documents in (("gold", [SOUND, SOUND]), ("predicted", [unsure, SOUND])):
            write_documents(
                [msgspec.structs.replace(one, id=key) for one, key in zip(documents, "ab", strict=True)],
                tmp_path / f"{name}.jsonl",
            )
        files = (tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl")
        scores = json.loads(run("evaluate", *files, "--json", "--errors").stdout)
        assert scores["intervals"]["entities"] == {"value": 0.5, "low": 0.0, "high": 1.0}
        assert scores["entities"]["calibration"]["count"] == 2
        assert scores["entities"]["schemes"]["exact"]["micro"]["f1"] == 1.0
        assert scores["error_counts"] == {"entity": {"label": 1}, "relation": {}}
        assert [(error["kind"], error["document"]) for error in scores["errors"]] == [("label", "a")]
        table = run("evaluate", *files, "--errors").stdout
        assert "Entities: expected calibration error" in table
        assert "Errors, entity: 1 label" in table
        assert "a: entity label: gold PROVINCE 'Hà Nội', predicted LOCATION 'Hà Nội'\n    Hà Nội" in table
        assert "errors" not in json.loads(run("evaluate", *files, "--json").stdout)

    def test_two_systems(self, tmp_path: Path) -> None:
        empty = msgspec.structs.replace(SOUND, entities=(), records=())
        for name, one in (("gold", SOUND), ("a", empty), ("b", SOUND)):
            documents = [msgspec.structs.replace(one, id=f"d{number}") for number in range(9)]
            write_documents(documents, tmp_path / f"{name}.jsonl")
        files = [tmp_path / f"{name}.jsonl" for name in ("gold", "a", "b")]
        table = run("compare", *files)
        assert (table.exit_code, table.stderr) == (0, "")
        assert "+1.0000" in table.stdout
        found = json.loads(run("compare", *files, "--json").stdout)["entities"]
        assert (found["a"], found["b"], found["difference"]["low"]) == (0.0, 1.0, 1.0)
        assert found["p_value"] < 0.01

    def test_agreement_of_annotators(self, tmp_path: Path) -> None:
        (tmp_path / "x").mkdir()
        files = [tmp_path / name for name in ("an.jsonl", "ba.jsonl", "x/an.jsonl")]
        for path in files:
            write_documents([SOUND], path)
        table = run("agreement", *files)
        assert table.exit_code == 0
        assert f"{files[0]} – ba" in "".join(table.stdout.split("\n"))
        found = json.loads(run("agreement", *files, "--json").stdout)
        assert found["alpha"] == 1.0
        assert [pair["kappa"] for pair in found["pairs"].values()] == [1.0, 1.0, 1.0]
        assert run("agreement", files[0]).exit_code == 2
        assert "expected each annotator once" in run("agreement", files[0], files[0]).stderr

    def test_different_documents_are_a_wrong_call(self, tmp_path: Path) -> None:
        write_documents([SOUND], tmp_path / "gold.jsonl")
        write_documents([], tmp_path / "predicted.jsonl")
        result = run("evaluate", tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl")
        assert result.exit_code == 2
        assert result.stderr.startswith("error: expected gold and predicted to hold the same documents")

    def test_every_broken_line_is_named(self, tmp_path: Path) -> None:
        write_documents([SOUND], tmp_path / "gold.jsonl")
        (tmp_path / "predicted.jsonl").write_text('{"text": 1}\n{\n')
        result = run("evaluate", tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl")
        assert (result.exit_code, result.stdout) == (1, "")
        assert [line.split(":")[2] for line in result.stderr.splitlines()[:2]] == ["1", "2"]
        assert "nothing was scored" in result.stderr


class TestValidate:
    def test_sound_documents(self, tmp_path: Path) -> None:
        write_documents([SOUND], tmp_path / "x.jsonl")
        result = run("validate", tmp_path / "x.jsonl")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 document, 0 mistakes\n")

    def test_every_mistake_has_its_place(self, tmp_path: Path) -> None:
        path = tmp_path / "x.jsonl"
        entities = (*SOUND.entities, Entity("e2", "PLACE", 3, 9, "Nội"))
        wrong = msgspec.structs.replace(SOUND, entities=entities, relations=(Relation("HOLDS", "e1", "e9"),))
        write_documents([SOUND, wrong], path)
        with open(path, "ab") as stream:
            stream.write(b'{"text": "\xff"}\n{"id": "z"}\n')
        result = run("validate", path)
        assert result.exit_code == 1
        found = [line.removeprefix(f"{path}:") for line in result.stdout.splitlines()]
        assert [line.split(": ")[0:2] for line in found] == [
            ["2", "entities[1].label"],
            ["2", "entities[1]"],
            ["2", "relations[0].tail"],
            ["2", "relations[0].head"],
            ["3", f"expected UTF-8, got 0xff at byte {path.read_bytes().index(0xFF)}"],
            ["4", "Object missing required field `text`"],
        ]
        assert result.stderr == "4 documents, 6 mistakes\n"

    def test_the_guidelines_are_asked_for(self, tmp_path: Path) -> None:
        odd = Document(id="a", text="ở tỉnh Cà Mau", entities=(Entity("e1", "PROVINCE", 2, 13, "tỉnh Cà Mau"),))
        write_documents([odd, Document(id="b", text="Tại Huế.")], tmp_path / "x.jsonl")
        assert run("validate", tmp_path / "x.jsonl").exit_code == 0
        result = run("validate", "--guidelines", tmp_path / "x.jsonl")
        assert result.exit_code == 1
        first, second = result.stdout.splitlines()
        assert "x.jsonl:1: entities[0]: expected PROVINCE without 'tỉnh' before it, got PROVINCE" in first
        assert "x.jsonl:2: entities: notice: no PROVINCE at 4: 'Huế'" in second
        assert result.stderr == "2 documents, 1 mistake\n"


class TestView:
    def test_one_side_and_two(self, tmp_path: Path) -> None:
        write_documents([SOUND], tmp_path / "gold.jsonl")
        result = run("view", tmp_path / "gold.jsonl", "-o", tmp_path / "page.html")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "wrote" in result.stderr
        assert '"names":["gold"]' in (tmp_path / "page.html").read_text(encoding="utf-8")
        run("view", tmp_path / "gold.jsonl", tmp_path / "gold.jsonl", "-o", tmp_path / "page.html", "--title", "Bài")
        page = (tmp_path / "page.html").read_text(encoding="utf-8")
        assert '"names":["gold","predicted"]' in page
        assert '"title":"Bài"' in page

    def test_broken_documents_are_named(self, tmp_path: Path) -> None:
        (tmp_path / "x.jsonl").write_text('{"text": "a"}\n{\n')
        result = run("view", tmp_path / "x.jsonl", "-o", tmp_path / "page.html")
        assert result.exit_code == 1
        assert "x.jsonl:2" in result.stderr
        assert (tmp_path / "page.html").exists()

    def test_it_never_writes_over_its_input(self, tmp_path: Path) -> None:
        write_documents([SOUND], tmp_path / "x.jsonl")
        result = run("view", tmp_path / "x.jsonl", "-o", tmp_path / "x.jsonl")
        assert result.exit_code == 2
        assert load_documents(tmp_path / "x.jsonl") == [SOUND]


class TestConvert:
    @pytest.mark.parametrize(
        ("name", "form"),
        [("x.markup", None), ("x.doccano.jsonl", None), ("x.data", "prodigy"), ("x", "xmi")],
    )
    def test_every_format_by_its_ending_or_by_name(self, tmp_path: Path, name: str, form: str | None) -> None:
        write_documents([SOUND], tmp_path / "in.jsonl")
        to, back = (("--to", form), ("--from", form)) if form else ((), ())
        assert run("convert", tmp_path / "in.jsonl", tmp_path / name, *to).exit_code == 0
        assert run("convert", tmp_path / name, tmp_path / "out.jsonl", *back).exit_code == 0
        assert load_documents(tmp_path / "out.jsonl") == [SOUND]

    def test_the_second_time_is_as_the_first(self, tmp_path: Path) -> None:
        (tmp_path / "x.iob").write_text("Huế B-LOC\n", encoding="utf-8")
        for _ in range(2):
            assert run("convert", tmp_path / "x.iob", tmp_path / "o.jsonl", "--from", "conll").exit_code == 0

    def test_standard_input_is_of_the_named_format(self, tmp_path: Path) -> None:
        result = run("convert", "-", tmp_path / "o.jsonl", "--from", "conll", stdin=b"x O")
        assert result.exit_code == 2
        assert "expected a file to read conll from, got standard input, which takes jsonl, txt" in result.stderr
        assert run("convert", "-", tmp_path / "o.jsonl", "--from", "txt", stdin=b'{"text": "a"}').exit_code == 0
        assert load_documents(tmp_path / "o.jsonl")[0].text == '{"text": "a"}'

    def test_a_file_that_cannot_be_written_whole_stays_as_it_was(self, tmp_path: Path) -> None:
        odd = Document(id="b", text="Huế", entities=(Entity("e1", "MY LABEL", 0, 3, "Huế"),))
        write_documents([SOUND, odd], tmp_path / "in.jsonl")
        (tmp_path / "x.conll").write_text("before")
        result = run("convert", tmp_path / "in.jsonl", tmp_path / "x.conll")
        assert result.exit_code == 2
        assert "document 'b': expected labels without spaces, got 'MY LABEL'" in result.stderr
        assert (tmp_path / "x.conll").read_text() == "before"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "x.conll"]

    def test_what_a_format_cannot_hold_is_told(self, tmp_path: Path) -> None:
        write_documents([SOUND], tmp_path / "in.jsonl")
        # In a process of its own, as logging is set up for a whole process.
        start = "from vn_dx_ie.cli import main; main()"
        call = [sys.executable, "-c", start, "convert", str(tmp_path / "in.jsonl"), str(tmp_path / "x.conll")]
        done = subprocess.run(call, capture_output=True, text=True, check=True, cwd=ROOT)
        assert "warning: document 'a': CoNLL has no place for 4 records" in done.stderr

    def test_there_and_back(self, tmp_path: Path) -> None:
        write_documents([SOUND], tmp_path / "x.jsonl")
        assert run("convert", tmp_path / "x.jsonl", tmp_path / "brat").exit_code == 0
        assert (tmp_path / "brat" / "a.ann").read_text(encoding="utf-8").startswith("T1\tPROVINCE 0 6\tHà Nội\n")
        assert run("convert", tmp_path / "brat", tmp_path / "y.jsonl").exit_code == 0
        assert run("convert", tmp_path / "brat" / "a.ann", tmp_path / "z.json").exit_code == 0
        assert load_documents(tmp_path / "y.jsonl") == load_documents(tmp_path / "z.json") == [SOUND]

    def test_documents_with_mistakes_are_named_and_left_out(self, tmp_path: Path) -> None:
        wrong = msgspec.structs.replace(SOUND, id="b", text="Hải Phòng")
        write_documents([wrong, SOUND], tmp_path / "x.jsonl")
        result = run("convert", tmp_path / "x.jsonl", tmp_path / "brat")
        assert result.exit_code == 1
        assert f"error: {tmp_path / 'x.jsonl'}:1: entities[0].text: expected 'Hải Ph'" in result.stderr
        assert load_documents(tmp_path / "brat") == [SOUND]

    def test_a_broken_annotation_file_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("x")
        (tmp_path / "a.ann").write_text("T1\tEVENT 0 9\tx\n")
        result = run("convert", tmp_path / "a.ann", tmp_path / "x.jsonl")
        assert result.exit_code == 1
        assert "a.ann:1: expected start < end <= 1, got '0 9'" in result.stderr

    @pytest.mark.parametrize("target", ["x.csv", "x.txt", "in.jsonl"])
    def test_a_wrong_target(self, tmp_path: Path, target: str) -> None:
        write_documents([SOUND], tmp_path / "in.jsonl")
        result = run("convert", tmp_path / "in.jsonl", tmp_path / target)
        assert result.exit_code == 2
        assert load_documents(tmp_path / "in.jsonl") == [SOUND]


class TestTrain:
    def test_options_reach_the_training(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        calls: list[tuple[object, ...]] = []
        module = ModuleType("vn_dx_ie.training.run")
        module.run_training = lambda *arguments: calls.append(arguments)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "vn_dx_ie.training.run", module)
        files = [tmp_path / name for name in ("a.jsonl", "b.jsonl", "dev.jsonl", "model")]
        result = run("train", "--train", files[0], "--train", files[1], "--dev", files[2], "-o", files[3], "--seed", 7)
        assert result.exit_code == 0
        assert calls == [(None, (files[0], files[1]), (files[2],), None, files[3], 7)]

    def test_neither_config_nor_data(self) -> None:
        result = run("train", "--train", "a.jsonl")
        assert result.exit_code == 2
        assert "expected CONFIG, or both --train and --dev" in result.stderr

    def test_a_missing_extra_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise MissingExtraError("training", "train")

        module = ModuleType("vn_dx_ie.training.run")
        module.run_training = fail  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "vn_dx_ie.training.run", module)
        result = run("train", "config.toml")
        assert result.exit_code == 2
        assert result.stderr == "error: training needs optional packages: pip install 'vn-dx-ie[train]'\n"


class TestWhole:
    @pytest.mark.parametrize(
        "command",
        [
            (),
            ("extract",),
            ("evaluate",),
            ("validate",),
            ("convert",),
            ("train",),
            ("compare",),
            ("agreement",),
            ("view",),
        ],
    )
    def test_help(self, command: tuple[str, ...]) -> None:
        result = run(*command, "--help")
        assert result.exit_code == 0
        assert "Usage: " in result.stdout

    def test_version(self) -> None:
        result = run("--version")
        assert result.exit_code == 0
        assert result.stdout.startswith("vn-dx-ie ")

    def test_an_unknown_command(self) -> None:
        result = run("frobnicate")
        assert result.exit_code == 2
        assert "No such command 'frobnicate'" in result.stderr

    def test_the_committed_schema_is_that_of_the_classes(self) -> None:
        script = Path(__file__).parent.parent / "scripts" / "json_schema.py"
        spec = importlib.util.spec_from_file_location("json_schema", script)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        assert module.TARGET.read_text(encoding="utf-8") == module.schema()
