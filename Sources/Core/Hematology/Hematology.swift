// Room of Hematology.
