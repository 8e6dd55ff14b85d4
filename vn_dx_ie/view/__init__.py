"""A self-contained page to read annotated documents on, alone or gold beside predicted."""

from vn_dx_ie.view.page import render_form_page, render_page

__all__ = ["render_form_page", "render_page"]
