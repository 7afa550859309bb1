package io.sockeye.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** README.md or another page, taken apart. */
final class Readme {
    static final Path TOP = Path.of(System.getProperty("sockeye.top", "../..")).normalize();

    private static final Pattern FENCE =
            Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private final String text;

    Readme() throws IOException {
        this(TOP.resolve("README.md"));
    }

    /** Another page of the same form. */
    Readme(Path page) throws IOException {
        text = Files.readString(page);
    }

    /** The fenced snippets of a language, which may be empty. */
    List<String> snippets(String language) {
        return FENCE.matcher(text)
                .results()
                .filter(fence -> fence.group(1).equals(language))
                .map(fence -> fence.group(2))
                .toList();
    }

    /** What a pattern's first group matches. */
    List<String> all(String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map(Readme::group).toList();
    }

    /** The links that lead to no file, or to a heading that its page has not. */
    static List<String> brokenLinks(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String link : new Readme(page).all("\\]\\((?!https:)([^)]+)\\)")) {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
            if (!Files.exists(target)
                    || (parts.length == 2 && !new Readme(target).anchors().contains(parts[1]))) {
                broken.add(link);
            }
        }
        return broken;
    }

    /** Headings in lower case, without punctuation, with dashes for blanks. */
    private List<String> anchors() {
        return all("(?m)^#+ (.+)$").stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", ""))
                .map(heading -> heading.replace(' ', '-'))
                .toList();
    }

    private static String group(MatchResult result) {
        return result.group(1);
    }
}
