package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.load.ChurnGenerator;
import io.sockeye.benchmarks.load.Generator;
import io.sockeye.benchmarks.load.Load;
import io.sockeye.benchmarks.load.LoadGenerator;
import io.sockeye.benchmarks.load.StreamGenerator;
import io.sockeye.benchmarks.load.UdpGenerator;
import java.io.IOException;
import java.util.Locale;

/**
 * What one table is about.
 *
 * @param scenario what is done
 * @param load connections and messages; a stream has no messages
 * @param idle connections beside those of the load on which nothing happens
 * @param bytes of a turn, for streams
 */
record Workload(Scenario scenario, Load load, int idle, long bytes) {
    static final int USUAL_SIZE = 64;

    /** For the time left only: streams are as fast as a middling machine. */
    private static final double BYTES_PER_SECOND = 1.5e9;

    /** For the time left only. */
    private static final double OPEN_SECONDS = 60e-6;

    private static final double LONGEST_TURN_SECONDS = 3600;

    /** Something else may have the CPU for a while. */
    private static final double KEEPS_UP = 0.8;

    static Workload echo(Load load) {
        return new Workload(Scenario.ECHO, load, 0, 0);
    }

    /** Opens what keeps a server busy. */
    Generator connect(String host, int port) throws IOException {
        return switch (scenario) {
            case ECHO, IDLE -> new LoadGenerator(host, port, load);
            case CHURN -> new ChurnGenerator(host, port, load);
            case STREAM -> new StreamGenerator(host, port, load.connections());
            case UDP -> new UdpGenerator(host, port, load);
        };
    }

    /** How long a turn is, of servers that would get that many seconds. */
    double turnSeconds(double seconds) {
        return scenario == Scenario.STREAM ? LONGEST_TURN_SECONDS : seconds;
    }

    /** The same at full load, to warm up with: at a low rate compilers would never get to work. */
    Workload atFullLoad() {
        return new Workload(scenario, load.closedLoop(), idle, bytes);
    }

    /**
     * Whether a server that does so many units a second keeps up with the load, if it has a rate.
     */
    boolean keepsUp(double unitsPerSecond) {
        return unitsPerSecond >= KEEPS_UP * load.rate();
    }

    /** How much is done in a turn at most. */
    long turnUnits() {
        return scenario == Scenario.STREAM ? bytes : Long.MAX_VALUE;
    }

    /** How long a turn will take, for the time left. */
    double plannedSeconds(double seconds) {
        return switch (scenario) {
            case ECHO, CHURN, UDP -> seconds + load.connections() * OPEN_SECONDS;
            case STREAM -> bytes / BYTES_PER_SECOND;
            case IDLE -> 2 * seconds + 2 * idle * OPEN_SECONDS;
        };
    }

    /** How many connections a server has to hold. */
    int open() {
        return load.connections() + idle;
    }

    /** Above the table. */
    String title() {
        return switch (scenario) {
            case ECHO -> plural(load.connections(), "connection") + unusual() + atRate();
            case CHURN -> plural(load.connections(), "connection") + " at a time";
            case STREAM -> plural(load.connections(), "stream");
            case IDLE -> plural(load.connections(), "connection") + " and " + idle + " idle ones";
            case UDP -> plural(load.connections(), "client") + " of datagrams" + unusual();
        };
    }

    /** At the head of everything. */
    String describe() {
        String messages = "messages of " + load.size() + " bytes";
        String pipelined =
                load.depth() == 1 ? "" : ", " + load.depth() + " under way per connection";
        String offered = load.isOpenLoop() ? ", sent when due and timed from then" : "";
        return switch (scenario) {
            case UDP ->
                    "datagrams of "
                            + load.size()
                            + " bytes"
                            + pipelined
                            + ", lost after half a second";
            case ECHO, IDLE -> messages + pipelined + offered;
            case CHURN -> "a connection for each message of " + load.size() + " bytes";
            case STREAM -> String.format(Locale.ROOT, "%,d bytes each way", bytes);
        };
    }

    /** What a table of several has to say of its messages. */
    private String unusual() {
        String size =
                load.size() == USUAL_SIZE ? "" : String.format(Locale.ROOT, ", %,d B", load.size());
        return size + (load.depth() == 1 ? "" : ", " + load.depth() + " under way each");
    }

    private String atRate() {
        return load.isOpenLoop() ? String.format(Locale.ROOT, ", %,d/s", load.rate()) : "";
    }

    private static String plural(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
