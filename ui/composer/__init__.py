"""What stands around the field one writes in: emoji, completion, attachments, ready answers, schedule, voice."""
