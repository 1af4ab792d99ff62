"""The demonstration: invented families, and a tour of the program on them."""
