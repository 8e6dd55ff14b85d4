"""Links and records from entities and relations: pure, deterministic, without a model."""

from vn_dx_ie.assembly.assemble import assemble, link_and_assemble

__all__ = ["assemble", "link_and_assemble"]
