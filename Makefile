# The front door. `make` lists what there is.

SHELL := /bin/sh
.DELETE_ON_ERROR:
.PHONY: help setup build demo test format bench crds clean

# Maven itself must run on JDK 25: Error Prone is part of the compiler.
MAVEN = JAVA_HOME="$$(tools/java-home)" mvn -B -Dstyle.color=never --no-transfer-progress
LAUNCH = RECORDEDRUN_JAVA_HOME="$$(tools/java-home)"
JAR := target/recordedrun.jar
# Folders too: their time changes when a file goes.
SOURCES := pom.xml $(wildcard .mvn/* crds/*) $(shell find src/main)

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install and mount what recording needs (Debian, as root)
	@tools/setup

build: ## make ./recordedrun ready to run
	@tools/setup build
	@$(MAKE) --no-print-directory $(JAR)

demo: build ## record two examples and show what was recorded; the archive comes into target/demo/archive
	@tools/setup
	@$(LAUNCH) tools/demo

test: setup ## run all tests, those with a real bpftrace too
	@$(MAVEN) verify

format: ## format the Java sources
	@tools/setup build
	@$(MAVEN) -q spotless:apply

bench: ## what recording costs: comes with a later version
	@echo "The benchmark comes with a later version; there is nothing to run yet."

crds: ## renew the CRD and its reference after a change of the Java model
	@tools/setup build
	@$(MAVEN) -q test -Dtest=CrdDriftTest -Dgenerated.write=true

clean: ## remove all that was built
	@rm -rf target

$(JAR): $(SOURCES)
	@echo "building $(JAR)"
	@$(MAVEN) -q package -DskipTests
	@touch $@
