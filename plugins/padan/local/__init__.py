"""Padan on one machine without Docker: embedded PostgreSQL, Airflow's processes, the Makefile's commands."""
