<?php
// One SMS by mail:  SMS_LOGIN=alex SMS_PSW=psw php examples/send.php 79991234567 'Your order is ready'
declare(strict_types=1);

/** The line of a request; what would make another line of it is refused, for there is no escape. */
function sms_line(string $login, string $psw, string $phone, string $mes): string
{
    foreach (['login' => $login, 'psw' => $psw, 'phone' => $phone] as $name => $value) {
        if ($value === '' || preg_match('/[:\r\n]|^[ \t]|[ \t]$/', $value)) {
            throw new InvalidArgumentException("$name is empty, or holds a colon, a line break or a space at its end");
        }
    }
    if (!preg_match('/^\+?[0-9]{3,15}$/D', $phone)) {
        throw new InvalidArgumentException('a phone is the country code and the number, in digits alone');
    }
    if (!preg_match('/^[^\r]{1,1000}$/Du', $mes) || trim($mes, "\n") !== $mes) {
        throw new InvalidArgumentException('a message has 1 to 1000 characters, and no line break at its ends');
    }
    return "$login:$psw::::$phone:$mes";
}

try {
    $line = sms_line((string) getenv('SMS_LOGIN'), (string) getenv('SMS_PSW'), $argv[1] ?? '', $argv[2] ?? '');
} catch (InvalidArgumentException $error) {
    fwrite(STDERR, $error->getMessage() . "\n");
    exit(1);
}
// In base64 no server on the way wraps, trims or recodes it.
$sent = mail('send@send.smscentre.com', '', chunk_split(base64_encode($line), 76, "\n"), [
    'MIME-Version' => '1.0',
    'Content-Type' => 'text/plain; charset="utf-8"',
    'Content-Transfer-Encoding' => 'base64',
]);
exit($sent ? 0 : 2);
