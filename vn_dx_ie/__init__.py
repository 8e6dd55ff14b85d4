"""Vietnamese information extraction: from an article to entities, relations and event records.

>>> import vn_dx_ie
>>> extractor = vn_dx_ie.load()
>>> document = extractor("Sáng 8-8, tại Hà Nội, Thủ tướng Phạm Minh Chính chủ trì phiên họp.")

Everything heavy is imported when it is first used.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vn_dx_ie.assembly.people import PersonMention, PersonPost, PersonProfile, people
    from vn_dx_ie.document import Document, Entity, Link, Problem, Relation
    from vn_dx_ie.errors import (
        ConfigError,
        InputError,
        MissingExtraError,
        ModelError,
        SchemaError,
        VnDxIeError,
        WorkerError,
    )
    from vn_dx_ie.explanation import Explanation
    from vn_dx_ie.extractor import Extractor, load
    from vn_dx_ie.normalize.indicators import Indicator, link_indicator, load_catalogue
    from vn_dx_ie.normalize.periods import parse_period
    from vn_dx_ie.normalize.provinces import link_province
    from vn_dx_ie.normalize.quantities import parse_quantity
    from vn_dx_ie.records import (
        Directive,
        Evidence,
        Issuance,
        Meeting,
        Observation,
        Participant,
        Period,
        Province,
        Quantity,
        Record,
        Slot,
    )
    from vn_dx_ie.scoring import Scores, evaluate

__version__ = "0.1.0"

# onnxruntime tells its makers what it runs, unless this is there before it is imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

_HOMES = {
    "assembly.people": ("PersonMention", "PersonPost", "PersonProfile", "people"),
    "document": ("Document", "Entity", "Link", "Problem", "Relation"),
    "errors": (
        "ConfigError", "InputError", "MissingExtraError", "ModelError", "SchemaError", "VnDxIeError", "WorkerError",
    ),
    "explanation": ("Explanation",),
    "extractor": ("Extractor", "load"),
    "normalize.indicators": ("Indicator", "link_indicator", "load_catalogue"),
    "normalize.periods": ("parse_period",),
    "normalize.provinces": ("link_province",),
    "normalize.quantities": ("parse_quantity",),
    "records": (
        "Directive", "Evidence", "Issuance", "Meeting", "Observation", "Participant", "Period", "Province",
        "Quantity", "Record", "Slot",
    ),
    "scoring": ("Scores", "evaluate"),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ConfigError",
    "Directive",
    "Document",
    "Entity",
    "Evidence",
    "Explanation",
    "Extractor",
    "Indicator",
    "InputError",
    "Issuance",
    "Link",
    "Meeting",
    "MissingExtraError",
    "ModelError",
    "Observation",
    "Participant",
    "Period",
    "PersonMention",
    "PersonPost",
    "PersonProfile",
    "Problem",
    "Province",
    "Quantity",
    "Record",
    "Relation",
    "SchemaError",
    "Scores",
    "Slot",
    "VnDxIeError",
    "WorkerError",
    "__version__",
    "evaluate",
    "link_indicator",
    "link_province",
    "load",
    "load_catalogue",
    "parse_period",
    "parse_quantity",
    "people",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'vn_dx_ie' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"vn_dx_ie.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
