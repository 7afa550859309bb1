/** The picture of a run for the README: {@code chart} reads the JSON of {@code compare}. */
package io.sockeye.benchmarks.chart;
