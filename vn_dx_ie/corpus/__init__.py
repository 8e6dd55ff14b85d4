"""Corpora of any size on one machine: streamed, in several processes, going on after a kill."""

from vn_dx_ie.corpus.run import Done, extract_corpus

__all__ = ["Done", "extract_corpus"]
