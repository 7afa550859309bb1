/**
 * {@code compare}: every server in a process of its own on one CPU, the load on the others, in
 * interleaved rounds.
 *
 * <p>The measure is the server's CPU time per request, as a ratio to the reference in the same
 * round: on shared machines requests per second measure who was lucky with the neighbours. The
 * reference runs twice in each round, so that the table can say how far apart two runs of one and
 * the same program are.
 */
package io.sockeye.benchmarks.compare;
