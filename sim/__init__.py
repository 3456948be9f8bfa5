"""The engine: people as columns, chance by address, rules, levers, a ledger. It imports nothing of the domain."""
