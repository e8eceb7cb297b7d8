"""Parts of `benchmarks.watched`: a run that trains on a server, and who looks at it."""
