"""What every part stands on and that knows nothing of the business: time, tasks, logs, paths, locks."""
