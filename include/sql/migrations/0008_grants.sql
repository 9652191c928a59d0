-- Who may do what. The roles are made with the server (include/sql/roles).

GRANT USAGE ON SCHEMA landing, staging, quality, core, reconciliation, mart, audit TO padan_loader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA landing, staging, quality, core, reconciliation, mart, audit TO padan_loader;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA landing, staging, quality, core, reconciliation, mart, audit TO padan_loader;
GRANT USAGE ON SCHEMA reconciliation, mart TO padan_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA reconciliation, mart TO padan_reader;
GRANT USAGE ON SCHEMA landing, quality, core, reconciliation, mart TO padan_officer;
GRANT SELECT ON ALL TABLES IN SCHEMA quality, core, reconciliation, mart TO padan_officer;
GRANT SELECT ON landing.file TO padan_officer;
