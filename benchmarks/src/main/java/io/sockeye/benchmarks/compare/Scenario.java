package io.sockeye.benchmarks.compare;

/** What is done to the servers, and what is counted. */
enum Scenario {
    /** Small messages over connections that stay. */
    ECHO("request", "requests", 1, "µs", 1e3),

    /** A connection for each message. */
    CHURN("connection", "connections", 1, "µs", 1e3),

    /** A long stream in both directions at once. */
    STREAM("GiB", "bytes", 1 << 30, "s", 1e9),

    /** Few connections that are busy among many that are not. */
    IDLE("request", "requests", 1, "µs", 1e3),

    /** Datagrams, of which some may get lost. */
    UDP("request", "requests", 1, "µs", 1e3);

    private final String unit;
    private final String counted;
    private final double size;
    private final String time;
    private final double nanosPerTime;

    Scenario(String unit, String counted, double size, String time, double nanosPerTime) {
        this.unit = unit;
        this.counted = counted;
        this.size = size;
        this.time = time;
        this.nanosPerTime = nanosPerTime;
    }

    /** In the heading of a report. */
    String title() {
        return switch (this) {
            case ECHO -> "echo servers";
            case CHURN -> "echo servers, a connection for each message";
            case STREAM -> "echo servers with long streams";
            case IDLE -> "echo servers with many idle connections";
            case UDP -> "echo servers for datagrams";
        };
    }

    /** What the tables call one of it. */
    String unit() {
        return unit;
    }

    /** What a {@link Slice} counts, in the plural. */
    String counted() {
        return counted;
    }

    String rateHeading() {
        return unit.equals("GiB") ? "GiB/s" : unit + "s/s";
    }

    String costHeading() {
        return "CPU " + time + "/" + unit;
    }

    double rate(double countedPerSecond) {
        return countedPerSecond / size;
    }

    double cost(double nanosPerCounted) {
        return nanosPerCounted * size / nanosPerTime;
    }

    /** Whether threads and processes are to the point: nothing is asked that only loops can do. */
    boolean suitsThreads() {
        return this == ECHO || this == CHURN || this == UDP;
    }

    /** Whether a single unit has a beginning and an end. */
    boolean hasLatency() {
        return this != STREAM;
    }
}
