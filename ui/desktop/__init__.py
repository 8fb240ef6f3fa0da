"""Manners of a desktop program: notifications, sounds, the tray, the lock, links, windows of their own."""
