-- One row a village that sent nothing for the month by its deadline, as of the month's cut-off date.

SELECT s.village_code
FROM mart.submission_status AS s
WHERE
    s.period = :period AND s.version = 0 AND s.status IN ('missing', 'carried_forward')
    AND coalesce(((:now)::timestamptz AT TIME ZONE 'Asia/Jakarta')::date, core.cut_off_of(:period)) > core.deadline_of(:period)
ORDER BY s.village_code COLLATE "C";
