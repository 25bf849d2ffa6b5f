"""The same `complete`, written as people write it with the stacks that Python offers."""
