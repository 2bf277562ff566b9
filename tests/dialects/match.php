<?php
// Each line has an expression, a text and the names of its groups; what the groups took is written, or "no".

while (($line = fgets(STDIN)) !== false) {
    [$expression, $text, $names] = array_map('hex2bin', explode("\t", rtrim($line, "\n")));
    $pattern = '/\A(?:' . str_replace('/', '\/', $expression) . ')\z/u';
    $found = preg_match($pattern, $text, $groups, PREG_UNMATCHED_AS_NULL);
    if ($found === false) {
        echo 'error ', preg_last_error_msg(), "\n";
        continue;
    }
    $taken = array_map(fn ($name) => isset($groups[$name]) ? bin2hex($groups[$name]) : '-', $names === '' ? [] : explode(',', $names));
    echo $found ? 'yes ' . implode(',', $taken) : 'no', "\n";
}
