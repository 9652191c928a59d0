"""The PostgreSQL warehouse: engine, migrations, COPY, and the statements of include/sql."""
