"""Reading what is given: texts, mails and mailboxes, and what a file is."""
