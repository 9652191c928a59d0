-- Roles of the warehouse, without passwords: whoever runs this file sets them afterwards.
-- Run as a superuser, in any database of the server. Running it again changes nothing.
-- What each role may do in which schema is granted by the migrations, which padan_owner runs.
DO $roles$
BEGIN
    -- Owns every object of the warehouse and runs the migrations; no task works with it.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'padan_owner') THEN
        CREATE ROLE padan_owner LOGIN;
    END IF;
    -- The tasks: read the reference, write landing to mart, alter no table.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'padan_loader') THEN
        CREATE ROLE padan_loader LOGIN;
    END IF;
    -- Pages, BI tools, `make psql`: reads mart and reconciliation, sees no NIK.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'padan_reader') THEN
        CREATE ROLE padan_reader LOGIN;
    END IF;
    -- Named officers of both offices are made members of it: they may see people.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'padan_officer') THEN
        CREATE ROLE padan_officer NOLOGIN;
    END IF;
    -- The complaint desk: may ask for one person's history, with a reason, and read no table.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'padan_desk') THEN
        CREATE ROLE padan_desk NOLOGIN;
    END IF;
    -- Auditors are made members of it: they read who looked at whom, and why.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'padan_auditor') THEN
        CREATE ROLE padan_auditor NOLOGIN;
    END IF;
END
$roles$;

-- An officer may do what the desk may.
GRANT padan_desk TO padan_officer;
ALTER ROLE padan_reader SET default_transaction_read_only = on;
