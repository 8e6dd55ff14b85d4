"""Records from entities and relations: pure, deterministic, without a model."""

from vn_dx_ie.assembly.assemble import assemble

__all__ = ["assemble"]
