"""Answers go out: one worker for each instance, in order for each chat, never twice."""
