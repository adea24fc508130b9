# Pin what you deploy by digest: docker build --build-arg PYTHON=python:3.11-slim@sha256:...
ARG PYTHON=python:3.11-slim

FROM ${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.lock /tmp/
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: --requirement /tmp/requirements.lock

FROM ${PYTHON}
LABEL org.opencontainers.image.title="Gunning" \
    org.opencontainers.image.description="Reads Dutch hiring postings into exact criteria and ranks candidates, with evidence." \
    org.opencontainers.image.licenses="MIT"
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 PORT=8000 DATABASE_URL=sqlite:////data/gunning.db
RUN groupadd --system --gid 10001 gunning \
    && useradd --system --uid 10001 --gid 10001 --home-dir /srv --shell /usr/sbin/nologin gunning \
    && mkdir --mode 0700 /data && chown gunning:gunning /data
COPY --from=build /opt/venv /opt/venv
WORKDIR /srv
# Owned by root and never written: the service writes to /data and /tmp only.
COPY app app
RUN python -m compileall -q app
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/ready', timeout=2)"]
CMD ["python", "-m", "app.main"]
