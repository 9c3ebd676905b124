// Room of Kernel.
