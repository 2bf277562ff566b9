<?php

declare(strict_types=1);

namespace Smsmail\Corpus;

/** The corpus as it lies in data/. */
final class Corpus
{
    public const DATA = __DIR__ . '/../data';

    /** The text of a file, by its path in the corpus. */
    public static function text(string $path): string
    {
        $text = file_get_contents(self::DATA . '/' . $path);
        if ($text === false) {
            throw new \RuntimeException("the corpus has no file $path");
        }
        return $text;
    }

    /** Version, counts and files. */
    public static function index(): array
    {
        return self::json('index.json');
    }

    /** All cases, in the order of their files. An empty object of JSON is an empty array here. */
    public static function cases(): array
    {
        $files = array_filter(self::index()['files'], fn (array $file): bool => isset($file['cases']));
        return array_merge(...array_map(fn (array $file): array => self::json($file['path'])['cases'], array_values($files)));
    }

    private static function json(string $path): array
    {
        return json_decode(self::text($path), true, 512, JSON_THROW_ON_ERROR);
    }
}
