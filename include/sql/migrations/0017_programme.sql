-- The third register, double funding, arrears, targets, looks at a person's history.

SELECT 1;
