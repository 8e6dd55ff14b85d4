"""The library inside other programs."""
