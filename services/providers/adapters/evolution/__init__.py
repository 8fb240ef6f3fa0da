"""Evolution API: v2 as deployed (2.2-2.4), v1.8's dialect, and its Cloud and EVOLUTION channels."""
