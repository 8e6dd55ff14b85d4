"""From a text to scored spans and edges, without torch."""
