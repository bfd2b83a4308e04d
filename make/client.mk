# The `fanfolio` command comes with every environment that `make` sets up, and runs the code where it lies.
.venv/.local .venv/.dev: | .venv/bin/fanfolio

.venv/bin/fanfolio: | .venv/bin/python
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s/.venv/bin/python" -m fanfolio_client "$$@"\n' "$(CURDIR)" "$(CURDIR)" > $@
	@chmod +x $@
