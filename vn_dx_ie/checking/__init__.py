"""Check annotated documents against the annotation guidelines, further than their form goes."""

from __future__ import annotations

from collections.abc import Iterator

from vn_dx_ie.checking.facts import check_records, check_relations
from vn_dx_ie.checking.findings import Finding
from vn_dx_ie.checking.forgotten import check_forgotten
from vn_dx_ie.checking.spans import check_spans
from vn_dx_ie.document import Document


def check(document: Document) -> Iterator[Finding]:
    """Yield every mistake, and a notice wherever only a reader can tell.

    The rules are those of annotations/GUIDELINES.md, so this is for documents with the library's
    own labels. Broken ids and offsets are told by :meth:`Document.problems` and come first.
    """
    problems = document.problems()
    yield from (Finding(problem.place, problem.message) for problem in problems)
    if problems:
        return
    yield from check_spans(document)
    yield from check_relations(document)
    yield from check_records(document)
    yield from check_forgotten(document)


__all__ = ["Finding", "check"]
