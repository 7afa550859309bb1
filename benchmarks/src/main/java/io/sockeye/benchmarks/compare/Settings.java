package io.sockeye.benchmarks.compare;

import java.util.List;

/**
 * How much is measured.
 *
 * @param connections the numbers of connections, one table each
 * @param size of a message in bytes
 * @param depth messages under way per connection
 * @param rounds how often each server has its turn
 * @param seconds of one turn
 * @param warmupSeconds for the compilers of the servers, before the first round of each table
 */
record Settings(
        List<Integer> connections,
        int size,
        int depth,
        int rounds,
        double seconds,
        double warmupSeconds) {
    String describe() {
        String pipelined = depth == 1 ? "" : ", " + depth + " under way per connection";
        return "messages of " + size + " bytes" + pipelined + ", " + rounds + " rounds";
    }
}
