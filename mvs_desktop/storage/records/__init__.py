"""Reading records and writing them: one save, its operations and its history."""
