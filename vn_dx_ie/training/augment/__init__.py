"""Augmentation: an annotated document turned into another that is annotated just as well.

Names, places, bodies, figures and dates become others, abbreviations and long forms change places,
and the page is set in another way. Within a document it is done consistently: the same surface
gets the same replacement, and ``ông Dũng`` follows ``Nguyễn Tiến Dũng``. Ids, labels, relations and
nesting stay; records do not. Unicode form and the style of tone marks are left alone, for
`vn_dx_ie.text.unicode` evens them out before the network sees anything.
"""

from vn_dx_ie.training.augment.augmenter import AugmentConfig, Augmenter

__all__ = ["AugmentConfig", "Augmenter"]
