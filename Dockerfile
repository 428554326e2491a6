# The two commands in a container:
#   docker build -t modular-growth .
#   docker run --rm -it -p 4321:4321 modular-growth sh -c 'npm run reproduce && npm run site -- --host 0.0.0.0'
#   docker run --rm --security-opt seccomp=unconfined modular-growth npm test     (the browser's own sandbox needs it)
FROM node:24-bookworm AS tools
# Python for DVC, git for the commit that results are compared with, a browser for the tests of the report.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends chromium git python3 python3-venv \
  && rm -rf /var/lib/apt/lists/*
# The user 'node' of the base image.
USER 1000:1000
RUN mkdir /home/node/modular-growth

FROM tools
WORKDIR /home/node/modular-growth
COPY --chown=1000:1000 . .
RUN npm run setup
CMD ["npm", "run", "reproduce"]
