-- One row a month that has data. A final one is among them: whether its outcomes still hold is computed again too.

SELECT DISTINCT period FROM landing.file
WHERE period IS NOT NULL AND load_id IS NOT NULL
ORDER BY period
