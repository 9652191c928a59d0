-- Grain: one row an open case on which the last verdicts of both offices contradict each other. Reads only.
SELECT
    case_code,
    cause,
    village_code,
    status,
    disnaker_verdict,
    disnaker_candidate,
    disnaker_decided_on,
    branch_verdict,
    branch_candidate,
    branch_decided_on
FROM mart.verdict_contradiction
WHERE period = :period AND version = :version AND status = 'open'
ORDER BY village_code COLLATE "C", case_code COLLATE "C"
