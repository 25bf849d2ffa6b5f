"""Onward's benchmarks: what it does in a second, beside what PostgreSQL and other stacks do."""
