"""From the words of a text to canonical values, or None."""
