// Each line has an expression, a text and the names of its groups; what the groups took is written, or "no".
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Scanner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

public class Match {
    public static void main(String[] arguments) {
        Map<String, Pattern> compiled = new HashMap<>();
        Scanner lines = new Scanner(System.in);
        while (lines.hasNextLine()) {
            String[] given = lines.nextLine().split("\t", -1);
            Matcher found = compiled.computeIfAbsent(read(given[0]), Pattern::compile).matcher(read(given[1]));
            String[] names = read(given[2]).isEmpty() ? new String[0] : read(given[2]).split(",");
            System.out.println(found.matches()
                ? Arrays.stream(names).map(name -> write(found.group(name))).collect(Collectors.joining(",", "yes ", ""))
                : "no");
        }
    }

    static String read(String hex) {
        return new String(HexFormat.of().parseHex(hex), UTF_8);
    }

    static String write(String text) {
        return text == null ? "-" : HexFormat.of().formatHex(text.getBytes(UTF_8));
    }
}
