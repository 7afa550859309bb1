package io.sockeye.benchmarks.compare;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** What one has to know of a machine to judge what was measured on it. */
final class Machine {
    private static final String UNKNOWN = "unknown";
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm XXX", Locale.ROOT);
    private static final double KIB_PER_GIB = 1 << 20;

    private Machine() {}

    /**
     * Facts by their names, as they are now.
     *
     * @param java the java command of the servers
     */
    static Map<String, String> facts(Path java, Cpus cpus) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("when", MINUTES.format(ZonedDateTime.now()));
        facts.put("CPU", cpuModel() + ", " + cpus.count() + " usable");
        facts.put("memory", memory());
        facts.put("kernel", property("os.name") + " " + property("os.version"));
        facts.put("architecture", property("os.arch"));
        facts.put("JDK of the servers", jdk(java));
        facts.put("JDK of the load", property("java.version") + ", " + property("java.vendor"));
        facts.put("placement", cpus.describe());
        facts.put("load average at the start", loadAverage());
        return facts;
    }

    private static String cpuModel() {
        return line("cpuinfo", "model name");
    }

    private static String memory() {
        String[] part = line("meminfo", "MemTotal").split(" ");
        return part.length < 2
                ? UNKNOWN
                : String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(part[0]) / KIB_PER_GIB);
    }

    private static String loadAverage() {
        try {
            String[] part = Files.readString(Proc.file("loadavg")).split(" ");
            return part[0] + " (1 minute), " + part[1] + " (5 minutes)";
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** Such as what stands behind {@code MemTotal:}. */
    private static String line(String file, String name) {
        try {
            return Files.readAllLines(Proc.file(file)).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** What its file says, so that it need not be started. */
    private static String jdk(Path java) {
        Properties release = new Properties();
        try (Reader text = Files.newBufferedReader(java.resolve("../../release").normalize())) {
            release.load(text);
        } catch (IOException e) {
            return java.toString();
        }
        String version = release.getProperty("JAVA_RUNTIME_VERSION");
        String shown = version == null ? release.getProperty("JAVA_VERSION", UNKNOWN) : version;
        return (shown + ", " + release.getProperty("IMPLEMENTOR", UNKNOWN)).replace("\"", "");
    }

    private static String property(String name) {
        return System.getProperty(name, UNKNOWN);
    }
}
