/** Servers to compare with, each a program of its own that prints {@code ready HOST:PORT}. */
package io.sockeye.benchmarks.peers;
