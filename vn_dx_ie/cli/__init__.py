"""The command line: ``vn-dx-ie``."""

from vn_dx_ie.cli.group import main

__all__ = ["main"]
