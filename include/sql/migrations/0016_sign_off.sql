-- Approvals, final months, amendments, the chained log.

SELECT 1;
