"""Compare documents: predicted with gold, system with system, annotator with annotator."""

from vn_dx_ie.scoring.agreement import Agreement, PairAgreement, agreement, cohens_kappa, krippendorffs_alpha
from vn_dx_ie.scoring.calibration import Calibration
from vn_dx_ie.scoring.counts import Counts, Ratios
from vn_dx_ie.scoring.errors import Error, count_errors, find_errors
from vn_dx_ie.scoring.evaluate import add_up, evaluate, score_documents
from vn_dx_ie.scoring.intervals import Comparison, Interval, bootstrap, compare_systems, intervals_of
from vn_dx_ie.scoring.matching import Agreement as SpanAgreement
from vn_dx_ie.scoring.matching import match_entities
from vn_dx_ie.scoring.pairing import pair_documents
from vn_dx_ie.scoring.records import match_records
from vn_dx_ie.scoring.relations import check_ends, strict_edges
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
    "SpanAgreement",
    "add_up",
    "agreement",
    "bootstrap",
    "check_ends",
    "cohens_kappa",
    "compare_systems",
    "count_errors",
    "evaluate",
    "find_errors",
    "intervals_of",
    "krippendorffs_alpha",
    "match_entities",
    "match_records",
    "pair_documents",
    "score_documents",
    "strict_edges",
]
