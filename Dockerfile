# The operator's and the recorder's image. `tools/images` (make images) lays out the build context, target/images/context:
#   program/   /opt/recordedrun (jar, libraries, launcher, SBOM, a Java runtime made by jlink) and its name in the PATH
#   training/  what the AOT caches are made with; not in the images
# With docker: tools/images context, then docker build -f Dockerfile --target operator target/images/context
ARG BASE=debian:trixie-slim

# The files' times are set in the context: an AOT cache holds only for the jars that it was made with, down to their times.
FROM ${BASE} AS program
COPY program/ /

FROM ${BASE} AS bpftrace
# kill and mount too are what the recorder starts.
RUN export DEBIAN_FRONTEND=noninteractive \
 && apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends bpftrace mount procps > /dev/null \
 && apt-get clean \
 && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* /usr/share/man/* \
 && find /usr/share/doc -type f ! -name copyright -delete
COPY program/ /

FROM program AS operator-training
ARG SOURCE_DATE_EPOCH=0
COPY training/ /training/
RUN /training/train operator

FROM bpftrace AS recorder-training
ARG SOURCE_DATE_EPOCH=0
COPY training/ /training/
RUN /training/train recorder

FROM program AS operator
COPY --from=operator-training /opt/recordedrun/recordedrun.aot /opt/recordedrun/recordedrun.aot
ARG VERSION=development
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="recordedrun operator" \
      org.opencontainers.image.description="Runs a Whole Tale tale once on Kubernetes and keeps the evidence" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
USER 65532:65532
WORKDIR /
EXPOSE 8080
ENTRYPOINT ["recordedrun"]
CMD ["operator"]

FROM bpftrace AS recorder
COPY --from=recorder-training /opt/recordedrun/recordedrun.aot /opt/recordedrun/recordedrun.aot
ARG VERSION=development
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="recordedrun recorder" \
      org.opencontainers.image.description="Records a tale from the kernel, beside it in its pod" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
WORKDIR /
ENTRYPOINT ["recordedrun"]
CMD ["recorder"]
