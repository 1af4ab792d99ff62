"""School: where each child goes to school, and whom to call there."""
