"""What a bubble is made of. Each part knows its size, how to draw itself, and what a click in it means."""
