-- One row a change of the branch's form that was agreed with the branch: reference data.

SELECT
    period,
    change,
    subject
FROM core.branch_form_change
ORDER BY period, change, subject;
