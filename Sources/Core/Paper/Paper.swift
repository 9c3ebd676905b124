// Room of Paper.
