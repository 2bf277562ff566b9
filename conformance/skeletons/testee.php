<?php
// A testee: it answers the questions of `smsmail conformance`, one JSON object a line.
//
// It knows one operation. Put a call of your own code in its place, add the others, and run
//
//     smsmail conformance --testee 'php testee.php'

declare(strict_types=1);

const ID = '([A-Za-z0-9._-]{1,40})';

/** The input is wrong. The code is the error number that the server would answer, or 0 if there is none. */
class Refused extends Exception
{
}

function decode_reply(array $given): array
{
    if (preg_match('/\A[ \t\r\n]*OK - ([1-9][0-9]{0,8}) SMS, ID - ' . ID . '[ \t\r\n]*\z/', $given['text'], $found)) {
        return ['kind' => 'accepted', 'sms' => (int) $found[1], 'id' => $found[2]];
    }
    if (preg_match('/\A[ \t\r\n]*ERROR = ([1-9]) \(([^\r\n]*)\)(?:, ID - ' . ID . ')?[ \t\r\n]*\z/', $given['text'], $found)) {
        [, $error, $description] = $found;
        return ['kind' => 'rejected', 'error' => (int) $error, 'description' => $description, 'id' => $found[3] ?? null];
    }
    throw new Refused('this is no reply of the server');
}

// Missing, and reported as skipped: decode_request, encode_request, encode_reply, decode_content,
// segment, sms_count, send_at, decode_mail, encode_mail, serve.
const OPERATIONS = ['decode_reply' => 'decode_reply'];

function answer(array $question): array
{
    if ($question['op'] === 'hello') {
        $about = ['implementation' => 'my-codec', 'version' => '0.1.0', 'language' => 'PHP'];
        return ['protocol' => 1] + $about + ['ops' => array_keys(OPERATIONS)];
    }
    $operation = OPERATIONS[$question['op']] ?? null;
    if ($operation === null) {
        return ['id' => $question['id'], 'skip' => 'not there yet'];
    }
    try {
        return ['id' => $question['id'], 'ok' => $operation($question['input'])];
    } catch (Refused $refused) {
        $error = ['code' => $refused->getCode() ?: null, 'message' => $refused->getMessage()];
        return ['id' => $question['id'], 'error' => $error];
    }
}

while (($line = fgets(STDIN)) !== false) {
    $question = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
    if ($question['op'] === 'bye') {
        break;
    }
    fwrite(STDOUT, json_encode(answer($question), JSON_THROW_ON_ERROR) . "\n");
}
