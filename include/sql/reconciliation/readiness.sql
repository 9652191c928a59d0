-- One row: whether both sides of a month are in core, and which loads that concern it are under way.

SELECT
    exists(
        SELECT FROM landing.file AS f INNER JOIN core.file_reading AS g ON f.file_id = g.file_id
        WHERE f.feed = 'village_submissions' AND f.period = :period AND g.outcome <> 'refused'
    ) AS villages,
    exists(
        SELECT FROM landing.file AS f INNER JOIN core.file_reading AS g ON f.file_id = g.file_id
        WHERE f.feed = 'bpjs_branch_export' AND f.period = :period AND g.outcome = 'read' AND g.rows > 0
    ) AS branch,
    (
        SELECT string_agg(DISTINCT l.feed, ', ' ORDER BY l.feed) FROM audit.load AS l
        WHERE
            l.state = 'running' AND (l.periods = '{}' OR :period = any(l.periods))
            AND l.started_at > now() - make_interval(hours => core.parameter_of('late_load_hours', :period)::integer)
    ) AS loading;
