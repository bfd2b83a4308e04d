# Containers and the cloud. `make e2e` and `make deploy-local` want root where Docker is not running yet.
NPM_FLAGS := --silent --no-audit --no-fund --ignore-scripts

# Deployment: STAGE names it, CONTACT is whom Open Library may ask, CONTEXT has further choices as name=value (docs/deploy.md).
STAGE ?=
CONTEXT ?=
CDK = cd infra/cdk && PATH="$(CURDIR)/.venv-cdk/bin:$$PATH" node_modules/.bin/cdk
CDK_CONTEXT = -c stage=$(STAGE) $(if $(CONTACT),-c contact=$(CONTACT)) $(addprefix -c ,$(CONTEXT))

.PHONY: images
images: ## Build the container images and print their sizes
	@docker/images.sh

.PHONY: e2e
e2e: .venv/.dev .venv-cdk/.ready .venv-e2e/.ready ## Deploy the real stack onto the emulator in containers and import a library through it
	@tests/e2e/run.sh

.PHONY: synth
synth: .venv-cdk/.ready ## Write the cloud stack's template to build/cdk.out
	@$(CDK) synth --quiet -c stage=$(or $(STAGE),test) -c contact=$(or $(CONTACT),nobody@example.org) $(addprefix -c ,$(CONTEXT))
	@echo "The template is in build/cdk.out."

.PHONY: test-infra
test-infra: .venv-cdk/.ready ## Test the cloud stack: its template, its permissions, the rule packs
	@.venv-cdk/bin/python -m pytest -c infra/cdk/pytest.ini --rootdir . tests/infra

.PHONY: test-roles
test-roles: .venv/.dev .venv-emulator/.ready synth ## Run every function with its role enforced, and try what a thief of its credentials could do
	@ROLES_TEMPLATE=build/cdk.out $(BIN)/python -m pytest tests/roles

.PHONY: check-infra
check-infra: .venv-cdk/.ready ## Check the cloud stack's types
	@.venv-cdk/bin/mypy --config-file infra/cdk/mypy.ini

.PHONY: bootstrap
bootstrap: .venv-cdk/.ready ## Prepare an AWS account and region for deployments, once
	@.venv-cdk/bin/python -m infra.cdk.account
	@environment=$$(.venv-cdk/bin/python -m infra.cdk.account --as-environment); $(CDK) bootstrap --app "" $$environment

.PHONY: deploy
deploy: .venv-cdk/.ready account-is-there ## Deploy to AWS: STAGE=test CONTACT=you@example.org
	@$(CDK) deploy $(CDK_CONTEXT) --require-approval broadening --outputs-file ../../build/outputs-$(STAGE).json

.PHONY: diff
diff: .venv-cdk/.ready account-is-there ## Show what a deployment would change: STAGE=test CONTACT=you@example.org
	@$(CDK) diff $(CDK_CONTEXT)

.PHONY: destroy
destroy: .venv-cdk/.ready account-is-there ## Take a deployment down with its data (that of prod is kept): STAGE=test
	@infra/cdk/destroy.sh $(STAGE)

.PHONY: deploy-local
deploy-local: .venv/.dev .venv-cdk/.ready .venv-e2e/.ready ## Deploy the real stack onto the AWS emulator, functions in containers, and stay up
	@infra/emulated/stage.sh stay

.PHONY: stage-is-named
stage-is-named:
	@[ -n "$(STAGE)" ] || { echo "Say which deployment is meant: make $(MAKECMDGOALS) STAGE=test (docs/deploy.md)." >&2; exit 1; }

.PHONY: account-is-there
account-is-there: stage-is-named .venv-cdk/.ready
	@.venv-cdk/bin/python -m infra.cdk.account

.venv-cdk/.ready: requirements/cdk.txt infra/cdk/package-lock.json | .venv/bin/python
	@echo "Setting up .venv-cdk (once) …" >&2
	@$(PYTHON) -m venv .venv-cdk
	@.venv-cdk/bin/pip install $(PIP_FLAGS) -r requirements/cdk.txt
	@cd infra/cdk && PATH="$(CURDIR)/.venv-cdk/bin:$$PATH" npm ci $(NPM_FLAGS)
	@touch $@

.venv-e2e/.ready: requirements/e2e.txt | .venv/bin/python
	@$(PYTHON) -m venv .venv-e2e
	@.venv-e2e/bin/pip install $(PIP_FLAGS) -r requirements/e2e.txt
	@touch $@
