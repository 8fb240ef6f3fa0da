"""What a person may set, where it is kept, and secrets."""
