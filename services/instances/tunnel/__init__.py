"""The public address: one interface, several ways, each telling the same states.

A *line* is one way to be reached: a coroutine that connects, tells where it is, and ends only by a
``TunnelProblem`` or by being cancelled, after which nothing of it is left running.
"""
