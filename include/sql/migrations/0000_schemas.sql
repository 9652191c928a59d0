-- The rooms of the warehouse.

CREATE SCHEMA landing;
COMMENT ON SCHEMA landing IS 'Files as they arrived.';
CREATE SCHEMA staging;
COMMENT ON SCHEMA staging IS 'What was read, as text beside the typed value; empty between loads.';
CREATE SCHEMA quality;
COMMENT ON SCHEMA quality IS 'Rules, what they found, and what was held back.';
CREATE SCHEMA core;
COMMENT ON SCHEMA core IS 'Reference data, people, rows that stay, snapshots.';
CREATE SCHEMA reconciliation;
COMMENT ON SCHEMA reconciliation IS 'Versions of months and the outcome of every row; for roles that may see people.';
CREATE SCHEMA mart;
COMMENT ON SCHEMA mart IS 'The stable interface, without personal data.';
CREATE SCHEMA audit;
COMMENT ON SCHEMA audit IS 'Loads, steps, alerts, reference files: who did what when.';
