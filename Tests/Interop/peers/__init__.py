"""The programs on both sides of these tests: archives under test, and peers that talk to them."""
