"""Compare documents: predicted with gold, system with system, annotator with annotator."""

from vn_dx_ie.scoring.agreement import Agreement, PairAgreement, agreement, cohens_kappa, krippendorffs_alpha
from vn_dx_ie.scoring.calibration import Calibration
from vn_dx_ie.scoring.counts import Counts, Ratios
from vn_dx_ie.scoring.errors import Error, count_errors, find_errors
from vn_dx_ie.scoring.evaluate import evaluate, score_documents
from vn_dx_ie.scoring.intervals import Comparison, Interval, bootstrap, compare_systems, intervals_of
from vn_dx_ie.scoring.schemes import SCHEMES, SchemeCounts
from vn_dx_ie.scoring.scores import EntityScores, RecordScores, RelationScores, Scores
from vn_dx_ie.scoring.slots import SlotCounts, SoftCounts

__all__ = [
    "SCHEMES",
    "Agreement",
    "Calibration",
    "Comparison",
    "Counts",
    "EntityScores",
    "Error",
    "Interval",
    "PairAgreement",
    "Ratios",
    "RecordScores",
    "RelationScores",
    "SchemeCounts",
    "Scores",
    "SlotCounts",
    "SoftCounts",
    "agreement",
    "bootstrap",
    "cohens_kappa",
    "compare_systems",
    "count_errors",
    "evaluate",
    "find_errors",
    "intervals_of",
    "krippendorffs_alpha",
    "score_documents",
]
