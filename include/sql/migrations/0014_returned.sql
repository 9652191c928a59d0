-- What was given back to the villages.

SELECT 1;
