"""What happened → one message a cause and run → mail, webhook or outbox. Knows nothing of Airflow."""
