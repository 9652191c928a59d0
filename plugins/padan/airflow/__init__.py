"""What ties the library to Airflow: sources, timetable, assets, notifier. Nothing else imports airflow."""
