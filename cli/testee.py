"""`smsmail testee`: the reference codec, speaking the testee protocol."""

import click


@click.command()
def testee() -> None:
    """Answer conformance questions on standard input with the reference codec.

    One JSON object a line, as the testee protocol has it. The conformance suite starts this by
    itself; run it by hand to see what an implementation under test is asked to do.

    \b
    Example:
      echo '{"op": "hello", "protocol": 1}' | smsmail testee
    """
    from ..conformance.testee import main

    main()
