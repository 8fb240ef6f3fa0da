"""The words of the business as frozen data: no input, no output, no logging."""
