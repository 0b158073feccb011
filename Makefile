# Each target works on a fresh machine: it makes .venv itself.
PYTHON_IN_VENV := .venv/bin/python
LOCK := .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	--python-version 3.11 --custom-compile-command "make lock"

.PHONY: run test test-long check mutants shots lock dev browser guard-score bench

run:
	@tools/bootstrap run
	@.venv/bin/gighall run

dev:
	@tools/bootstrap dev

browser: dev
	@tools/browser

test: browser
	@$(PYTHON_IN_VENV) -m pytest -n 2 --dist loadgroup $(ARGS)

test-long: browser
	@$(PYTHON_IN_VENV) -m pytest -n 2 --dist loadgroup -m long $(ARGS)

check: dev
	@$(PYTHON_IN_VENV) -m tools.check

mutants: dev
	@$(PYTHON_IN_VENV) -m tools.mutants $(ARGS)

shots: browser
	@$(PYTHON_IN_VENV) -m tools.shots $(ARGS)

guard-score: dev
	@tools/bootstrap score
	@$(PYTHON_IN_VENV) -m tools.guard_score $(ARGS)

bench: dev
	@tools/bootstrap bench
	@$(PYTHON_IN_VENV) -m tests.bench $(ARGS)

lock: dev
	$(LOCK) requirements.in -o requirements.lock
	$(LOCK) requirements-dev.in -o requirements-dev.lock
	$(LOCK) -c requirements-dev.lock requirements-score.in -o requirements-score.lock
	$(LOCK) -c requirements-dev.lock requirements-bench.in -o requirements-bench.lock
