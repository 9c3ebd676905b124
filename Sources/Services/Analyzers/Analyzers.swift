// Room of Analyzers.
