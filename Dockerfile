# One image for every Airflow component of docker-compose.yaml and for its init job.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PATH=/opt/padan/.venv/bin:$PATH \
    PYTHONPATH=/opt/padan/plugins \
    AIRFLOW_HOME=/opt/airflow \
    PADAN_HOME=/var/lib/padan

RUN useradd --uid 50000 --gid 0 --home-dir /opt/airflow --create-home padan \
    && mkdir -p /var/lib/padan /srv/padan/sources \
    && chown padan:0 /opt/airflow /var/lib/padan

WORKDIR /opt/padan

# The environment changes seldom, the code often: two layers.
COPY requirements.lock ./
RUN python -m venv .venv \
    && pip install --no-cache-dir uv==0.13.9 \
    && uv pip sync --no-cache --require-hashes --compile-bytecode --python .venv/bin/python requirements.lock

COPY dags dags
COPY plugins plugins
COPY include include
RUN python -m compileall -q dags plugins

USER padan
VOLUME ["/var/lib/padan"]
