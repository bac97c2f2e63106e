# The bot's image; see docs/operating.md. It runs as nobody in particular, and writes nowhere but in
# its folder and /tmp: the rest of it may be read-only.

FROM debian:bookworm-slim AS libraries
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv
COPY requirements.txt /opt/requirements.txt
RUN /opt/venv/bin/python -m pip install --no-cache-dir --require-hashes -r /opt/requirements.txt \
    && /opt/venv/bin/python -m pip uninstall --yes pip setuptools

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/quality-week-bot \
        --shell /usr/sbin/nologin quality-week \
    && install -d -m 0700 -o quality-week -g quality-week /var/lib/quality-week-bot \
        /var/lib/quality-week-bot/backups
COPY --from=libraries /opt/venv /opt/venv
COPY pyproject.toml /app/pyproject.toml
COPY models /app/models
COPY migrations /app/migrations
COPY domain /app/domain
COPY handlers /app/handlers
COPY bot /app/bot
# What is not compiled now would be compiled at every start: nobody may write here later.
RUN /opt/venv/bin/python -m compileall -q /app

ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 LANG=C.UTF-8 \
    HTTP_PORT=8080 HTTP_HOST=0.0.0.0
USER 10001:10001
WORKDIR /var/lib/quality-week-bot
VOLUME /var/lib/quality-week-bot
EXPOSE 8080
# The bot ends its children itself and takes signals from its first moment, so it may be process 1.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['HTTP_PORT']}/healthz\", timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
