"""What belongs to one conversation's person: shared files, export."""
