-- Lets exceptions without a code go on under the codes of one tier that are still free and agree in the key at one place; of
-- several the first goes with the first. Needs exception, code_held and code_kept.

INSERT INTO code_kept (exception_no, subject_id)
WITH asking AS (
    SELECT
        e.exception_no,
        e.keys[:place] AS key,
        row_number() OVER (PARTITION BY e.keys[:place] ORDER BY e.exception_no) AS place
    FROM exception AS e
    WHERE e.keys[:place] IS NOT NULL AND NOT EXISTS (SELECT FROM code_kept AS k WHERE k.exception_no = e.exception_no)
),

free AS (
    SELECT
        h.subject_id,
        h.keys[:place] AS key,
        row_number() OVER (PARTITION BY h.keys[:place] ORDER BY h.ordinal, h.subject_key COLLATE "C") AS place
    FROM code_held AS h
    WHERE
        h.tier = :tier AND h.keys[:place] IS NOT NULL AND NOT EXISTS (SELECT FROM code_kept AS k WHERE k.subject_id = h.subject_id)
)

SELECT
    a.exception_no,
    f.subject_id
FROM asking AS a
INNER JOIN free AS f ON a.key = f.key AND a.place = f.place;
