"""Read and write documents: JSON lines, JSON arrays, plain text and brat standoff."""

from vn_dx_ie.formats.brat import read_brat, write_brat
from vn_dx_ie.formats.items import Failure, Item, Located
from vn_dx_ie.formats.jsonl import read_json, read_jsonl, write_json, write_jsonl
from vn_dx_ie.formats.registry import STREAM_WRITERS, list_files, load_documents, read_documents, write_documents
from vn_dx_ie.formats.text import read_text

__all__ = [
    "STREAM_WRITERS",
    "Failure",
    "Item",
    "Located",
    "list_files",
    "load_documents",
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
