"""What is measured, a file each: `measure(settings)` gives data for the results' file, `table(data)` says them in Markdown."""
