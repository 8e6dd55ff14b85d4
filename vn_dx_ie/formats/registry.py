"""Which format a path has, and reading and writing by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.brat import read_brat, write_brat
from vn_dx_ie.formats.conll import read_conll, write_conll
from vn_dx_ie.formats.docbin import read_docbin, write_docbin
from vn_dx_ie.formats.doccano import read_doccano, write_doccano
from vn_dx_ie.formats.items import Failure, Item
from vn_dx_ie.formats.jsonl import BOM, read_json, read_jsonl, read_jsonl_lines, write_json, write_jsonl
from vn_dx_ie.formats.label_studio import read_label_studio, write_label_studio
from vn_dx_ie.formats.markup import read_markup, write_markup
from vn_dx_ie.formats.prodigy import read_prodigy, write_prodigy
from vn_dx_ie.formats.tables import write_csv, write_duckdb, write_parquet
from vn_dx_ie.formats.text import decode_text, read_text
from vn_dx_ie.formats.xmi import read_xmi, write_xmi

STDIN: Final = "-"
_FROM_STDIN: Final = ("jsonl", "txt")

Reader = Callable[[Path], Iterator[Item]]
StreamWriter = Callable[[Iterable[Document], BinaryIO], None]
PathWriter = Callable[[Iterable[Document], Path], None]


@dataclass(frozen=True, slots=True)
class Format:
    """How documents of one format are read and written, one of the three writers at the most.

    ``to_stream`` writes all documents into one file, ``to_folder`` several files, ``to_file`` adds to
    a file that may be there. Where documents are ``keyed``, each may come once, by its id.
    """

    ending: str
    read: Reader | None
    to_stream: StreamWriter | None = None
    to_folder: PathWriter | None = None
    to_file: PathWriter | None = None
    keyed: bool = False


FORMATS: Final[dict[str, Format]] = {
    "jsonl": Format(".jsonl", read_jsonl, write_jsonl),
    "json": Format(".json", read_json, write_json),
    "txt": Format(".txt", lambda path: iter([read_text(path)])),
    "markup": Format(".markup", read_markup, write_markup),
    "brat": Format(".ann", lambda path: iter([read_brat(path)]), to_folder=write_brat),
    "conll": Format(".conll", read_conll, write_conll),
    "doccano": Format(".doccano.jsonl", read_doccano, write_doccano),
    "label-studio": Format(".label-studio.json", read_label_studio, write_label_studio),
    "prodigy": Format(".prodigy.jsonl", read_prodigy, write_prodigy),
    "docbin": Format(".spacy", read_docbin, write_docbin),
    "xmi": Format(".xmi", lambda path: iter([read_xmi(path)]), to_folder=write_xmi),
    "csv": Format(".csv", None, to_folder=write_csv, keyed=True),
    "parquet": Format(".parquet", None, to_folder=write_parquet, keyed=True),
    "duckdb": Format(".duckdb", None, to_file=write_duckdb, keyed=True),
}
READABLE: Final = tuple(name for name, one in FORMATS.items() if one.read)
WRITABLE: Final = tuple(name for name, one in FORMATS.items() if one.to_stream or one.to_folder or one.to_file)
_READABLE_ENDINGS: Final = tuple(FORMATS[name].ending for name in READABLE)
_IN_FOLDERS: Final = tuple(FORMATS[name].ending for name in READABLE if name != "json")
_BY_LENGTH: Final = sorted(FORMATS, key=lambda name: -len(FORMATS[name].ending))


def format_of(path: str | Path) -> str | None:
    """Return the name of the format that a path's ending stands for, the longest ending first."""
    name = Path(path).name.lower()
    return next((known for known in _BY_LENGTH if name.endswith(FORMATS[known].ending)), None)


def read_documents(
    paths: Iterable[str | Path], stdin: BinaryIO | None = None, form: str | None = None
) -> Iterator[Item]:
    """Yield the documents of files and folders in the order given, one at a time.

    `form` names the format of files, where their endings do not. A folder stands for its files of
    known endings (but .json) at any depth, sorted; a .txt beside an .ann of the same name is read
    with its annotations. ``-`` stands for `stdin`: JSON lines where it begins with ``{``, else one text.

    Raises:
        InputError: at once, where a path is missing, of an unknown kind or one that is only written, or a
            folder holds nothing to read.
    """
    files = list_files(paths, form)
    if STDIN in files and stdin is None:
        raise InputError("expected a stream to read for '-', got none")
    if STDIN in files and form not in (None, *_FROM_STDIN):
        raise InputError(
            f"expected a file to read {form} from, got standard input, which takes {', '.join(_FROM_STDIN)}"
        )
    return chain.from_iterable(
        _read_stdin(stdin, form) if stdin and file == STDIN else _read_file(Path(file), form) for file in files
    )


def list_files(paths: Iterable[str | Path], form: str | None = None) -> list[str]:
    """Return the files that :func:`read_documents` reads for `paths`, and raise the same errors."""
    return [file for path in paths for file in _expand(path, form)]


def load_documents(*paths: str | Path) -> list[Document]:
    """Return all documents of files and folders.

    Raises:
        InputError: something cannot be read; the message names the first place.
    """
    documents = []
    for item in read_documents(paths):
        if isinstance(item, Failure):
            raise InputError(str(item))
        documents.append(item.document)
    return documents


def output_format(path: str | Path, form: str | None = None) -> str | None:
    """Return the name of the format to write: `form`, else that of the ending of `path`; a folder alone is brat."""
    target = Path(path)
    return form or ("brat" if target.is_dir() or not target.suffix else format_of(target))


def write_documents(documents: Iterable[Document], path: str | Path, form: str | None = None) -> None:
    """Write documents to a path in the format that :func:`output_format` names for it.

    Raises:
        InputError: the format is unknown or cannot be written, or cannot hold a document.
        MissingExtraError: the format needs an optional package.
    """
    target = Path(path)
    known = FORMATS.get(output_format(path, form) or "")
    if known and known.to_stream and not target.is_dir():
        _write_file(documents, target, known.to_stream)
    elif known and known.to_folder:
        known.to_folder(documents, target)
    elif known and known.to_file and not target.is_dir():
        known.to_file(documents, target)
    else:
        endings = ", ".join(FORMATS[name].ending for name in WRITABLE)
        raise InputError(f"{path}: expected {endings} or a folder to write to, got {form or target.suffix!r}")


def _write_file(documents: Iterable[Document], target: Path, write: StreamWriter) -> None:
    """Write a file that is there as a whole or not at all, whatever goes wrong on the way."""
    draft = target.with_name(f"{target.name}.part")
    try:
        with open(draft, "wb") as stream:
            write(documents, stream)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _expand(path: str | Path, form: str | None) -> list[str]:
    """Return the files that `path` stands for."""
    if str(path) == STDIN:
        return [STDIN]
    place = Path(path)
    if (known := form or (None if place.is_dir() else format_of(place))) and not FORMATS[known].read:
        raise InputError(f"{path}: expected a format to read, one of {', '.join(READABLE)}, got {known}, written only")
    if place.is_dir():
        endings = (FORMATS[form].ending,) if form else _IN_FOLDERS
        found = sorted(file for file in place.rglob("*") if file.name.lower().endswith(endings) and file.is_file())
        if not found:
            raise InputError(f"{path}: expected a folder with {', '.join(endings)} files, got none in it")
        annotated = {file.with_suffix(".txt") for file in found if file.suffix.lower() == ".ann"}
        return [str(file) for file in found if file not in annotated]
    if not place.exists():
        raise InputError(f"{path}: no such file or folder")
    if known is None:
        raise InputError(
            f"{path}: expected a folder or a file ending in {', '.join(_READABLE_ENDINGS)}, got {place.suffix!r}"
        )
    return [str(path)]


def _read_file(path: Path, form: str | None) -> Iterator[Item]:
    read = FORMATS[form or format_of(path) or ""].read
    try:
        yield from read(path) if read else ()
    except OSError as error:
        yield Failure(str(path), error.strerror or str(error))


def _read_stdin(stream: BinaryIO, form: str | None) -> Iterator[Item]:
    if form == "jsonl":
        return read_jsonl_lines(stream, "<stdin>")
    head: list[bytes] = []  # up to the first line that says what the rest is
    for line in stream if form is None else ():
        head.append(line)
        if line.removeprefix(BOM).strip():
            break
    if form is None and head and head[-1].removeprefix(BOM).lstrip().startswith(b"{"):
        return read_jsonl_lines(chain(head, stream), "<stdin>")
    return iter([decode_text(b"".join(head) + stream.read(), "<stdin>", None)])
