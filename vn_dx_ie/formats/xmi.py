"""UIMA CAS XMI, as INCEpTION imports and exports it: an .xmi a document, and one TypeSystem.xml beside them.

Spans are of the layer ``webanno.custom.VnDxIeSpan`` with the feature ``label``, relations of
``webanno.custom.VnDxIeRelation``, from Governor (head) to Dependent (tail); the rest of a document
is a metadata field. When reading, DKPro's named entities are spans too, and every layer with
Governor and Dependent is a relation. Offsets in the files count UTF-16 units, which cassis converts.
Needs the extra ``xmi``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError, MissingExtraError
from vn_dx_ie.formats.exchange import EXTRAS, Edge, Extras, Plain, Span, from_plain, to_plain, unpack_extras
from vn_dx_ie.formats.files import file_names
from vn_dx_ie.formats.items import Failure, Item, Located, encode_value

TYPE_SYSTEM: Final = "TypeSystem.xml"
_SPAN: Final = "webanno.custom.VnDxIeSpan"
_RELATION: Final = "webanno.custom.VnDxIeRelation"
_NAMED: Final = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_FIELD: Final = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.MetaDataStringField"
_STRING: Final = "uima.cas.String"
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_xmi(documents: Iterable[Document], path: str | Path) -> None:
    """Write a folder with one .xmi a document and the type system.

    Raises:
        InputError: a document that XML cannot hold, or .xmi files already in the folder.
        MissingExtraError: dkpro-cassis is not installed.
    """
    cassis = _cassis()
    target = Path(path)
    target.mkdir(parents=True, exist_ok=True)
    if any(file.suffix == ".xmi" for file in target.iterdir()):
        raise InputError(f"{path}: expected a folder without .xmi files, got one that holds some")
    types = _type_system(cassis)
    types.to_xml(target / TYPE_SYSTEM)
    for name, document in file_names(documents):
        _to_cas(document, types, cassis).to_xmi(target / f"{name}.xmi")


def read_xmi(path: str | Path) -> Item:
    """Return the document of an .xmi file that has its TypeSystem.xml beside it, or what is wrong with it."""
    cassis = _cassis()
    source = Path(path)
    if not (types := source.with_name(TYPE_SYSTEM)).is_file():
        return Failure(str(path), f"expected {TYPE_SYSTEM} beside it, found none")
    try:
        with open(types, "rb") as system, open(source, "rb") as file:
            cas = cassis.load_cas_from_xmi(file, typesystem=cassis.load_typesystem(system))
        return Located(str(path), from_plain(_to_plain(cas, source.stem)))
    except InputError as error:
        return Failure(str(path), str(error))
    except Exception as error:  # whatever lxml or cassis make of a file that is none
        return Failure(str(path), f"no CAS in XMI: {type(error).__name__}: {error}")


def _cassis() -> Any:
    try:
        import cassis
    except ModuleNotFoundError as error:
        raise MissingExtraError("XMI", "xmi") from error
    return cassis


def _type_system(cassis: Any) -> Any:
    types = cassis.TypeSystem()
    span = types.create_type(name=_SPAN, supertypeName="uima.tcas.Annotation")
    types.create_feature(span, "label", _STRING)
    types.create_feature(span, "identifier", _STRING)
    relation = types.create_type(name=_RELATION, supertypeName="uima.tcas.Annotation")
    types.create_feature(relation, "Governor", span)
    types.create_feature(relation, "Dependent", span)
    types.create_feature(relation, "label", _STRING)
    types.create_feature(relation, "identifier", _STRING)
    field = types.create_type(name=_FIELD, supertypeName="uima.tcas.Annotation")
    types.create_feature(field, "key", _STRING)
    types.create_feature(field, "value", _STRING)
    return types


def _to_cas(document: Document, types: Any, cassis: Any) -> Any:
    plain = to_plain(document)
    labels = [span.label for span in plain.spans] + [edge.label for edge in plain.edges]
    if odd := _NOT_XML.search("".join([plain.text, *labels])):
        raise InputError(f"document {document.id!r}: expected characters that XML can hold, got {odd[0]!a}")
    cas = cassis.Cas(types)
    cas.sofa_string, cas.sofa_mime = plain.text, "text/plain"
    span_type, relation_type = types.get_type(_SPAN), types.get_type(_RELATION)
    spans = {
        span.key: span_type(begin=span.start, end=span.end, label=span.label, identifier=span.key)
        for span in plain.spans
    }
    cas.add_all(spans.values())
    for index, edge in enumerate(plain.edges):
        ends = {"Governor": spans[edge.head], "Dependent": (tail := spans[edge.tail])}
        # As INCEpTION has it, a relation stands where its dependent does.
        cas.add(relation_type(begin=tail.begin, end=tail.end, label=edge.label, identifier=str(index), **ends))
    rest = encode_value(plain.extras, document).decode()
    escaped = _NOT_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", rest)
    cas.add(types.get_type(_FIELD)(begin=0, end=0, key=EXTRAS, value=escaped))
    return cas


def _to_plain(cas: Any, name: str) -> Plain:
    marks = [mark for kind in (_SPAN, _NAMED) if cas.typesystem.contains_type(kind) for mark in cas.select(kind)]
    marks.sort(key=_rank)
    keys = {id(mark): getattr(mark, "identifier", None) or f"x{mark.xmiID}" for mark in marks}
    spans = [Span(keys[id(mark)], _label(mark), mark.begin, mark.end) for mark in marks]
    edges = []
    for arc in sorted(cas.select_all_annotations(), key=_rank):
        head, tail = getattr(arc, "Governor", None), getattr(arc, "Dependent", None)
        if head is not None and tail is not None and id(head) in keys and id(tail) in keys:
            edges.append(Edge(_label(arc), keys[id(head)], keys[id(tail)]))
    return Plain(cas.sofa_string or "", tuple(spans), tuple(edges), _extras(cas, name))


def _rank(feature: Any) -> tuple[bool, int]:
    """Return what puts spans and relations back into the order in which this library wrote them."""
    key = getattr(feature, "identifier", None) or ""
    return (not key.isdecimal(), int(key) if key.isdecimal() else feature.begin if hasattr(feature, "begin") else 0)


def _label(feature: Any) -> str:
    label = getattr(feature, "label", None) or getattr(feature, "value", None)
    if not label:
        raise InputError(f"expected a label at [{feature.begin}, {feature.end}), got none")
    return str(label)


def _extras(cas: Any, name: str) -> Extras:
    fields = cas.select(_FIELD) if cas.typesystem.contains_type(_FIELD) else []
    values = [field.value for field in fields if field.key == EXTRAS]
    try:
        return unpack_extras(msgspec.json.decode(values[0])) if values else Extras(id=name)
    except msgspec.DecodeError as error:
        raise InputError(f"{EXTRAS}: {error}") from error
