# Every command of the project. `make help` lists them. Needs only Python 3.11 or newer and git.

.DEFAULT_GOAL := help
.PHONY: help stage1 stage2 stage3 move buy tour stop reset staff ps kill start scale logs metrics test verify contract attacks mutants storefront screenshots \
	faults schemathesis bench trace differential redrive deploy-aws staff-aws redrive-aws destroy-aws claim docs diff drill variants variant branches \
	exercise hint grade openapi format lint lock clean

export PYTHONPATH := $(CURDIR)/docs:$(CURDIR)/shared:$(CURDIR)/stage1-monolith:$(CURDIR)/stage2-services:$(CURDIR)/stage3-serverless
# Requests to this machine bypass a configured proxy, which can't reach 127.0.0.1 of this machine.
DIRECT := 127.0.0.1,localhost,$(NO_PROXY),$(no_proxy)
export NO_PROXY := $(DIRECT)
export no_proxy := $(DIRECT)
# With it set, each process would compile every module it imports, at every start.
ifneq ($(origin V),command line) # many a shell has V=1, which names no variant
override V :=
endif
unexport PYTHONDONTWRITEBYTECODE
export PYTHONUTF8 := 1

# Each target's requirements (shared/requirements) are installed at its first use.
NEED := .venv/for
READY := $(NEED)-commands
TESTS := $(NEED)-tests
RUN := .venv/bin/python
# Block Ctrl-C until Python has loaded, or it would print a traceback. (Not possible on macOS.)
UNHURT := $(shell env --block-signal=INT true 2>/dev/null && echo env --block-signal=INT)
TWO_FILES_AT_A_TIME := -n 2 --dist loadfile --no-loadscope-reorder

ALL_TESTS := tests --ignore=tests/contract --ignore=tests/attacks --ignore=tests/storefront
# Programs that single variants need. Where there is no wheel of one, its tests are skipped.
OF_VARIANTS := $(NEED)-edge $(NEED)-grpc
QUICK_ONES := tests/rules tests/layout tests/serving tests/payment_sandbox \
	'tests/test_stages.py::test_a_stage_keeps_the_contract[1-sqlite]'

# Prints each heading before its first target, and wraps lines before column 80.
help: ## List these targets
	@awk ' \
		/^#: / { heading = substr($$0, 4) } \
		/^[a-z0-9-]+:.*## / { \
			if (heading) { print "\n" heading; heading = "" } \
			name = $$0; sub(/:.*/, "", name); sub(/^.*## /, ""); \
			line = sprintf("  make %-14s", name); \
			for (i = 1; i <= NF; i++) { \
				if (length(line " " $$i) > 79) { print line; line = sprintf("%21s", "") } \
				line = line " " $$i } \
			print line }' Makefile

#: Start a shop

stage1: $(NEED)-stage1 $(if $(filter postgres,$(DB)),$(NEED)-postgres) ## Start the shop as one process: PORT=8001 DATA=.data/stage1 DB=sqlite (or postgres) LOGS=on SPANS=on XRAY=off
	@$(UNHURT) $(RUN) -m local.run stage1-monolith

stage2: $(NEED)-stage2 ## Start the shop as services: PORT=8002 DATA=.data/stage2 SPANS=on XRAY=off
	@$(UNHURT) $(RUN) -m local.run stage2-services

stage3: $(NEED)-stage3 ## Start the shop as functions on a local AWS: PORT=8003 DATA=.data/stage3 SPANS=on XRAY=off
	@$(UNHURT) $(RUN) -m local.run stage3-serverless

move: $(NEED)-stage1 $(NEED)-stage2 ## Start a shop that moves from stage 1 to stage 2, and move it while it is used: FROM=1 TO=2 PORT=8004 DATA=.data/move LOAD=on XRAY=off; and in another terminal: DO=next (or back, pause, resume, status, shadow, unshadow, contract) UNIT=catalog CONFIRM=catalog
	@$(UNHURT) $(RUN) -m move "$(FROM)" "$(TO)" "$(DO)" "$(UNIT)" "$(CONFIRM)"

#: Use it, from another terminal (if two shops run: STAGE=2, or DATA=)

buy: $(READY) ## Place an order, and print each request as a curl command: STAGE=1
	@$(RUN) -m walkthrough.buy

tour: $(READY) ## Do what staff do (image, price, stock, import, shipment): STAGE=1
	@$(RUN) -m walkthrough.tour

#: Operate it

stop: $(READY) ## Stop the running shop, or one part of it: P=sandbox
	@$(RUN) -m local.control stop "$(P)"

start: $(READY) ## Start a stopped part: P=sandbox
	@$(RUN) -m local.control start "$(P)"

kill: $(READY) ## Simulate a crash of a part (the supervisor restarts it): P=shop
	@$(RUN) -m local.control kill "$(P)"

scale: $(READY) ## Run N copies of a part: P=catalog N=3
	@$(RUN) -m local.control scale "$(P)" "$(N)"

ps: $(READY) ## List the running parts
	@$(RUN) -m local.control ps

metrics: $(READY) ## Print the metrics of the running shop
	@$(RUN) -m local.metrics

logs: $(READY) ## Show the end of each part's log, or more of one log: P=shop
	@$(RUN) -m local.control logs "$(P)"

staff: $(READY) ## Add a staff account to the running shop, or give one a role: EMAIL=ada@example.com ROLE=admin (or support, warehouse, catalog)
	@$(RUN) -m local.control staff "$(EMAIL)" "$(ROLE)"

redrive: $(READY) ## Redeliver the messages in the dead-letter queue of stage 2 or 3
	@$(RUN) -m local.control redrive

reset: $(READY) ## Delete all data of a shop: STAGE=1, or DATA=
	@$(RUN) -m local.control reset

#: Learn from it

docs: $(NEED)-docs ## Read the course: PORT=8000
	@$(RUN) -m machinery.serve

diagrams: $(TESTS) ## Draw each diagram of the course as SVG and PNG, for slides (1 min): OUT=.data/diagrams
	@$(RUN) -m machinery.diagrams

diff: $(READY) ## Show the difference between two stages: FEATURE=orders FROM=1 TO=2 ROLE=usecases, or of a variant: V=
	@$(RUN) -m machinery.diff "$(FEATURE)" "$(FROM)" "$(TO)" "$(ROLE)"

variants: $(READY) ## List the variants: what if a stage were built differently?
	@$(RUN) -m machinery.variants

variant: $(TESTS) ## Open the shop of a variant, in a copy of the repository: V=cached-monolith
	@$(RUN) -m machinery.variants "$(V)"

drill: $(READY) ## Show what each new feature cost to add, in each stage
	@$(RUN) -m machinery.drill

branches: $(READY) ## Create the branches stage/1, stage/2 and stage/3, for git diff and git log
	@$(RUN) -m machinery.branches

exercise: $(TESTS) ## Set up an exercise of the course in a copy of the repository: N=4.1
	@$(RUN) -m machinery.exercise "$(N)"

hint: $(TESTS) ## Print the next of three hints for the exercise you are in: N=4.1
	@$(RUN) -m machinery.hint "$(N)"

grade: $(TESTS) ## Run the exercise's tests against that copy (30 s to 3 min): N=4.1
	@$(RUN) -m machinery.grade "$(N)"

#: Test and measure it

test: lint ## Run all tests in their short form (30 min), or the rules and the suite on stage 1 (2 min): QUICK=1
	@$(if $(QUICK),:,$(MAKE) --silent --keep-going $(OF_VARIANTS) || :)
	@$(RUN) -m pytest $(if $(QUICK),$(QUICK_ONES),$(ALL_TESTS)) $(TWO_FILES_AT_A_TIME)

verify: $(TESTS) ## Run all tests in full, one part at a time (1 to 40 min each, half a day in all): WHAT=
	@$(RUN) -m tests.verify

contract: $(TESTS) ## Run the contract suite against a shop (2 to 7 min): STAGE=1 API=1 (or 2, RESTARTED=1), V=cached-monolith, or URL=http://…/api/v1 STAFF_EMAIL= STAFF_PASSWORD=
	@$(RUN) -m tests.drivers contract $(ARGS)

attacks: $(TESTS) ## Attack a shop over HTTP (2 to 7 min): STAGE=1, or URL= as for make contract
	@$(RUN) -m tests.drivers attacks $(ARGS)

storefront: $(TESTS) ## Test the storefront in a browser (8 to 15 min): STAGE=1, or URL= as for make contract; needs Chromium
	@$(RUN) -m tests.drivers storefront $(ARGS)

screenshots: $(TESTS) ## Take the screenshots of storefront and control room for README and course (8 min): STAGE=2; needs Chromium
	@$(RUN) -m tests.storefront.screenshots
	@$(RUN) -m tests.control_room.screenshots

mutants: $(TESTS) ## Prove that the contract suite catches broken shops (60 to 120 min): STAGE=1
	@$(RUN) -m tests.mutants $(ARGS)

faults: $(TESTS) ## Kill parts under load and check the books (20 to 60 min): STAGE=1 DB=sqlite (or postgres) KILLS=100 WHAT=imports (one kind only) RESUME=on (where the last run stopped), V=cached-monolith, or MOVE=1-2 (NAIVE=on: a switch that loses writes)
	@$(RUN) -m tests.faults

schemathesis: $(TESTS) ## Fuzz a stage with requests generated from openapi.yaml (5 to 15 min): STAGE=1
	@$(RUN) -m tests.schemathesis

bench: $(TESTS) ## Measure a stage under load (5 to 8 min): STAGE=1 (WHAT=profile: by whose code), what imports weigh: WHAT=memory, what the control room costs: WHAT=xray, events at all three: WHAT=events, a race for the last pieces: WHAT=race, its API versions: WHAT=versions, a move: MOVE=1-2, or a program of your own: URL=http://127.0.0.1:…
	@$(RUN) -m tests.bench

differential: $(TESTS) ## Send random request sequences to all stages and compare (25 min): SEQUENCES=500 STAGES=1,2,3
	@$(RUN) -m tests.differential

trace: $(TESTS) ## Trace one order through all parts of a stage (20 to 90 s): STAGE=2, or of a running shop with SPANS=on (TRACE=last: its last operation)
	@$(RUN) -m tests.trace

claim: $(TESTS) ## Check a claim of the course on this machine (10 s to 8 min): CLAIM=simplicity
	@$(RUN) -m tests.claims

#: Run stage 3 on the real AWS

deploy-aws: $(NEED)-stage3 ## Deploy stage 3 to the real AWS: AWS_REGION= CONFIRM=account PAYMENT_URL= PAYMENT_KEY=
	@$(RUN) -m deploy.to_aws deploy

staff-aws: $(NEED)-stage3 ## Add a staff account there: AWS_REGION= CONFIRM=account EMAIL= ROLE=admin
	@$(RUN) -m deploy.to_aws staff "$(EMAIL)" "$(ROLE)"

redrive-aws: $(NEED)-stage3 ## Redeliver the messages in its dead-letter queues: AWS_REGION= CONFIRM=account
	@$(RUN) -m deploy.to_aws redrive

destroy-aws: $(NEED)-stage3 ## Remove stage 3 and all its data from the real AWS: AWS_REGION= CONFIRM=account
	@$(RUN) -m deploy.to_aws destroy

#: Change it

lint: $(TESTS) ## Check formatting, likely mistakes, and types
	@$(RUN) -m ruff format --check --quiet --output-format concise . || { echo 'Not formatted. Type: make format'; exit 1; }
	@$(RUN) -m ruff check --quiet --output-format concise .
	@$(RUN) -m ruff check --quiet --output-format concise --preview --select PLW1514 . # UTF-8, whatever the locale
	@$(RUN) -m mypy --no-error-summary

openapi: $(TESTS) ## Write openapi-v2.yaml, and where versions 1 and 2 differ, from openapi.yaml
	@$(RUN) -m tests.rules.make_version2

format: $(TESTS) ## Format all Python files
	@$(RUN) -m ruff format --quiet .
	@$(RUN) -m ruff check --quiet --fix .

lock: $(READY) ## Pin the requirements again (to the newest versions: LOCK=--upgrade)
	@sh shared/local/environment.sh lock

clean: ## Remove .venv and caches, but not the shops' data in .data
	@rm -rf .venv .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@sh shared/local/environment.sh venv

$(NEED)-%: shared/requirements/%.txt shared/local/uv.txt shared/local/environment.sh .venv/bin/python
	@sh shared/local/environment.sh install $*
