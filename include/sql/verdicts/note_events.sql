-- audit.event: one event a verdict that a load took, in the order in which they were taken. No officer is named: the row is.

SELECT
    audit.note_event(
        'verdict',
        v.case_code,
        jsonb_build_object(
            'verdict_id', v.verdict_id, 'office', v.office, 'verdict', v.verdict, 'candidate', v.candidate, 'period', v.period,
            'answered_version', v.answered_version, 'file_sha256', f.sha256, 'sheet', v.sheet, 'row', v.row_number
        )
    )
FROM (
    SELECT a.* FROM audit.verdict AS a INNER JOIN core.file_reading AS g ON a.file_id = g.file_id
    WHERE g.load_id = :load_id
    ORDER BY a.verdict_id
) AS v
INNER JOIN landing.file AS f ON v.file_id = f.file_id;
