package io.sockeye.os;

/** To be replaced. */
public final class Placeholder {
    private Placeholder() {}
}
