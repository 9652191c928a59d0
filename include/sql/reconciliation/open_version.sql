-- Begins a version of a month, in the transaction that fills it. Its today is the cut-off date, unless an instant overrides it.

INSERT INTO reconciliation.version (period, version, inputs_sha256, inputs, cut_off, code_version, run_ref)
VALUES (
    :period, :version, :digest, cast(:inputs AS jsonb),
    coalesce(cast(cast(:now AS timestamptz) AT TIME ZONE 'Asia/Jakarta' AS date), core.cut_off_of(:period)),
    :code_version, :run_ref
);
