"""Who is who: pairs of records that may be one, each feature for and against explained.

In come records (`record.Record`: an entity's values as its viewer may see them). Out go candidates (`candidates`), and
for a pair of records a comparison (`scoring.compare`): a calibrated probability and its findings, one a feature.

Read `features` first: each feature is a function whose docstring says what it looks at. Then `words`, which says when
two words are one name and when they are two.
"""

from headwater.resolve.candidates import Candidate, Candidates
from headwater.resolve.comparable import comparable
from headwater.resolve.finding import Comparison, Finding
from headwater.resolve.rarity import Rarity
from headwater.resolve.record import Record
from headwater.resolve.scoring import SHIPPED, THRESHOLD, compare, feature_explanation, feature_words, forget, quick

__all__ = [
    "SHIPPED",
    "THRESHOLD",
    "Candidate",
    "Candidates",
    "Comparison",
    "Finding",
    "Rarity",
    "Record",
    "comparable",
    "compare",
    "feature_explanation",
    "feature_words",
    "forget",
    "quick",
]
