"""The terminology: curated tables, the pack of public names, and what users add."""
