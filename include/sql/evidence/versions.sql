-- One row a version computed up to the one asked for, itself last: keys and codes are allotted in that order. Reads only.

SELECT
    v.place,
    v.period,
    v.version,
    v.inputs,
    v.inputs_sha256,
    v.code_version,
    v.code_commit,
    v.rules_sha256,
    v.loads_through,
    v.amends_version
FROM reconciliation.version AS v
WHERE v.place <= (SELECT t.place FROM reconciliation.version AS t WHERE t.period = :period AND t.version = :version)
ORDER BY v.place;
