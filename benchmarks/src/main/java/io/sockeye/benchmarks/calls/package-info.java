/**
 * JMH: what single calls cost. Throughput of servers is no matter for JMH; {@code compare} measures
 * that, with processes of their own.
 */
package io.sockeye.benchmarks.calls;
