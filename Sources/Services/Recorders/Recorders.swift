// Room of Recorders.
