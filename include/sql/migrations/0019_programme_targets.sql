-- A group's targets stand in core.target, each with its date and source: not beside the group as well.

ALTER TABLE core.programme DROP COLUMN target, DROP COLUMN target_date;
