"""The cloud stack: AWS resources in CDK, one module a concern, wired in stack.py."""
