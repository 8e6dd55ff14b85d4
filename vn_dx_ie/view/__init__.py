"""A self-contained page to read annotated documents on, alone or gold beside predicted."""

from vn_dx_ie.view.page import render_page

__all__ = ["render_page"]
