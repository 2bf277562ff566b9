"""How much the corpus catches: mutants of the reference codec, each put to the corpus and nothing else.

``python -m benchmarks.mutation``. The kept tools were looked at first. mutmut and cosmic-ray change files and start a process
with a test run for each mutant, where a fork of a warm process takes some hundredths of a second; and neither changes regular
expressions, tables or a grammar, which a codec largely is. mutatest was made for Python 3.7 and 3.8. So this is a small driver
of its own.
"""
