/**
 * The load generator: a closed loop over non-blocking sockets, straight on the seam, that compares
 * every byte it gets back with the one it sent.
 */
package io.sockeye.benchmarks.load;
