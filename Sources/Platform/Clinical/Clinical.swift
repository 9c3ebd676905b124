// Room of Clinical.
