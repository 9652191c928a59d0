-- Verdicts of both offices, confirmed links, what was asked of the branch.

SELECT 1;
