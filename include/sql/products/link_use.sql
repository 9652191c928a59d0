-- Grain: one row: people whom a link confirmed in an earlier month identified, open cases on which the offices contradict each
-- other, people in process, cards whose cover ends next month. Reads only.
SELECT
    (SELECT coalesce(sum(persons), 0) FROM mart.confirmed_link_use WHERE period = :period AND version = :version)::integer AS confirmed,
    (SELECT count(*) FROM mart.verdict_contradiction WHERE period = :period AND version = :version AND status = 'open')::integer AS contradictions,
    (
        SELECT coalesce(sum(persons), 0) FROM mart.in_process WHERE period = :period AND version = :version
    )::integer AS in_process,
    (SELECT coalesce(sum(persons), 0) FROM mart.arrears WHERE period = :period AND version = :version AND lapses_next)::integer AS lapses
