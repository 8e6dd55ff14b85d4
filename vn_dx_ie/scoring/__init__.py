"""Compare predicted documents with gold ones: entities, relations and records."""

from vn_dx_ie.scoring.counts import Counts, Ratios
from vn_dx_ie.scoring.evaluate import evaluate
from vn_dx_ie.scoring.scores import EntityScores, RecordScores, RelationScores, Scores

__all__ = ["Counts", "EntityScores", "Ratios", "RecordScores", "RelationScores", "Scores", "evaluate"]
