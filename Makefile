# make run     everything on this machine: editor on 3000, API on 8080
# make test    every test that this machine can run; says what it skips
# make bench   one table of ratios, measured in one run
# make cluster RCoder's processes on this machine against KUBECONFIG's cluster and KAFKA_BOOTSTRAP_SERVERS' Kafka
# make images  container images rcoder:dev and rcoder-runner:dev (TAG=…), by docker build or BUILD=<program>
# make chart   the Helm chart, checked and packaged, with the version of Directory.Build.props
# make release images of that version, the chart, and what they are made of (SBOM)
.DEFAULT_GOAL := help
.PHONY: help run build test bench cluster chart release sbom images image-rcoder image-runner clean setup

out     := artifacts
server  := $(out)/rcoder/rcoder
runner  := $(out)/runner/rcoder-runner
editor  := frontend/dist/index.html

shared  := Directory.Build.props Directory.Packages.props global.json
sources  = $(shell find $(1) -type f -not -path '*/bin/*' -not -path '*/obj/*' -not -path '*/node_modules/*' -not -path '*/dist/*')

help:
	@sed -n 's/^# //p' Makefile

run: setup build
	@exec $(server) serve

build: $(server)

setup:
	@scripts/setup bwrap clang ld.lld

$(runner): $(call sources,src/RCoder.Runner src/RCoder.Contracts) $(shared)
	@echo "Building the runner …"
	@dotnet publish src/RCoder.Runner -c Release -r linux-x64 -o $(@D) -v quiet --nologo -p:DebugType=none
	@touch $@

$(editor): $(call sources,frontend)
	@echo "Building the editor …"
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build
	@touch $@

$(server): $(runner) $(editor) $(call sources,src manifests) $(shared)
	@echo "Building the server …"
	@dotnet publish src/RCoder -c Release -r linux-x64 -o $(@D) -v quiet --nologo -p:DebugType=none
	@cp $(runner) $(@D)/
	@rm -rf $(@D)/editor && cp -r frontend/dist $(@D)/editor
	@touch $@

test:
	@scripts/setup bwrap clang ld.lld chromium python3 gcc g++
	@$(MAKE) --no-print-directory build
	@scripts/test

bench: setup build
	@dotnet run -c Release --project tests/Benchmarks

cluster: setup build image-runner
	@exec scripts/cluster

images: image-runner image-rcoder

TAG ?= dev
image-rcoder image-runner: image-%:
	@$(if $(BUILD),$(BUILD) $(image) .,docker build -t $(image) .) -f docker/$*.Dockerfile

image-rcoder: image := rcoder:$(TAG)
image-runner: image := rcoder-runner:$(TAG)

chart:
	@scripts/manifests --check
	@helm lint --strict --quiet charts/rcoder
	@helm package charts/rcoder --version $(shell scripts/version) --app-version $(shell scripts/version) --destination $(out)/chart

sbom:
	@scripts/sbom

release: chart sbom
	@$(MAKE) --no-print-directory images TAG=$(shell scripts/version)

clean:
	rm -rf $(out) frontend/dist frontend/node_modules
	find src tests -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
