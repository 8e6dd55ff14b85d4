"""The errors that the library raises.

VnDxIeError
├── InputError            a text, file or argument that cannot be read (also a ValueError)
│   └── SchemaError       a document that is not of the agreed shape
├── ModelError            a model folder that is missing, incomplete, altered or unknown
├── ConfigError           a training configuration that makes no sense (also a ValueError)
├── WorkerError           a process that died over a document
└── MissingExtraError     an optional dependency that is not installed (also an ImportError)
"""

from __future__ import annotations


class VnDxIeError(Exception):
    """Base of every error that this library raises on purpose."""


class InputError(VnDxIeError, ValueError):
    """A text, a file or an argument that cannot be read; the message names the place."""


class SchemaError(InputError):
    """A document that breaks the agreed shape; the message names the field."""


class ModelError(VnDxIeError):
    """A model folder that is missing, incomplete, altered or of an unknown version."""


class ConfigError(VnDxIeError, ValueError):
    """A training configuration with an unknown or contradictory setting."""


class WorkerError(VnDxIeError):
    """A process that died over what it was given; the rest of the work goes on."""


class MissingExtraError(VnDxIeError, ImportError):
    """A feature whose optional packages are not installed; the message says what to install."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs optional packages: pip install 'vn-dx-ie[{extra}]'")
