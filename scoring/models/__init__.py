"""Scores: schemes, rounds, sheets and what was published; reviews and consequences."""

from scoring.models.ballots import Ballot, Box, PaperCount, Slip, Tally
from scoring.models.consequences import Consequence, Demand, Kind
from scoring.models.duty import DutyReport, DutyTalk, DutyYear
from scoring.models.indicators import Direction, GoalDocument, Indicator, Task
from scoring.models.opinions import Opinion
from scoring.models.progress import Delay, Delta, Observation, Rollup
from scoring.models.reviews import Review
from scoring.models.rounds import Decision, Mark, Publication, Result, Round, Sheet
from scoring.models.satisfaction import RatingPolicy, TelephoneCode, UnitRating
from scoring.models.schemes import TERMS, Category, Item, Scheme
from scoring.models.surveys import (
    Evaluator,
    EvaluatorCategory,
    EvaluatorDraw,
    Invitation,
    Option,
    Survey,
    SurveyMeeting,
    SurveyObject,
)
from scoring.models.weekly import MonthlySummary, WeeklyForm, WeeklyReport

__all__ = [
    "Ballot",
    "Box",
    "Category",
    "Consequence",
    "Decision",
    "Delay",
    "Delta",
    "Demand",
    "Direction",
    "DutyReport",
    "DutyTalk",
    "DutyYear",
    "Evaluator",
    "EvaluatorCategory",
    "EvaluatorDraw",
    "GoalDocument",
    "Indicator",
    "Invitation",
    "Item",
    "Kind",
    "Mark",
    "MonthlySummary",
    "Observation",
    "Opinion",
    "Option",
    "PaperCount",
    "Publication",
    "RatingPolicy",
    "Result",
    "Review",
    "Rollup",
    "Round",
    "Scheme",
    "Sheet",
    "Slip",
    "Survey",
    "SurveyMeeting",
    "SurveyObject",
    "TERMS",
    "Tally",
    "Task",
    "TelephoneCode",
    "UnitRating",
    "WeeklyForm",
    "WeeklyReport",
]
