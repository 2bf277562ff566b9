#!/bin/sh
# One SMS by mail:  SMS_LOGIN=alex SMS_PSW=psw sh examples/send.sh 79991234567 'Your order is ready'
# The text is UTF-8. Another program than sendmail can be named in $SENDMAIL.
set -eu

refuse() { printf '%s\n' "$1" >&2; exit 1; }

# There is no escape for what would make another line of it.
newline='
' carriage_return=$(printf '\r')
for value in "$SMS_LOGIN" "$SMS_PSW"; do
    case $value in
        '' | *:* | *"$newline"* | *"$carriage_return"* | [[:blank:]]* | *[[:blank:]])
            refuse 'login and password are not empty, and hold no colon, line break or space at their ends' ;;
    esac
done
case ${1-} in '' | *[!0-9]*) refuse 'a phone is the country code and the number, in digits alone' ;; esac
case ${2-} in
    '' | "$newline"* | *"$newline" | *"$carriage_return"*) refuse 'a message has a text, and no line break at its ends' ;;
esac

# In base64 no server on the way wraps, trims or recodes it. printf is a part of the shell: its arguments are in no list
# of processes, where everybody sees them.
{
    printf 'To: send@send.smscentre.com\nMIME-Version: 1.0\n'
    printf 'Content-Type: text/plain; charset="utf-8"\nContent-Transfer-Encoding: base64\n\n'
    printf '%s:%s::::%s:%s' "$SMS_LOGIN" "$SMS_PSW" "$1" "$2" | base64
} | ${SENDMAIL:-sendmail -t}
