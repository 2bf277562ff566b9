"""What goes on in all conversations together."""


class Traffic:
    """How many mails are on their way, from MAIL to the answer to the last dot."""

    mails = 0
