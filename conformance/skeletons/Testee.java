// A testee: it answers the questions of `smsmail conformance`, one JSON object a line.
//
// It knows one operation. Put a call of your own code in its place, add the others, and run (Java 17 or later)
//
//     smsmail conformance --testee 'java Testee.java'

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

public class Testee {
    static final String ID = "([A-Za-z0-9._-]{1,40})";
    static final Pattern OK = Pattern.compile("[ \\t\\r\\n]*OK - ([1-9][0-9]{0,8}) SMS, ID - " + ID + "[ \\t\\r\\n]*");
    static final Pattern ERROR =
        Pattern.compile("[ \\t\\r\\n]*ERROR = ([1-9]) \\(([^\\r\\n]*)\\)(?:, ID - " + ID + ")?[ \\t\\r\\n]*");

    // The input is wrong. `code` is the error number that the server would answer, or null if there is none.
    static class Refused extends RuntimeException {
        final Integer code;

        Refused(String message, Integer code) {
            super(message);
            this.code = code;
        }
    }

    static Object decodeReply(Map<?, ?> given) {
        Matcher found = OK.matcher((String) given.get("text"));
        if (found.matches()) {
            return object("kind", "accepted", "sms", Integer.valueOf(found.group(1)), "id", found.group(2));
        }
        found = ERROR.matcher((String) given.get("text"));
        if (found.matches()) {
            Integer number = Integer.valueOf(found.group(1));
            return object("kind", "rejected", "error", number, "description", found.group(2), "id", found.group(3));
        }
        throw new Refused("this is no reply of the server", null);
    }

    // Missing, and reported as skipped: decode_request, encode_request, encode_reply, decode_content,
    // segment, sms_count, send_at, decode_mail, encode_mail, serve.
    static final Map<String, Function<Map<?, ?>, Object>> OPERATIONS = Map.of("decode_reply", Testee::decodeReply);

    static Object answer(Map<?, ?> question) {
        Object id = question.get("id");
        if (question.get("op").equals("hello")) {
            List<String> ops = List.copyOf(OPERATIONS.keySet());
            return object(
                "protocol", 1, "implementation", "my-codec", "version", "0.1.0", "language", "Java", "ops", ops);
        }
        Function<Map<?, ?>, Object> operation = OPERATIONS.get(question.get("op"));
        if (operation == null) {
            return object("id", id, "skip", "not there yet");
        }
        try {
            return object("id", id, "ok", operation.apply((Map<?, ?>) question.get("input")));
        } catch (Refused refused) {
            return object("id", id, "error", object("code", refused.code, "message", refused.getMessage()));
        }
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = lines.readLine()) != null; ) {
            Map<?, ?> question = (Map<?, ?>) new Reader(line).value();
            if (question.get("op").equals("bye")) {
                return;
            }
            System.out.print(json(answer(question)) + "\n");
            System.out.flush();
        }
    }

    static Map<String, Object> object(Object... members) {
        Map<String, Object> made = new LinkedHashMap<>();
        for (int at = 0; at < members.length; at += 2) {
            made.put((String) members[at], members[at + 1]);
        }
        return made;
    }

    // JSON, which Java has not: a library that your code has already does the same.

    static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().map(one -> json(one.getKey()) + ":" + json(one.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Testee::json).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof String text) {
            return text.chars()
                .mapToObj(unit -> unit < ' ' || unit > '~' || unit == '"' || unit == '\\'
                    ? String.format("\\u%04x", unit) : Character.toString(unit))
                .collect(Collectors.joining("", "\"", "\""));
        }
        return String.valueOf(value);
    }

    // Reads a line of the runner: maps, lists, texts, numbers, true, false and null.
    static class Reader {
        final String line;
        int at = 0;

        Reader(String line) {
            this.line = line;
        }

        Object value() {
            switch (next()) {
                case '{': {
                    Map<String, Object> members = new LinkedHashMap<>();
                    for (at++; next() != '}'; ) {
                        members.put(text(), value());
                    }
                    at++;
                    return members;
                }
                case '[': {
                    List<Object> items = new ArrayList<>();
                    for (at++; next() != ']'; ) {
                        items.add(value());
                    }
                    at++;
                    return items;
                }
                case '"':
                    return text();
                default: {
                    int start = at;
                    while (at < line.length() && ",]} ".indexOf(line.charAt(at)) < 0) {
                        at++;
                    }
                    String word = line.substring(start, at);
                    return word.equals("null") ? null : word.matches("true|false") ? word.equals("true") : new BigDecimal(word);
                }
            }
        }

        char next() {
            while (" ,:".indexOf(line.charAt(at)) >= 0) {
                at++;
            }
            return line.charAt(at);
        }

        String text() {
            StringBuilder text = new StringBuilder();
            for (at++; line.charAt(at) != '"'; at++) {
                char one = line.charAt(at);
                if (one == '\\') {
                    one = line.charAt(++at);
                    int named = "bfnrt".indexOf(one);
                    if (named >= 0) {
                        one = "\b\f\n\r\t".charAt(named);
                    } else if (one == 'u') {
                        one = (char) Integer.parseInt(line.substring(at + 1, at + 5), 16);
                        at += 4;
                    }
                }
                text.append(one);
            }
            at++;
            return text.toString();
        }
    }
}
