package io.sockeye.engine;

/** Keeps a descriptor from being closed under a call. */
public final class Lease {
    Lease() {}
}
