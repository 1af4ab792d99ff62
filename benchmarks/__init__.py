"""What the program costs, as ratios to what the machine can do at best."""
