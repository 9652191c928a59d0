"""The month's steps as functions without Airflow: land, read, check, load, reconcile, publish.

Each is idempotent, can be killed and run again, and returns counts and ids that are safe to keep anywhere.
"""

from padan.steps.check import check
from padan.steps.context import StepContext, open_context
from padan.steps.decide import record_decision
from padan.steps.land import land
from padan.steps.load import abandon, load, verdict
from padan.steps.publish import publish
from padan.steps.read import read
from padan.steps.reconcile import later_months, readiness, reconcile
from padan.steps.sign import awaited, finalise, next_to_sign, problem_of, propose, sign

__all__ = [
    "StepContext",
    "abandon",
    "awaited",
    "check",
    "finalise",
    "land",
    "later_months",
    "load",
    "next_to_sign",
    "open_context",
    "problem_of",
    "propose",
    "publish",
    "read",
    "readiness",
    "reconcile",
    "record_decision",
    "sign",
    "verdict",
]
