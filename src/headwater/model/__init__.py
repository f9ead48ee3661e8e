"""The words of the picture: report, assertion, label, grading, judgement, entity.

Nothing comes in; types go out. Read `report` first, then `label`, then `schema`.
"""

from headwater.model.category import Basis, SubjectCategory
from headwater.model.clusters import Clusters, Question, clusters_of
from headwater.model.grading import NOT_GRADED, Grading, Scheme
from headwater.model.handling import Classification, Handling
from headwater.model.judgement import Judgement, NewJudgement, Verdict
from headwater.model.label import Label
from headwater.model.report import Assertion, DraftAssertion, DraftReport, Report, ReportHead
from headwater.model.retention import Dates, Retention, RetentionRule
from headwater.model.script import ScriptRole, Stage

__all__ = [
    "NOT_GRADED",
    "Assertion",
    "Basis",
    "Classification",
    "Clusters",
    "Dates",
    "DraftAssertion",
    "DraftReport",
    "Grading",
    "Handling",
    "Judgement",
    "Label",
    "NewJudgement",
    "Question",
    "Report",
    "ReportHead",
    "Retention",
    "RetentionRule",
    "Scheme",
    "ScriptRole",
    "Stage",
    "SubjectCategory",
    "Verdict",
    "clusters_of",
]
