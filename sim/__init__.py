"""The engine: people as columns, chance by address, rules, levers, a ledger. It knows no word of the domain."""
