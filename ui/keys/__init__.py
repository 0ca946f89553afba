"""Which keys do what, however they arrive."""
