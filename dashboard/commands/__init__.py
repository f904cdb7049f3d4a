"""The command line: here arguments become calls of the importing, exporting and store modules.

Results go to standard output, messages to standard error; the exit code is 0 or 1.
"""
