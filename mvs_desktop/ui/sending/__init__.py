"""The screen Versturen en ophalen: what was sent, what needs a choice, what stands apart."""
