"""Checks what lies in staging: rules as Great Expectations, the key of every failing row, breakers.

The way of a rule, e.g. NIK-01 of include/contracts/village_submissions.yaml:

1. Its condition (``fails_when``) speaks of facts, alias ``r``: include/sql/quality/rows/<feed>.sql.
2. `statements.rows_statement` makes it a boolean column ``"NIK-01"`` of the temporary table ``checked_row``,
   true where a row fails (`judged` runs it).
3. `suite.expectation` makes it an expectation that counts the column; its result goes to quality.validation.
4. `statements.violations_statement` keeps the key of every failing row in quality.violation; `check` asserts
   that there are as many as Great Expectations counted.
5. Reconciliation holds back a row that breaks a blocking rule, with the rule's id as the reason; a file with
   too many of them is held back whole (quality.breaker).
"""

from padan.quality.check import CheckOutcome, QualityError, check_load
from padan.quality.rules import sync_rules

__all__ = ["CheckOutcome", "QualityError", "check_load", "sync_rules"]
