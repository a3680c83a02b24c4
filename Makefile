# The front door. `make` lists what there is.

SHELL := /bin/sh
.DELETE_ON_ERROR:
# Two at a time would install, or build, two at a time.
.NOTPARALLEL:
.PHONY: help setup setup-for-building build demo test coverage format bench crds cluster-up cluster-down cluster-check e2e e2e-all crowd chart-test install-yaml web web-check web-test screenshots setup-for-coverage setup-for-images setup-for-chart setup-for-validators setup-for-web setup-for-web-test images images-check example-images clean

# Maven itself must run on JDK 25: Error Prone is part of the compiler.
MAVEN = JAVA_HOME="$$(tools/java-home)" mvn -B -Dstyle.color=never --no-transfer-progress
LAUNCH = RECORDEDRUN_JAVA_HOME="$$(tools/java-home)"
JAR := target/recordedrun.jar
# Folders too: their time changes when a file goes.
SOURCES := pom.xml $(wildcard .mvn/* crds/*) $(shell find src/main)
IMAGES := target/images/built
IMAGE_SOURCES := Dockerfile recordedrun tools/images tools/image-base tools/debian-mirror tools/buildah $(shell find images -type f)
EXAMPLE_IMAGES := target/images/examples-built

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install and mount what recording needs (Debian, as root)
	@tools/setup

build: $(JAR) ## make ./recordedrun ready to run

demo: setup build ## record two examples and show what was recorded; the archive comes into target/demo/archive
	@$(LAUNCH) tools/demo

test: setup setup-for-validators ## run all tests, those with a real bpftrace too
	@$(MAVEN) verify

coverage: setup-for-coverage ## record everything that a tale may do, with the oldest and the newest bpftrace that must work; a few minutes
	@tools/coverage

format: setup-for-building ## format the Java sources
	@$(MAVEN) -q spotless:apply

bench: setup build ## what recording costs: ratios to bare runs, in target/bench; an hour or more on an idle machine
	@$(LAUNCH) python3 src/bench/bench.py

crds: setup-for-building ## renew the CRD and its reference after a change of the Java model
	@$(MAVEN) -q test -Dtest=CrdDriftTest -Dgenerated.write=true

cluster-up: ## start a real Kubernetes of one node, as plain processes (Debian, as root); the first time builds it
	@cluster/up

cluster-down: ## stop it and take away all of it but the built binaries
	@cluster/down

cluster-check: ## bring one up, run a pod in it, take it down, and see that nothing is left
	@cluster/check

e2e: ## a real cluster, the chart installed, a tale recorded and verified, and how long that takes: up, and down again
	@tools/e2e

e2e-all: ## that, and all tests that take a cluster; with KUBECONFIG set in that cluster, see CONTRIBUTING.md
	@tools/e2e all

crowd: ## 300 runs at once beside 300 Jobs of Kubernetes' own controller, five times, in such a cluster
	@CROWD_ROUNDS=5 tools/e2e crowd

chart-test: setup-for-chart ## test the Helm chart: lint, golden files, refused values, alerts (needs helm 3)
	@tools/chart test

install-yaml: ## renew charts/install.yaml after a change of the chart (needs helm 3)
	@tools/chart install-yaml

web: setup-for-web ## bundle the web pages into the resources after a change in src/web (needs Node)
	@tools/web build

web-check: setup-for-web ## see that the bundles are what src/web gives
	@tools/web check

web-test: setup-for-web-test build ## test the web pages in chromium
	@$(MAVEN) -q test-compile
	@$(LAUNCH) tools/web test

screenshots: setup-for-web-test build ## make the pictures in docs/images anew
	@$(MAVEN) -q test-compile
	@$(LAUNCH) tools/web screenshots

images: $(IMAGES) ## build the operator's and the recorder's image into target/images; as root, without a container engine

images-check: $(IMAGES) ## run the commands of both images, and say how much faster their AOT cache lets them start
	@$(LAUNCH) tools/check-images

example-images: $(EXAMPLE_IMAGES) ## build images for the tales of examples/hello and examples/notebook

clean: ## remove all that was built
	@rm -rf target

setup-for-building:
	@tools/setup build

setup-for-coverage:
	@tools/setup coverage

setup-for-images:
	@tools/setup images

setup-for-chart:
	@tools/setup chart

setup-for-validators:
	@tools/setup validators

setup-for-web:
	@tools/setup web

setup-for-web-test:
	@tools/setup web-test

$(JAR): $(SOURCES) | setup-for-building
	@echo "building $(JAR)"
	@$(MAVEN) -q package -DskipTests
	@touch $@

$(IMAGES): $(JAR) $(IMAGE_SOURCES) | setup-for-images
	@$(LAUNCH) tools/images
	@touch $@

$(EXAMPLE_IMAGES): examples/images/Dockerfile tools/example-images tools/image-base tools/buildah | setup-for-images
	@tools/example-images
	@touch $@
