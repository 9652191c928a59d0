-- What the matrix of double funding counts.

COMMENT ON TABLE mart.funding_matrix IS
'People with a covered card for whom two budgets pay, or one of them twice. Whom a list bars before there is a card costs nothing twice.';
COMMENT ON COLUMN mart.funding_matrix.basis IS
'duplicate_at_branch = two covered cards this month; prepaid = this month was paid ahead in an earlier month, by another funder; exclusion_list '
'= a list says that another budget pays for somebody who has a covered card, and the cards do not show that themselves.';
COMMENT ON COLUMN mart.funding_matrix.funding_source IS 'Funder that keeps the person: of the card that stands, or of the earlier payment.';
COMMENT ON COLUMN mart.funding_matrix.months IS 'Months that both budgets pay, at least the month itself, summed over the people.';
COMMENT ON COLUMN mart.funding_matrix.rupiah IS 'What the second budget pays for these months; by exclusion lists what our card costs.';
