"""Read and write documents, in the library's own formats and in those of annotation tools."""

from vn_dx_ie.formats.brat import read_brat, write_brat
from vn_dx_ie.formats.items import Failure, Item, Located
from vn_dx_ie.formats.jsonl import read_json, read_jsonl, write_json, write_jsonl
from vn_dx_ie.formats.registry import (
    FORMATS,
    READABLE,
    WRITABLE,
    Format,
    format_of,
    list_files,
    load_documents,
    output_format,
    read_documents,
    write_documents,
)
from vn_dx_ie.formats.tables import distinct
from vn_dx_ie.formats.text import read_text

__all__ = [
    "FORMATS",
    "READABLE",
    "WRITABLE",
    "Failure",
    "Format",
    "Item",
    "Located",
    "distinct",
    "format_of",
    "list_files",
    "load_documents",
    "output_format",
    "read_brat",
    "read_documents",
    "read_json",
    "read_jsonl",
    "read_text",
    "write_brat",
    "write_documents",
    "write_json",
    "write_jsonl",
]
