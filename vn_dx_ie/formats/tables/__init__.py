"""Records as tidy tables: a row a record, the same columns in CSV, Parquet and DuckDB. Written only."""

from vn_dx_ie.formats.tables.csv import write_csv
from vn_dx_ie.formats.tables.duckdb import write_duckdb
from vn_dx_ie.formats.tables.keys import distinct, document_key
from vn_dx_ie.formats.tables.parquet import write_parquet
from vn_dx_ie.formats.tables.schema import SCHEMA_VERSION, TABLES, Column, Table

__all__ = [
    "SCHEMA_VERSION",
    "TABLES",
    "Column",
    "Table",
    "distinct",
    "document_key",
    "write_csv",
    "write_duckdb",
    "write_parquet",
]
