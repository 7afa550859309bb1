/**
 * The load generators: closed and open loops over non-blocking sockets, straight on the seam, that
 * compare every byte they get back with the one they sent.
 */
package io.sockeye.benchmarks.load;
