-- One row a month that has a version: only then it has cases, and verdicts on them can be read.

SELECT period FROM reconciliation.current_version
ORDER BY period;
