"""The page of the service: a form for an article, above the page that shows documents."""

from __future__ import annotations

from html import escape
from importlib import resources
from typing import Final

from vn_dx_ie.serve.limits import Limits
from vn_dx_ie.view import render_form_page

_TITLE: Final = "Vietnamese information extraction"


def service_page(limits: Limits) -> str:
    """Return the page, which asks the service that it is from and nobody else."""
    form = _asset("form.html").replace("%MAX_CHARS%", escape(str(limits.max_chars)))
    return render_form_page(_TITLE, form, _asset("form.css"), _asset("form.js"))


def _asset(name: str) -> str:
    return (resources.files(__package__) / "assets" / name).read_text(encoding="utf-8")
