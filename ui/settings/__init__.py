"""What the program says about itself and lets one choose."""
