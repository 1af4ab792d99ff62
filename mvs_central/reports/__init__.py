"""What clients and municipalities get to see."""
