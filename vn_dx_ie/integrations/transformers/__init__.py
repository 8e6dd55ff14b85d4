"""The trained network as a ``transformers`` model. Needs the extra ``train``.

Importing this package makes ``AutoConfig``, ``AutoTokenizer`` and ``AutoModelForTokenClassification``
know the model type ``vn_dx_ie``, whose folders :func:`export_for_transformers` writes.
"""

from __future__ import annotations

from vn_dx_ie.errors import MissingExtraError

try:
    from transformers import AutoConfig, AutoModelForTokenClassification, AutoTokenizer

    from vn_dx_ie.integrations.transformers.export import export_for_transformers
    from vn_dx_ie.integrations.transformers.model import TaggerConfig, TaggerForTokenClassification
    from vn_dx_ie.integrations.transformers.tokenizer import TaggerTokenizer
except ModuleNotFoundError as error:
    raise MissingExtraError("the model for transformers", "train") from error

AutoConfig.register(TaggerConfig.model_type, TaggerConfig, exist_ok=True)
AutoTokenizer.register(TaggerConfig, TaggerTokenizer, exist_ok=True)
AutoModelForTokenClassification.register(TaggerConfig, TaggerForTokenClassification, exist_ok=True)

__all__ = ["TaggerConfig", "TaggerForTokenClassification", "TaggerTokenizer", "export_for_transformers"]
