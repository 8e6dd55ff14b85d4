"""Names and words of Vietnamese government news: data files, accessors, and a longest-match gazetteer."""
