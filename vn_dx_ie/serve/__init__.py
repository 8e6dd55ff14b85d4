"""Extraction over HTTP, with the page to read the findings on. Needs the extra ``serve``."""

from vn_dx_ie.serve.app import create_app
from vn_dx_ie.serve.limits import Limits
from vn_dx_ie.serve.run import run_server

__all__ = ["Limits", "create_app", "run_server"]
