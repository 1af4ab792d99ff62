"""The plan of a family: edited as it is printed, and on paper."""
