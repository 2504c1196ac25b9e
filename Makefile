# Every target sets up what it needs itself; what each step does is in tools/.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ## build everything and serve http://localhost:8080 (ASPNETCORE_URLS, or ARGS="--urls ...", for another address)
	@tools/run.sh $(ARGS)

.PHONY: cluster
cluster: ## 3 silos and 2 gateways behind HAProxy on http://localhost:8080 and https://localhost:8443 (SILOS=, GATEWAYS=, DETACH=1, HTTP_PORT=, HTTPS_PORT=, PORTS=free)
	@SILOS=$(SILOS) GATEWAYS=$(GATEWAYS) DETACH=$(DETACH) HTTP_PORT=$(HTTP_PORT) HTTPS_PORT=$(HTTPS_PORT) PORTS=$(PORTS) tools/cluster.sh up

.PHONY: cluster-down
cluster-down: ## end what make cluster DETACH=1 has started
	@tools/cluster.sh down

.PHONY: test
test: ## all tests, server, web client and browser; closes with "N passed, N failed"
	@tools/test.sh

.PHONY: screenshots
screenshots: build fe-build ## take the readme's pictures anew, into docs/images
	@tools/need.sh icu chromium
	cd frontend && SCREENSHOTS=1 npm run --silent e2e -- --project=screenshots

.PHONY: lint
lint: ## check formatting, types and scripts; changes nothing
	@tools/lint.sh

.PHONY: fmt
fmt: fe-install ## format everything
	@tools/need.sh dotnet
	dotnet format Whisper.sln
	cd frontend && npm run --silent format

.PHONY: build
build: ## compile server, tests and benchmarks
	@tools/need.sh dotnet
	dotnet build Whisper.sln -c Release -clp:NoSummary

.PHONY: bench
bench: ## measure the matcher, and what batches save a relayed message (BENCH_ARGS="relay" for one, at length; --short, --write FILE keeps the tables)
	@tools/bench.sh $(BENCH_ARGS)

.PHONY: bench-peers
bench-peers: ## measure Whisper beside SignalR, Socket.IO, ws, Colyseus and others (PEERS_ARGS="--smoke", or --rounds 1 --only whisper,ws)
	@tools/bench-peers.sh $(or $(PEERS_ARGS),--write docs/benchmarks.md)

.PHONY: load
load: ## load tests, with a page of plots (ARGS="chat --start standalone --users 2000 --rate 5000"; ARGS= alone lists scenarios and options)
	@tools/load.sh $(ARGS)

.PHONY: million
million: ## a million connections at once on this machine, 2,000 of them talking for five minutes; writes its section of docs/benchmarks.md (MILLION_USERS=100000)
	@tools/million.sh $(ARGS)

.PHONY: simulate
simulate: ## matching among a million people, in virtual time; writes its section of docs/scaling.md (SIMULATE_ARGS="--people 10000 --tags 50,500 --seed 2")
	@tools/simulate.sh $(SIMULATE_ARGS)

.PHONY: chaos
chaos: ## faults on a cluster under load; writes docs/reliability.md (CHAOS_ARGS="--rows silo-kill --times 1 --chats 50")
	@tools/chaos.sh $(CHAOS_ARGS)

.PHONY: fuzz
fuzz: ## hostile clients, generated, against both transports for FUZZ_MINUTES (10); no crash, no hang, no leak (FUZZ_ARGS="--transport Epoll --seed S")
	@tools/fuzz.sh --minutes $(or $(FUZZ_MINUTES),10) $(FUZZ_ARGS)

.PHONY: soak
soak: ## random faults, one every 30 s, for SOAK_MINUTES (30)
	@tools/chaos.sh --soak $(or $(SOAK_MINUTES),30) $(CHAOS_ARGS)

.PHONY: fe-install
fe-install: ## install the web client's packages from its lock file
	@tools/fe-install.sh

.PHONY: fe-dev
fe-dev: fe-install ## web client with live reload on http://localhost:5173, passing /ws on to make run
	cd frontend && npm run --silent dev

.PHONY: fe-build
fe-build: ## build the web client into frontend/build
	@tools/fe-build.sh

.PHONY: clean
clean: ## delete what builds and tests made; keeps data/
	rm -rf artifacts TestResults frontend/build frontend/.svelte-kit frontend/test-results frontend/playwright-report
	find . -name node_modules -prune -o -type d \( -name bin -o -name obj \) -print -prune | xargs -r rm -rf

.PHONY: docs
docs: build ## write anew what is generated: tables of settings, the frozen cluster contract
	WHISPER_REWRITE=1 dotnet exec Tests/bin/Release/net10.0/Whisper.Tests.dll -noLogo -namespace Whisper.Tests.Configuration -namespace Whisper.Tests.Contract
	git --no-pager diff --stat
